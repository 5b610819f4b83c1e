internal import CZeroMQ

/// The libzmq that the program runs with.
package enum LibraryVersion {
    /// Returns the version of the library loaded now, such as `4.3.4`.
    package static func read() -> String {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        unsafe zmq_version(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }
}
