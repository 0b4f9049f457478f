import Crypto
import Domain
import Foundation
import Store

/// How a reporter may be reached; each part may be empty.
package struct Contact: Hashable, Sendable {
    package var name: String
    package var phone: String
    package var email: String

    package init(name: String = "", phone: String = "", email: String = "") {
        self.name = name
        self.phone = phone
        self.email = email
    }

    package var isEmpty: Bool { name.isEmpty && phone.isEmpty && email.isEmpty }
}

/// Contact data, sealed and outside the journal: deleting the row forgets it for good.
struct Vault: Sendable {
    let keys: Keys
    private let messages: SymmetricKey

    init(keys: Keys) {
        self.keys = keys
        messages = keys.derived("messages/v1")
    }

    /// AES-256-GCM with the case number as associated data: a row moved to another case does not open.
    func seal(_ contact: Contact, for number: CaseNumber, key: Int) throws -> ContactRecords.Sealed {
        // What parts the fields cannot stand in one; nobody's name or number has it.
        let plain = [contact.name, contact.phone, contact.email].map { $0.replacing("\u{1F}", with: " ") }
            .joined(separator: "\u{1F}")
        return try seal(Data(plain.utf8), for: number, key: key)
    }

    private func seal(_ plain: Data, for number: CaseNumber, key: Int) throws -> ContactRecords.Sealed {
        let box = try AES.GCM.seal(plain, using: keys.vault(key), authenticating: Data(number.rawValue.utf8))
        guard let combined = box.combined else { throw Fault.corrupt("a sealed contact has no nonce of 12 bytes") }
        return ContactRecords.Sealed(bytes: [UInt8](combined), key: key)
    }

    private func plain(_ sealed: ContactRecords.Sealed, for number: CaseNumber) throws -> Data {
        let key = try keys.vault(sealed.key)
        do {
            let box = try AES.GCM.SealedBox(combined: Data(sealed.bytes))
            return try AES.GCM.open(box, using: key, authenticating: Data(number.rawValue.utf8))
        } catch is CryptoKitError {
            throw Fault.corrupt("a sealed contact does not open with its key")
        }
    }

    /// A photo as it came, under the vault's key, with its digest as associated data.
    func seal(photo bytes: [UInt8], _ digest: String, key: Int) throws -> ContactRecords.Sealed {
        let box = try AES.GCM.seal(Data(bytes), using: keys.vault(key), authenticating: Data("photo \(digest)".utf8))
        guard let combined = box.combined else { throw Fault.corrupt("a sealed photo has no nonce of 12 bytes") }
        return ContactRecords.Sealed(bytes: [UInt8](combined), key: key)
    }

    func open(photo sealed: ContactRecords.Sealed, _ digest: String) throws -> [UInt8] {
        let key = try keys.vault(sealed.key)
        do {
            let box = try AES.GCM.SealedBox(combined: Data(sealed.bytes))
            return [UInt8](try AES.GCM.open(box, using: key, authenticating: Data("photo \(digest)".utf8)))
        } catch is CryptoKitError {
            throw Fault.corrupt("a sealed photo does not open with its key")
        }
    }

    /// A document as it came, in the same way.
    func seal(document bytes: [UInt8], _ digest: String, key: Int) throws -> ContactRecords.Sealed {
        let box = try AES.GCM.seal(Data(bytes), using: keys.vault(key), authenticating: Data("document \(digest)".utf8))
        guard let combined = box.combined else { throw Fault.corrupt("a sealed document has no nonce of 12 bytes") }
        return ContactRecords.Sealed(bytes: [UInt8](combined), key: key)
    }

    func open(document sealed: ContactRecords.Sealed, _ digest: String) throws -> [UInt8] {
        let key = try keys.vault(sealed.key)
        do {
            let box = try AES.GCM.SealedBox(combined: Data(sealed.bytes))
            return [UInt8](try AES.GCM.open(box, using: key, authenticating: Data("document \(digest)".utf8)))
        } catch is CryptoKitError {
            throw Fault.corrupt("a sealed document does not open with its key")
        }
    }

    /// The same content under another key.
    func reseal(
        _ sealed: ContactRecords.Sealed,
        for number: CaseNumber,
        key: Int
    ) throws -> ContactRecords.Sealed {
        try seal(plain(sealed, for: number), for: number, key: key)
    }

    func open(_ sealed: ContactRecords.Sealed, for number: CaseNumber) throws -> Contact {
        let plain = try plain(sealed, for: number)
        let parts = String(decoding: plain, as: UTF8.self)
            .split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { throw Fault.corrupt("a sealed contact has not three parts") }
        return Contact(name: parts[0], phone: parts[1], email: parts[2])
    }

    /// Seals what belongs to `name`: an address, a message as it was sent, a webhook's secret.
    ///
    /// Under a key of its own, derived from the office's secret: changing the key of the contact data leaves these as they are.
    func seal(_ text: String, as name: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(Data(text.utf8), using: messages, authenticating: Data(name.utf8))
        guard let combined = box.combined else { throw Fault.corrupt("a sealed text has no nonce of 12 bytes") }
        return [UInt8](combined)
    }

    func open(_ sealed: [UInt8], as name: String) throws -> String {
        do {
            let box = try AES.GCM.SealedBox(combined: Data(sealed))
            let plain = try AES.GCM.open(box, using: messages, authenticating: Data(name.utf8))
            return String(decoding: plain, as: UTF8.self)
        } catch is CryptoKitError {
            throw Fault.corrupt("a sealed text does not open with this key")
        }
    }
}
