/// The C program whose figures are the floor.
struct Floor {
    let program: Program

    /// Sizes of the frames of a barrier's messages, bytes.
    struct FrameSizes: Equatable {
        var headerOut: Int
        var bodyOut: Int
        var headerBack: Int
        var bodyBack: Int
    }

    /// Round trip of 128 B between two processes, microseconds.
    func ping(_ transport: String) async throws -> (p50: Double, p99: Double) {
        try await percentiles(["ping", transport])
    }

    /// Appending 4 KiB to a file and making it durable, microseconds.
    func append(in directory: String) async throws -> (p50: Double, p99: Double) {
        try await percentiles(["append", directory])
    }

    /// Barriers a second over so many worker processes.
    func barrier(workers: Int, sizes: FrameSizes) async throws -> Double {
        let frames = [sizes.headerOut, sizes.bodyOut, sizes.headerBack, sizes.bodyBack]
        let values = try await values(
            ["barrier", "\(workers)", "5000"] + frames.map { "\($0)" }
        )
        return try value("cycles_per_second", in: values)
    }

    /// Version of the ZeroMQ library.
    func version() async throws -> String {
        let output = try await program.run(["version"]).output
        return output.split { $0 == " " || $0.isNewline }.last.map(String.init) ?? "unknown"
    }

    private func percentiles(_ arguments: [String]) async throws -> (p50: Double, p99: Double) {
        let values = try await values(arguments)
        return (try value("p50", in: values), try value("p99", in: values))
    }

    private func values(_ arguments: [String]) async throws -> [String: Double] {
        var values: [String: Double] = [:]
        for line in try await program.run(arguments).output.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2 { values[String(words[0])] = Double(words[1]) }
        }
        return values
    }

    private func value(_ name: String, in values: [String: Double]) throws -> Double {
        guard let value = values[name] else { throw BenchmarkError("floor printed no \(name)") }
        return value
    }
}
