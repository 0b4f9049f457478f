/// Looks for words byte by byte: a page is searched for some hundreds of them in every sentence.
extension String {
    func holds(_ word: String) -> Bool {
        let found = utf8.withContiguousStorageIfAvailable { text in
            word.utf8.withContiguousStorageIfAvailable { Bytes.first($0, in: text, from: 0) != nil } ?? contains(word)
        }
        return found ?? contains(word)
    }

    /// The text without any of the words, those in front of the list first.
    func without(_ words: [String]) -> String {
        var bytes = Array(utf8)
        for word in words {
            let word = Array(word.utf8)
            var start = 0
            while let found = word.withUnsafeBufferPointer({ word in
                bytes.withUnsafeBufferPointer { Bytes.first(word, in: $0, from: start) }
            }) {
                bytes.removeSubrange(found..<(found + word.count))
                start = found
            }
        }
        // Whole characters were taken out of whole characters.
        return String(decoding: bytes, as: UTF8.self)
    }
}

private enum Bytes {
    static func first(_ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int?
    {
        guard let head = word.first, text.count - start >= word.count else { return nil }
        var position = start
        while position <= text.count - word.count {
            if text[position] == head, (1..<word.count).allSatisfy({ text[position + $0] == word[$0] }) {
                return position
            }
            position += 1
        }
        return nil
    }
}

extension Character {
    /// Its one scalar's number; 0 for what is made of several.
    var code: UInt32 {
        let scalars = unicodeScalars
        guard let first = scalars.first else { return 0 }
        return scalars.index(after: scalars.startIndex) == scalars.endIndex ? first.value : 0
    }
}
