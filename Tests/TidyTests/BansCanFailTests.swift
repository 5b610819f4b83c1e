import Testing

/// Each entry of the ban list finds its code, and passes by what only looks like it.
struct BansCanFailTests {
    private static let engine = "Sources/Trading/A.swift"
    private static let process = "Sources/Worker/A.swift"
    private static let test = "Tests/MarketTests/A.swift"

    private func found(_ path: String, _ text: String) -> [String] {
        BanRule.violations(in: SourceFile(path: path, text: text)).map {
            "\($0.line): \($0.found)"
        }
    }

    @Test(arguments: BanRule.bans.map(\.code))
    func `every entry finds its own code`(code: String) {
        let paths = [Self.engine, Self.process, Self.test]
        let text = "let a = 1\nlet b =  \(code)"
        #expect(paths.contains { found($0, text).contains("2: `\(code)`") })
        let quoted = "let a = 1 // \(code)\nlet b = \"\(code)\" /* \(code) */"
        #expect(paths.allSatisfy { found($0, quoted).isEmpty })
    }

    @Test(arguments: [
        (engine, "let t = .now", "`.now`"),
        (engine, "let t = Date.now", "`.now`"),
        (engine, "return .now", "`.now`"),
        (engine, "let t = clock.now", "`.now`"),
        (engine, "let t = Date ( )", "`Date()`"),
        (engine, "let t = \"\\(UUID())\"", "`UUID()`"),
        (engine, "let x = Int.random(in: 0..<9)", "`.random`"),
        (engine, "let x = values.shuffled()", "`.shuffled`"),
        (engine, "let x = pow (a, b)", "`pow(`"),
        (process, "let x = try await load()", "`await`"),
        (process, "Task {", "`Task {`"),
        (test, "try await Task.sleep(for: .seconds(1))", "`Task.sleep`"),
        (test, "usleep(10)", "`usleep(`"),
        (test, "let a = try! f()", "`try!`"),
        ("Sources/Journal/A.swift", "final class A: @unchecked Sendable", "`@unchecked Sendable`"),
        ("Sources/Journal/A.swift", "do { try f() } catch {\n// never mind\n}", "`catch {}`"),
        ("Sources/Master/A.swift", "print(text)", "`print(`"),
        (test, "print(text)", "`print(`"),
    ])
    func `banned code is found`(path: String, text: String, code: String) {
        #expect(found(path, text) == ["1: \(code)"])
    }

    @Test(arguments: [
        (engine, "let t = context.now\nself.now = now"),
        (engine, "let x = ElementaryFunctions.exp(y) + y.squareRoot() + sqrt(y)"),
        (engine, "let log = exposure.pow"),
        ("Sources/LinearAlgebra/ElementaryFunctions.swift", "let x = exp(y * log(z))"),
        ("Sources/ZeroMQ/A.swift", "final class A: @unchecked Sendable"),
        ("Sources/Commands/A.swift", "print(try await task.value)\nlet d = Date()"),
        ("Sources/Cluster/A.swift", "try await Task.sleep(for: patience)"),
        ("Sources/Journal/A.swift", "ledger.print(page)\nfunc print(_ page: Page)"),
        ("Sources/Messaging/A.pb.swift", "try! f()"),
        (test, "let x = Int.random(in: 0..<9, using: &generator)"),
        (test, "let isFree = try !lock.isHeld()"),
        (test, "let text = #\"\\(try! f()) \" fatalError\"#"),
    ])
    func `code that only looks banned is let pass`(path: String, text: String) {
        #expect(found(path, text).isEmpty)
    }
}
