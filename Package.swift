// swift-tools-version: 6.3
import PackageDescription

/// Settings of the target that holds generated code, which does not mark its unsafe memory.
let generatedSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
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
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Ground: values of the market and of mathematics; no I/O, no clock.
        .target(name: "Digest", swiftSettings: settings),
        .target(name: "Market", swiftSettings: settings),
        // Domain: what a book and a risk are.
        .target(name: "Accounting", dependencies: ["Digest", "Market"], swiftSettings: settings),
        .target(name: "Strategies", dependencies: ["Market"], swiftSettings: settings),
        // Protocol: what processes say to one another and how a cluster is described.
        .target(
            name: "Messaging",
            dependencies: [
                "Digest", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            exclude: ["Protocol"],
            swiftSettings: generatedSettings
        ),
        // Tests.
        .testTarget(name: "DigestTests", dependencies: ["Digest"], swiftSettings: settings),
        .testTarget(
            name: "MessagingTests",
            dependencies: [
                "Messaging", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Descriptors"],
            swiftSettings: settings
        ),
        .testTarget(name: "MarketTests", dependencies: ["Market"], swiftSettings: settings),
        .testTarget(
            name: "AccountingTests",
            dependencies: ["Accounting", "Digest", "Market"],
            swiftSettings: settings
        ),
    ]
)
