/// What has changed between two texts, piece by piece: old words are struck out where new ones stand beside them.
struct WordDiff {
    enum Piece: Hashable {
        case same(String)
        case gone(String)
        case new(String)
    }

    /// In the order of reading.
    let pieces: [Piece]

    /// Where little is left of the old text, the whole of it gives way to the new one: a text of crumbs helps nobody.
    init(from old: String, to new: String) {
        let (before, after) = (Self.tokens(old), Self.tokens(new))
        let changes = after.difference(from: before)
        let kept = before.count - changes.removals.count
        guard old != new, kept * 2 >= max(before.count, after.count) else {
            pieces = old == new ? [.same(new)] : [.gone(old), .new(new)]
            return
        }
        var gone: [Int: String] = [:]
        for case .remove(let offset, let token, _) in changes.removals { gone[offset] = token }
        var fresh: [Int: String] = [:]
        for case .insert(let offset, let token, _) in changes.insertions { fresh[offset] = token }
        var pieces: [Piece] = []
        var (from, to) = (0, 0)
        while from < before.count || to < after.count {
            if let token = gone[from] {
                Self.put(.gone(token), into: &pieces)
                from += 1
            } else if let token = fresh[to] {
                Self.put(.new(token), into: &pieces)
                to += 1
            } else {
                Self.put(.same(after[to]), into: &pieces)
                (from, to) = (from + 1, to + 1)
            }
        }
        self.pieces = pieces
    }

    /// A Chinese character is a word; so is a run of other letters or of digits, and every sign between them.
    private static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var isRun = false
        for character in text {
            let runs = character.isASCII && (character.isLetter || character.isNumber)
            if runs && isRun { tokens[tokens.count - 1].append(character) } else { tokens.append(String(character)) }
            isRun = runs
        }
        return tokens
    }

    /// Neighbours of one kind are one piece.
    private static func put(_ piece: Piece, into pieces: inout [Piece]) {
        switch (pieces.last, piece) {
        case (.same(let last), .same(let more)): pieces[pieces.count - 1] = .same(last + more)
        case (.gone(let last), .gone(let more)): pieces[pieces.count - 1] = .gone(last + more)
        case (.new(let last), .new(let more)): pieces[pieces.count - 1] = .new(last + more)
        case (_, .same), (_, .gone), (_, .new): pieces.append(piece)
        }
    }
}
