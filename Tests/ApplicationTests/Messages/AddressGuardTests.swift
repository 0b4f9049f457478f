import Foundation
import Testing

@testable import Application

/// Where a webhook may not lead.
struct AddressGuardTests {
    private func bytes(_ text: String) throws -> [UInt8] {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { [UInt8]($0) } }
        try #require(inet_pton(AF_INET6, text, &six) == 1)
        return withUnsafeBytes(of: &six) { [UInt8]($0) }
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
        "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:1::1", "fc00::1", "fd12:3456::1",
        "fe80::1",
        "ff02::1", "2001:db8::1", "2001::1", "100::1", "::127.0.0.1", "fec0::1",
    ])
    func `our own, our network's and nobody's addresses are not public`(text: String) throws {
        #expect(!AddressGuard.isPublic(try bytes(text)))
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1",
        "192.169.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::808:808",
        "2002:808:808::", "2400:3200::1", "2606:4700::1111",
    ])
    func `all others are`(text: String) throws {
        #expect(AddressGuard.isPublic(try bytes(text)))
    }

    @Test func `what is no address is not public`() {
        #expect(!AddressGuard.isPublic([]) && !AddressGuard.isPublic([8, 8, 8]))
    }
}
