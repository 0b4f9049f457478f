import TransparencyLog

/// Keys with fixed seeds, for notes that are signed in a test.
enum People {
    static func log(_ name: String = "log.example/one", seed: UInt8 = 1) throws -> NoteSigner {
        try NoteSigner(name: KeyName(name), seed: [UInt8](repeating: seed, count: 32))
    }

    static func witness(_ number: UInt8) throws -> Cosigner {
        try Cosigner(name: KeyName("witness.example/w\(number)"), seed: [UInt8](repeating: 100 + number, count: 32))
    }

    /// A checkpoint over the entries that ``Reference`` has, signed by the log and cosigned by the numbered witnesses.
    static func checkpoint(size: Int, witnesses: [UInt8] = [], log: NoteSigner? = nil) throws -> SignedCheckpoint {
        let log = try log ?? People.log()
        let tree = Log(count: size).tree
        let checkpoint = try Checkpoint(origin: Origin(log.name), size: tree.size, root: tree.root)
        return try checkpoint.signed(by: log)
            .adding(witnesses.map { try witness($0).signature(of: checkpoint, at: 1_780_300_800 + UInt64($0)) })
    }
}
