import Application
import ArgumentParser
import Foundation

/// `--witness 'VKEY URL' --allow-private-witnesses`, the same everywhere.
struct WitnessOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A witness that is asked to cosign every checkpoint, beside those of settings.json.",
            discussion: "Its verifier key, a blank, and its address; several are possible.",
            valueName: "vkey url"
        )
    )
    var witness: [String] = []
    @Flag(
        help: """
            Let witnesses be on this machine or its network, also over http; or QIPAN_PRIVATE_WITNESSES=1 in the environment.
            """
    )
    var allowPrivateWitnesses = false

    var isPrivateAllowed: Bool {
        allowPrivateWitnesses || ProcessInfo.processInfo.environment["QIPAN_PRIVATE_WITNESSES"] == "1"
    }

    /// Those of the settings and those of the command line, each key once.
    ///
    /// - Throws: `Malformed` for one that is none.
    func all(of office: Office) throws -> [Settings.Witness] {
        var all = office.settings.witnesses
        for text in witness {
            let parsed = try Settings.Witness(parsing: text)
            all.removeAll { $0.key == parsed.key }
            all.append(parsed)
        }
        return all
    }

    /// What asks them while the board is served.
    ///
    /// - Throws: ``Hindrance`` for one that may not be called as its address says, `Malformed`.
    func calls(from office: Office) throws -> WitnessCalls {
        let all = try all(of: office)
        if !isPrivateAllowed, let plain = all.first(where: { !$0.url.lowercased().hasPrefix("https:") }) {
            throw Hindrance("witness.needs_https", ["url": plain.url])
        }
        return WitnessCalls(office: office, witnesses: all, isPrivateAllowed: isPrivateAllowed)
    }
}
