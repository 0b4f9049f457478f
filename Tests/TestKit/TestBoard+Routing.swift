import Application
import Domain
import Store

extension TestBoard {
    /// A duty post for each handling unit, and a dispatch catalogue that holds from today: lamps go to CG, everything
    /// else to HW, and lamps in the second street at night to HW too.
    package func publishDispatch(_ lines: [String] = usualLines, version: String = "test-1") async throws {
        try await appointUnitPosts()
        let file = try DispatchFile(
            text: (["rule,matter,area,hours,unit,post,from,until,basis"] + lines).joined(separator: "\n")
        )
        let edition = Edition(version: try EditionVersion(parsing: version), content: .dispatch(file.rules))
        try await office.propose(edition, by: .system)
        try await office.publish(.dispatch, edition.version, from: office.today, basis: "测试派遣目录", by: .system)
    }

    package static let usualLines = [
        "R1,all,all,all,HW,HW-D,,,总则", "R2,street-light,all,all,CG,CG-D,,,第二条",
        "R3,street-light,411002002,night,HW,HW-D,,,夜间",
    ]

    /// `CG-D` is held by the handling unit's account, `HW-D` by the dispatcher's.
    package func appointUnitPosts() async throws {
        for (unit, role) in [("CG", Role.handlingUnit), ("HW", .dispatcher)] {
            let code = try UnitCode(parsing: "\(unit)-D")
            guard office.directory.unitPost(code, on: office.today) == nil else { continue }
            let post: ID<Post> = office.world.newID(at: office.now)
            let definition = Post.Definition(code: code, unit: try UnitCode(parsing: unit))
            try await office.change(.establish(definition), on: post, by: .system)
            let holder = staff(role).account
            let appointment = Post.Appointment(holder: holder, from: office.today, until: nil, isDeputy: false)
            try await office.change(.appoint(appointment), on: post, by: .system)
        }
    }
}
