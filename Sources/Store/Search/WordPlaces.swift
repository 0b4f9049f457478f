/// Places of one part of the journal, ascending, as bytes.
///
/// Each is its distance from the one before, seven bits a byte, the lowest first, with the high bit where more follow. A common word of a year's cases is some ten thousand bytes.
package enum WordPlaces {
    /// `places`: ascending, each once.
    package static func encode(_ places: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(places.count * 2)
        var last: UInt32 = 0
        for place in places {
            var step = place - last
            last = place
            while step > 0x7F {
                bytes.append(UInt8(step & 0x7F) | 0x80)
                step >>= 7
            }
            bytes.append(UInt8(step))
        }
        return bytes
    }

    /// - Throws: ``Fault/corrupt(_:)`` for bytes that ``encode(_:)`` has not written.
    package static func decode(_ bytes: [UInt8]) throws -> [UInt32] {
        var places: [UInt32] = []
        places.reserveCapacity(bytes.count)
        var (last, step, shift): (UInt32, UInt32, UInt32) = (0, 0, 0)
        for byte in bytes {
            guard shift <= 21 else { throw Fault.corrupt("a word's places are not readable") }
            step |= UInt32(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 == 0 {
                last &+= step
                places.append(last)
                (step, shift) = (0, 0)
            }
        }
        return places
    }

    /// Both, ascending, each once.
    package static func merged(_ first: [UInt32], _ second: [UInt32]) -> [UInt32] {
        if let last = first.last, let next = second.first, last < next { return first + second }
        return Set(first).union(second).sorted()
    }

    /// What all lists have in common, ascending.
    package static func common(to lists: [[UInt32]]) -> [UInt32] {
        let sorted = lists.sorted { $0.count < $1.count }
        guard var common = sorted.first else { return [] }
        for list in sorted.dropFirst() {
            var index = 0
            common.removeAll { place in
                while index < list.count, list[index] < place { index += 1 }
                return index == list.count || list[index] != place
            }
        }
        return common
    }
}
