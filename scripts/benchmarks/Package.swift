// swift-tools-version: 6.3
import PackageDescription

/// Settings of Swift code, the product's: a warning is an error, unsafe memory is marked.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
]

/// What Bursar is measured with. `benchmark` does not depend on the product: it runs the built
/// program and reads the journals it leaves, as anybody could. `portfolios` calls the rooms of the
/// mathematics directly, which links lead to, as its peers are called from within Python.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2")
    ],
    targets: [
        // The floors: what plain C over the same libraries reaches on the same machine.
        .executableTarget(
            name: "floor",
            cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("zmq")]
        ),
        // The driver: runs floors and program in turns, prints the table.
        .systemLibrary(name: "CSQLite"),
        .executableTarget(
            name: "benchmark",
            dependencies: [
                "CSQLite", .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: settings
        ),
        // The mathematics, beside peers from PyPI: scripts/benchmark-peers.
        .target(name: "Persistence", swiftSettings: settings),
        .target(name: "LinearAlgebra", swiftSettings: settings),
        .target(name: "Market", dependencies: ["Persistence"], swiftSettings: settings),
        .target(
            name: "Risk",
            dependencies: ["LinearAlgebra", "Market", "Persistence"],
            swiftSettings: settings
        ),
        .target(name: "Optimization", dependencies: ["LinearAlgebra"], swiftSettings: settings),
        .executableTarget(
            name: "portfolios",
            dependencies: ["LinearAlgebra", "Optimization", "Risk"],
            swiftSettings: settings
        ),
    ]
)
