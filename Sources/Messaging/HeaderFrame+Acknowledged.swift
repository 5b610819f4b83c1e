extension HeaderFrame {
    /// Reads from a frame what its sender has made durable, without decoding the rest.
    ///
    /// - Returns: The highest sequence acknowledged; 0 where the frame names none or is none of ours.
    package static func acknowledged(in frame: Span<UInt8>) -> Int64 {
        var next = 0
        while let field = field(of: frame, from: &next, to: frame.count) {
            guard field.number == 2, !field.bytes.isEmpty else { continue }
            var inner = field.bytes.lowerBound
            while let part = self.field(of: frame, from: &inner, to: field.bytes.upperBound) {
                if part.number == 3 { return Int64(truncatingIfNeeded: part.value) }
            }
        }
        return 0
    }

    /// The field at a place, which moves behind it; `nil` at the end, or where bytes make no sense.
    private static func field(
        of frame: Span<UInt8>,
        from next: inout Int,
        to end: Int
    ) -> (number: UInt64, value: UInt64, bytes: Range<Int>)? {
        guard let tag = varint(of: frame, from: &next, to: end) else { return nil }
        var (value, length) = (UInt64(0), UInt64(0))
        switch tag & 7 {
        case 0:
            guard let number = varint(of: frame, from: &next, to: end) else { return nil }
            value = number
        case 1: length = 8
        case 2:
            guard let count = varint(of: frame, from: &next, to: end) else { return nil }
            length = count
        case 5: length = 4
        default: return nil
        }
        guard length <= UInt64(end - next) else { return nil }
        let bytes = next..<(next + Int(length))
        next = bytes.upperBound
        return (tag >> 3, value, bytes)
    }

    private static func varint(
        of frame: Span<UInt8>,
        from next: inout Int,
        to end: Int
    ) -> UInt64? {
        var (value, shift) = (UInt64(0), UInt64(0))
        while next < end, shift < 64 {
            let byte = frame[next]
            next += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        return nil
    }
}
