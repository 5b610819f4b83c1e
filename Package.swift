// swift-tools-version: 6.3
import PackageDescription

/// Settings of the target that holds generated code, which does not mark its unsafe memory.
///
/// Exclusive access is proved by the compiler where it can be, and checked while running in debug
/// builds, which all tests use. Release builds leave the running check out: it cost a tenth of the
/// cycles a second, and only an engine that entered itself again could ever fail it.
let generatedSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

/// Settings of every other target of ours: a warning is an error, unsafe memory is marked.
let settings = generatedSettings + [.strictMemorySafety()]

let package = Package(
    name: "bursar",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Ground: values of the market and of mathematics; no I/O, no clock.
        .target(name: "Digest", swiftSettings: settings),
        .target(name: "Persistence", swiftSettings: settings),
        .target(name: "Market", dependencies: ["Persistence"], swiftSettings: settings),
        .target(name: "LinearAlgebra", swiftSettings: settings),
        // Domain: what a book and a risk are.
        .target(
            name: "Accounting",
            dependencies: ["Digest", "Market", "Persistence"],
            swiftSettings: settings
        ),
        .target(
            name: "Performance",
            dependencies: ["LinearAlgebra", "Market"],
            swiftSettings: settings
        ),
        .target(
            name: "Optimization",
            dependencies: ["LinearAlgebra"],
            swiftSettings: settings
        ),
        .target(
            name: "Risk",
            dependencies: ["LinearAlgebra", "Market", "Persistence"],
            swiftSettings: settings
        ),
        .target(
            name: "Strategies",
            dependencies: ["Market", "Persistence"],
            swiftSettings: settings
        ),
        // Engines: decisions as plain values; a message goes in, effects come out.
        .target(
            name: "Trading",
            dependencies: ["Accounting", "Market", "Persistence", "Risk", "Strategies"],
            swiftSettings: settings
        ),
        .target(
            name: "Simulation",
            dependencies: ["Digest", "LinearAlgebra", "Market", "Persistence", "Trading"],
            swiftSettings: settings
        ),
        .target(
            name: "Allocation",
            dependencies: ["Accounting", "LinearAlgebra", "Market", "Persistence", "Risk"],
            swiftSettings: settings
        ),
        .target(
            name: "Supervision",
            dependencies: ["LinearAlgebra", "Market", "Persistence"],
            swiftSettings: settings
        ),
        .target(
            name: "Inspection",
            dependencies: ["Digest", "Market", "Performance"],
            swiftSettings: settings
        ),
        // Protocol: what processes say to one another and how a cluster is described.
        .target(
            name: "Messaging",
            dependencies: [
                "Digest", "Persistence",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            exclude: ["Protocol"],
            swiftSettings: generatedSettings
        ),
        .target(
            name: "Topology",
            dependencies: [
                "Digest", "Market", "Strategies", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),
        // Adapters: the world outside.
        .target(name: "CPlatform", cSettings: [.treatAllWarnings(as: .error)]),
        .target(name: "CZeroMQ", cSettings: [.treatAllWarnings(as: .error)]),
        .target(name: "ZeroMQ", dependencies: ["CZeroMQ"], swiftSettings: settings),
        .target(
            name: "Transport",
            dependencies: ["Digest", "ZeroMQ"],
            swiftSettings: settings
        ),
        .target(name: "Keys", dependencies: ["Transport", "ZeroMQ"], swiftSettings: settings),
        .target(
            name: "Journal",
            dependencies: [
                "CPlatform", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "MarketData",
            dependencies: ["Digest", "Market", "Topology"],
            swiftSettings: settings
        ),
        .target(
            name: "Reporting",
            dependencies: ["LinearAlgebra", "Market", "Performance", "Risk"],
            swiftSettings: settings
        ),
        // Runtime: the processes.
        .target(
            name: "Node",
            dependencies: [
                "Accounting", "Digest", "Journal", "Market", "Messaging", "Persistence",
                "Transport", .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Worker",
            dependencies: [
                "Accounting", "Digest", "Journal", "Market", "Messaging", "Node", "Persistence",
                "Simulation", "Strategies", "Topology", "Trading", "Transport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Master",
            dependencies: [
                "Accounting", "Allocation", "Digest", "Journal", "LinearAlgebra", "Market",
                "Messaging", "Node", "Persistence", "Strategies", "Supervision", "Topology",
                "Transport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Cluster",
            dependencies: [
                "Supervision",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ClusterSimulator",
            dependencies: [
                "Allocation", "Digest", "Journal", "LinearAlgebra", "Market", "Master",
                "Messaging", "Node", "Simulation", "Strategies", "Topology", "Transport",
                "Worker", .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: settings
        ),
        // Edge: the command line.
        .target(
            name: "Commands",
            dependencies: [
                "Accounting", "Allocation", "Cluster", "ClusterSimulator", "Digest", "Inspection",
                "Journal", "Keys", "LinearAlgebra", "Market", "MarketData", "Master", "Messaging",
                "Node", "Optimization", "Performance", "Reporting", "Risk", "Simulation",
                "Strategies", "Supervision", "Topology", "Trading", "Transport", "Worker",
                "ZeroMQ",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(name: "bursar", dependencies: ["Commands"], swiftSettings: settings),
        // Tests.
        .testTarget(name: "DigestTests", dependencies: ["Digest"], swiftSettings: settings),
        .testTarget(
            name: "PersistenceTests",
            dependencies: ["Persistence"],
            swiftSettings: settings
        ),
        .testTarget(name: "MarketTests", dependencies: ["Market"], swiftSettings: settings),
        .testTarget(
            name: "LinearAlgebraTests",
            dependencies: ["LinearAlgebra"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AccountingTests",
            dependencies: ["Accounting", "Digest", "Market"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PerformanceTests",
            dependencies: ["LinearAlgebra", "Market", "Performance"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OptimizationTests",
            dependencies: ["LinearAlgebra", "Optimization"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RiskTests",
            dependencies: ["LinearAlgebra", "Market", "Risk"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AllocationTests",
            dependencies: ["Accounting", "Allocation", "LinearAlgebra", "Market"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "InspectionTests",
            dependencies: ["Inspection", "Market", "Performance"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Digest", "LinearAlgebra", "Market", "Simulation", "Trading"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MessagingTests",
            dependencies: [
                "Messaging", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Descriptors"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "TopologyTests",
            dependencies: ["Market", "Strategies", "Topology"],
            exclude: ["Malformed"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MarketDataTests",
            dependencies: ["Digest", "Market", "MarketData", "Topology"],
            exclude: ["Malformed"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ZeroMQTests",
            dependencies: ["CZeroMQ", "ZeroMQ"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "TransportTests",
            dependencies: ["Transport", "ZeroMQ"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "KeysTests",
            dependencies: ["Keys", "Transport", "ZeroMQ"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "JournalTests",
            dependencies: ["Journal", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ClusterTests",
            dependencies: [
                "bursar", "Journal", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "Commands", "Inspection", "Journal", "Market", "Messaging", "Topology", "Trading",
                "Worker",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ClusterSimulatorTests",
            dependencies: ["ClusterSimulator", "Messaging"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "StrategiesTests",
            dependencies: ["LinearAlgebra", "Market", "Persistence", "Strategies"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "NodeTests",
            dependencies: ["Journal", "Node", "Persistence"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "TradingTests",
            dependencies: [
                "Accounting", "Digest", "LinearAlgebra", "Market", "Persistence", "Simulation",
                "Strategies",
                "Trading",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SupervisionTests",
            dependencies: ["Market", "Supervision"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["LinearAlgebra", "Market", "Performance", "Reporting", "Risk"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SecurityTests",
            dependencies: ["bursar", "Journal", "Keys", "Messaging", "Transport", "ZeroMQ"],
            swiftSettings: settings
        ),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ]
)
