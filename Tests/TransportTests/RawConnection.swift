import Glibc
import Transport

/// A TCP connection by the kernel's calls alone, for what a stranger might send.
final class RawConnection: Sendable {
    private let descriptor: Int32

    /// Connects to a port of the loopback interface; `nil` when the kernel refuses.
    init?(to endpoint: Endpoint) {
        guard case .tcp(_, let port) = endpoint, let number = UInt16(port) else { return nil }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = number.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, size)
            }
        }
        guard result == 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// Sends bytes; whether the kernel took them all.
    func send(_ bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        } == bytes.count
    }

    /// Waits until the other end has closed the connection; `false` after this time.
    func waitForEnd(milliseconds: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&item, 1, milliseconds) > 0 else { return false }
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            if count <= 0 { return true }
        }
    }
}
