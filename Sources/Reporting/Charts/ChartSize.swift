/// The drawings of a chart: over the whole of a wide page, over half of it, and for phones.
///
/// Text in a drawing scales with it, so a phone gets a drawing of its own in place of small print.
enum ChartSize: String, Sendable, CaseIterable {
    case wide
    case half
    case narrow

    /// Width in units of the drawing, one a pixel at full size.
    var width: Double {
        switch self {
        case .wide: 1080
        case .half: 528
        case .narrow: 360
        }
    }

    /// The least room on the left, so that the charts' dates stand below one another.
    var tickRoom: Double { self == .wide ? 48 : 34 }

    /// Room on the right for the names of lines.
    var labelRoom: Double { self == .wide ? 140 : 104 }

    /// How many characters fit in that room.
    var labelCharacters: Int { self == .wide ? 16 : 11 }

    /// Buckets a line is thinned to; each keeps its least and greatest value.
    var lineBuckets: Int {
        switch self {
        case .wide: 700
        case .half: 260
        case .narrow: 180
        }
    }

    /// Buckets an area is thinned to; each keeps its last value.
    var areaBuckets: Int { self == .wide ? 360 : 160 }

    /// The most ticks on the axis of dates.
    var dateTicksMaximum: Int {
        switch self {
        case .wide: 12
        case .half: 7
        case .narrow: 4
        }
    }

    /// Cuts a name to the room on the right.
    func label(_ name: String) -> String { ChartSize.shortened(name, to: labelCharacters) }

    /// Leaves out the middle of a long name, because names often differ at their ends.
    static func shortened(_ name: String, to maximum: Int) -> String {
        guard name.count > maximum else { return name }
        let tail = maximum / 3
        return "\(name.prefix(maximum - tail - 1))…\(name.suffix(tail))"
    }
}
