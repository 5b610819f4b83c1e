import Testing

/// Each rule finds what it is there to find, and passes by what only looks like it.
struct RulesCanFailTests {
    private func file(_ path: String, _ text: String) -> SourceFile {
        SourceFile(path: path, text: text)
    }

    private func found(_ violations: [Violation]) -> [String] {
        violations.map { "\($0.line): \($0.found)" }
    }

    @Test(arguments: [
        ("Sources/Market/A.swift", "import Digest", "Market (ground) imports Digest (ground)"),
        ("Sources/Market/A.swift", "import Trading", "Market (ground) imports Trading (engines)"),
        ("Sources/Market/A.swift", "import Foundation", "Market (ground) imports Foundation"),
        ("Sources/Trading/A.swift", "import Glibc", "Trading (engines) imports Glibc"),
        (
            "Sources/Allocation/A.swift", "package import Trading",
            "Allocation (engines) imports Trading (engines)"
        ),
        (
            "Sources/Trading/A.swift", "import struct Messaging.Envelope",
            "Trading (engines) imports Messaging (protocols)"
        ),
        (
            "Sources/Master/A.swift", "internal import ZeroMQ",
            "Master (runtime) imports ZeroMQ (adapters)"
        ),
        (
            "Sources/Master/A.swift", "import Worker",
            "Master (runtime) imports Worker (runtime)"
        ),
        ("Sources/Worker/A.swift", "import GRDB", "Worker imports GRDB"),
        ("Sources/Market/A.swift", "@preconcurrency import Yams", "Market imports Yams"),
        (
            "Sources/Commands/A.swift", "import Dispatch",
            "Commands imports Dispatch, which House does not know"
        ),
        ("Sources/Attic/A.swift", "import Market", "Attic has no row"),
        ("Sources/bursar/A.swift", "import Cluster", "bursar (edge) imports Cluster (runtime)"),
        (
            "Tests/MarketTests/A.swift", "import Trading",
            "Market (ground) imports Trading (engines)"
        ),
        ("Tests/MarketTests/A.swift", "import Yams", "Market imports Yams"),
        ("Tests/DrillTests/A.swift", "import Yams", "DrillTests imports Yams"),
    ])
    func `an import against the table is found`(path: String, text: String, words: String) {
        let violations = ImportRule.violations(in: file(path, "// A file.\n\(text)\n"))
        #expect(found(violations) == ["2: \(words)"])
    }

    @Test(arguments: [
        ("Sources/Simulation/A.swift", "import Trading"),
        ("Sources/Strategies/A.swift", "import Risk"),
        ("Sources/Transport/A.swift", "import ZeroMQ"),
        ("Sources/Master/A.swift", "import Node\nimport Journal\nimport Foundation"),
        ("Sources/Commands/A.swift", "import ZeroMQ\nimport ArgumentParser"),
        ("Sources/bursar/A.swift", "import Commands"),
        ("Sources/Market/A.swift", "// import Foundation\nlet text = \"import Foundation\""),
        ("Tests/MarketTests/A.swift", "import Foundation\nimport Market\nimport Testing"),
        ("Tests/DrillTests/A.swift", "import Commands\nimport Journal\nimport TestKit"),
    ])
    func `an import along the table is let pass`(path: String, text: String) {
        #expect(found(ImportRule.violations(in: file(path, text))).isEmpty)
    }

    @Test func `a manifest that lists too much or too little is found`() {
        let manifest = """
            let package = Package(
                targets: [
                    .target(name: "Digest", swiftSettings: settings),
                    .target(
                        name: "Trading",
                        dependencies: [
                            "Digest", .product(name: "Yams", package: "Yams"),
                        ],
                        exclude: ["Notes"],
                        swiftSettings: settings
                    ),
                    .testTarget(name: "TradingTests", dependencies: ["Trading", "bursar"]),
                ]
            )
            """
        let files = [
            file("Sources/Digest/A.swift", ""),
            file("Sources/Trading/A.swift", "import Yams\nimport Market"),
            file("Tests/TradingTests/A.swift", "import Trading"),
            file("Tests/DigestTests/A.swift", "import Digest"),
        ]
        let violations = ManifestRule.violations(manifest: manifest, files: files)
        #expect(
            violations.map { "\($0.file):\($0.line): \($0.found)" } == [
                "Package.swift:4: Trading lists Digest, which none of its files imports",
                "Sources/Trading/A.swift:2: Trading imports Market, which it reaches by chance",
                "Package.swift:1: Tests/DigestTests belongs to no target",
            ]
        )
    }

    @Test func `a file that is too long is found`() {
        let text = String(repeating: "\n", count: 401)
        #expect(
            found(SizeRule.violations(in: file("Sources/Market/A.swift", text))) == [
                "401: 401 lines, more than 400"
            ]
        )
        #expect(SizeRule.violations(in: file("Sources/Market/A.pb.swift", text)).isEmpty)
        #expect(SizeRule.violations(in: file("Tests/MarketTests/A.swift", text)).isEmpty)
        let longer = String(repeating: "\n", count: 501)
        #expect(SizeRule.violations(in: file("Tests/MarketTests/A.swift", longer)).count == 1)
    }

    @Test(arguments: [
        ("func sum<T>(_ a: (Int) -> T) throws(E) -> [T] where T: P {", "func sum"),
        ("init?(text: String) {", "init"),
        ("subscript(index: Int) -> Int {", "subscript"),
        ("deinit {", "deinit"),
        ("func `a sentence with \" in it`() {", "func `a sentence with \" in it`"),
    ])
    func `a function that is too long is found`(head: String, name: String) {
        func text(_ lines: Int) -> String {
            "struct A {\n\(head)" + String(repeating: "\n", count: lines - 1) + "}\n}"
        }
        func lengths(_ lines: Int) -> [String] {
            found(SizeRule.violations(in: file("Sources/Market/A.swift", text(lines))))
        }
        #expect(lengths(61) == ["2: \(name) has 61 lines, more than 60"])
        #expect(lengths(60).isEmpty)
    }

    @Test func `a requirement has no body and a call of init is no function`() {
        let text = """
            protocol P {
                func first(_ a: Int) -> Int
                init(text: String) throws
                var second: Int { get }
            }
            let value = A.init(text: "{") { }
            """
        #expect(SizeRule.functions(in: file("Sources/Market/A.swift", text)).isEmpty)
    }

    @Test func `what has no documentation is found`() {
        let text = """
            /// Where orders leave.
            package protocol Port {
                func open(_ name: String)
            }
            package struct Price {
                /// The price.
                package let price: Int
                @available(
                    *, deprecated
                )
                package nonisolated var double: Int { price * 2 }
                /// How much it moved.
                @inlinable
                // Read in kernels.
                public private(set) static var move = 0
                package var description: String { "" }
                package func open(_ name: String) {}
                package init(from decoder: any Decoder) throws {}
                package init(raw: Int) { price = raw }
                let hidden = 0
            }
            extension Price: Port {}
            """
        let bad = file("Sources/Market/A.swift", text)
        #expect(
            found(DocumentationRule(files: [bad]).violations(in: bad)) == [
                "5: struct Price has no documentation",
                "7: the documentation of price is its name again",
                "11: var double has no documentation",
                "19: init init has no documentation",
            ]
        )
        let test = file("Tests/MarketTests/A.swift", text)
        #expect(DocumentationRule(files: [test]).violations(in: test).isEmpty)
    }
}
