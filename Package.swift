// swift-tools-version:6.2
import PackageDescription

// One language mode and one set of strict features for every target; a warning is an error.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

let package = Package(
    name: "qipan",
    products: [
        .executable(name: "qipan", targets: ["qipan"]),
        .library(name: "TransparencyLog", targets: ["TransparencyLog"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
    ],
    targets: [
        // The rules.
        .target(name: "Domain", swiftSettings: strict),
        .target(name: "Claims", dependencies: ["Domain"], swiftSettings: strict),
        .target(name: "TransparencyLog", dependencies: [crypto], swiftSettings: strict),
        .target(name: "Geography", dependencies: ["CGEOS"], swiftSettings: strict),

        // The journal and its engine.
        .target(name: "Store", dependencies: ["Domain", "TransparencyLog", crypto], swiftSettings: strict),
        .target(
            name: "SQLiteEngine",
            dependencies: ["Store", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict
        ),
        .target(name: "PostgresEngine", dependencies: ["Store", "CPostgres"], swiftSettings: strict),

        // What the office does.
        .target(
            name: "Application",
            dependencies: [
                "Claims", "Domain", "Geography", "Store", "TransparencyLog", "CCurl", "CExpat", "CVips",
                "CXlsxWriter", "CZlib",
                crypto, cryptoExtras, logging, lifecycle,
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            resources: [.copy("Wording/Resources")],
            swiftSettings: strict
        ),

        // The doors.
        .target(
            name: "Open311",
            dependencies: [
                "Application", "Domain", "Geography", "Store", crypto, hummingbird, httpTypes, nio, logging,
            ],
            resources: [.copy("Resources")],
            swiftSettings: strict
        ),
        .target(
            name: "LogTiles",
            dependencies: ["Application", "Store", "TransparencyLog", hummingbird, httpTypes, nio],
            swiftSettings: strict
        ),
        .target(
            name: "Web",
            dependencies: [
                "Application", "CQREncode", "CZlib", "Claims", "Domain", "Geography", "SignOn", "Store",
                "TransparencyLog",
                crypto,
                hummingbird, httpTypes, lifecycle, nio, logging,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.copy("Resources")],
            swiftSettings: strict
        ),

        // The client of a single sign-on: knows providers and tokens, and nothing of accounts.
        .target(
            name: "SignOn",
            dependencies: [
                crypto, nio,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),

        // Whoever watches logs: knows no office and no database.
        .target(
            name: "Witness",
            dependencies: ["TransparencyLog", crypto, hummingbird, httpTypes, nio, logging],
            swiftSettings: strict
        ),

        // The outsider: shares no code with the server.
        .target(
            name: "Verifier",
            dependencies: [
                crypto, nio,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            resources: [.copy("Resources")],
            swiftSettings: strict
        ),

        .executableTarget(
            name: "qipan",
            dependencies: [
                "Application", "Claims", "Domain", "Geography", "LogTiles", "Open311", "PostgresEngine", "SignOn",
                "SQLiteEngine", "Store", "TransparencyLog", "Verifier", "Web", "Witness", hummingbird, logging,
                lifecycle,
                nio,
                signals,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),

        // What the machine could do at best, for `make bench`.
        .executableTarget(
            name: "qipan-ceilings",
            dependencies: [
                "CGEOS", "Domain", "Geography", hummingbird, nio,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Benchmarks/qipan-ceilings",
            swiftSettings: strict
        ),

        // System libraries.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CGEOS", pkgConfig: "geos", providers: [.apt(["libgeos-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CVips", providers: [.apt(["libvips-dev"])]),
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Tests.
        .target(
            name: "TestKit",
            dependencies: [
                "Application", "CPostgres", "Domain", "Geography", "PostgresEngine", "SQLiteEngine", "Store",
                "TransparencyLog", logging,
            ],
            path: "Tests/TestKit",
            swiftSettings: strict
        ),
        .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: strict),
        .testTarget(name: "ClaimsTests", dependencies: ["Claims"], exclude: ["Texts"], swiftSettings: strict),
        .testTarget(
            name: "TransparencyLogTests",
            dependencies: ["TransparencyLog", crypto],
            resources: [.copy("Vectors")],
            swiftSettings: strict
        ),
        .testTarget(name: "GeographyTests", dependencies: ["Geography", "CGEOS"], swiftSettings: strict),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Application", "Domain", "PostgresEngine", "SQLiteEngine", "Store", "TestKit", "TransparencyLog",
                "Verifier", crypto,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ApplicationTests",
            dependencies: [
                "Application", "CZlib", "Claims", "Domain", "Geography", "SQLiteEngine", "Store", "TestKit",
                "TransparencyLog", "Witness",
                crypto, logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "Open311Tests",
            dependencies: [
                "Open311", "Application", "Domain", "Geography", "Store", "TestKit", hummingbird, hummingbirdTesting,
                httpTypes, nio,
            ],
            resources: [.copy("Exchanges")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LogTilesTests",
            dependencies: [
                "LogTiles", "Application", "Store", "TransparencyLog", "TestKit", hummingbird, hummingbirdTesting,
                httpTypes,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Application", "Claims", "Domain", "SignOn", "Store", "TestKit", hummingbird, hummingbirdTesting,
                httpTypes, logging, nio,
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SignOnTests",
            dependencies: ["SignOn", crypto, .product(name: "JWTKit", package: "jwt-kit")],
            swiftSettings: strict
        ),
        // What must hold at every door at once.
        .testTarget(
            name: "DoorTests",
            dependencies: [
                "Application", "CZlib", "Domain", "LogTiles", "Open311", "Store", "TestKit", "TransparencyLog", "Web",
                hummingbird, hummingbirdTesting, httpTypes, nio, logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WitnessTests",
            dependencies: [
                "TransparencyLog", "Verifier", "Witness", crypto, hummingbird, hummingbirdTesting, httpTypes, logging,
                nio,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "VerifierTests",
            dependencies: ["Verifier", "TransparencyLog", crypto],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)
