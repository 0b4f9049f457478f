import Foundation
import Testing

/// The file `Vectors/transparency-log.json`.
struct Vectors: Decodable {
    struct Inclusion: Decodable {
        let size: UInt64
        let index: UInt64
        let proofB64: [String]
    }

    struct Consistency: Decodable {
        let old: UInt64
        let new: UInt64
        let proofB64: [String]
    }

    struct NoteSigning: Decodable {
        let logSeedHex: String
        let logVkey: String
        let witnessSeedHex: String
        let witnessVkey: String
        let body: String
        let logLine: String
        let time: UInt64
        let witnessMessage: String
        let witnessLine: String
    }

    struct ThirdParty: Decodable {
        let src: String
        let skey: String?
        let vkey: String
        let note: String
    }

    let leavesHex: [String]
    let leafHashHex: [String]
    let rootHex: [String]
    let inclusion: [Inclusion]
    let consistency: [Consistency]
    let noteSigning: NoteSigning
    let thirdParty: [ThirdParty]
    let mustReject: [String]

    static func load() throws -> Vectors {
        let url = try #require(
            Bundle.module.url(forResource: "transparency-log", withExtension: "json", subdirectory: "Vectors")
        )
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Vectors.self, from: Data(contentsOf: url))
    }
}

/// The bytes that a text of hexadecimal digits stands for.
func bytes(hex: String) throws -> [UInt8] {
    let digits = Array(hex)
    return try stride(from: 0, to: digits.count, by: 2).map {
        try #require(UInt8(String(digits[$0..<$0 + 2]), radix: 16))
    }
}
