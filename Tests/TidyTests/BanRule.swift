/// The list of what is not written here.
enum BanRule {
    static let name = "banned code"

    /// Returns where a file has any of the banned code.
    static func violations(in file: SourceFile) -> [Violation] {
        bans.flatMap { $0.violations(in: file) }
    }

    static let bans = concurrency + errors + handlers + determinism + elementary + tests

    private static let concurrency = [
        Ban(
            code: "Task.detached",
            area: .everywhere(except: []),
            instead: "add a named child to a task group, or make it a Service"
        ),
        Ban(
            code: "DispatchQueue",
            area: .everywhere(except: []),
            instead: "use an actor on the process's executor"
        ),
        Ban(
            code: "DispatchSemaphore",
            area: .everywhere(except: []),
            instead: "wait in a task, or schedule on the I/O thread"
        ),
        Ban(code: "NSLock", area: .everywhere(except: []), instead: "use Mutex, or an actor"),
        Ban(
            code: "NSRecursiveLock",
            area: .everywhere(except: []),
            instead: "use Mutex, or an actor"
        ),
        Ban(
            code: "@unchecked Sendable",
            area: .everywhere(except: ["ZeroMQ"]),
            instead: "use an actor or Mutex; only ZeroMQ vouches for its thread"
        ),
        Ban(
            code: "nonisolated(unsafe)",
            area: .everywhere(except: ["ZeroMQ"]),
            instead: "use an actor or Mutex; only ZeroMQ vouches for its thread"
        ),
    ]

    private static let errors = [
        Ban(
            code: "try!",
            area: .everywhere(except: []),
            instead: "throw on, or handle it with a typed error"
        ),
        Ban(
            code: "as!",
            area: .everywhere(except: []),
            instead: "use as? and throw a typed error with the offending value"
        ),
        Ban(
            code: "fatalError",
            area: .everywhere(except: []),
            instead: "throw a typed error; for a broken invariant, preconditionFailure(\"why\")"
        ),
        Ban(
            code: "catch {}",
            area: .everywhere(except: []),
            instead: "handle the error or pass it on; nothing is swallowed"
        ),
        Ban(
            code: "print(",
            area: .everywhere(except: ["Commands"]),
            instead: "log it, or return it to Commands, which prints",
            before: .global
        ),
        Ban(
            code: "debugPrint(",
            area: .everywhere(except: []),
            instead: "log it, or expect it in a test",
            before: .global
        ),
    ]

    private static let processes: Set = ["Master", "Node", "Worker"]

    private static let handlers = [
        Ban(
            code: "await",
            area: .rooms(processes),
            instead: "call it by assumeIsolated: a handler runs straight to its end"
        ),
        Ban(
            code: "Task {",
            area: .rooms(processes),
            instead: "hand long work to the pool from outside and take its result as a message"
        ),
        Ban(
            code: "Task(",
            area: .rooms(processes),
            instead: "hand long work to the pool from outside and take its result as a message"
        ),
    ]

    private static let time = "take the time as an argument; it arrives in messages"
    private static let chance = "take a seeded generator of LinearAlgebra as an argument"

    private static let determinism = [
        Ban(code: "Date()", area: .upTo(.engines), instead: time),
        Ban(code: ".now", area: .upTo(.engines), instead: time, before: .clock),
        Ban(code: "ContinuousClock", area: .upTo(.engines), instead: time),
        Ban(code: "SuspendingClock", area: .upTo(.engines), instead: time),
        Ban(code: "UUID()", area: .upTo(.engines), instead: "build the id from names and counts"),
        Ban(code: ".random", area: .upTo(.engines), instead: chance),
        Ban(code: ".randomElement", area: .upTo(.engines), instead: chance),
        Ban(code: ".shuffled", area: .upTo(.engines), instead: chance),
        Ban(code: ".shuffle", area: .upTo(.engines), instead: chance),
        Ban(code: "SystemRandomNumberGenerator", area: .upTo(.engines), instead: chance),
    ]

    /// Functions of libm but `sqrt`: their last bit differs between processors.
    private static let elementary = [
        "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "erf",
        "erfc", "exp", "exp2", "expm1", "hypot", "lgamma", "log", "log10", "log1p", "log2", "pow",
        "sin", "sinh", "tan", "tanh", "tgamma",
    ].map {
        Ban(
            code: "\($0)(",
            area: .upTo(.engines),
            instead: "use ElementaryFunctions, which give the same bits everywhere",
            before: .global,
            exempt: ["Sources/LinearAlgebra/ElementaryFunctions.swift"]
        )
    }

    private static let tests =
        ["Task.sleep", "Thread.sleep"].map {
            Ban(code: $0, area: .tests, instead: "wait for the effect, with a limit on the wait")
        }
        + ["sleep(", "usleep(", "nanosleep("].map {
            Ban(
                code: $0,
                area: .tests,
                instead: "wait for the effect, with a limit on the wait",
                before: .global
            )
        }
}
