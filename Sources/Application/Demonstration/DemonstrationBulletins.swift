import Domain
import Store

/// The demonstration's bulletins: the weekly of the last whole week, released by three people, and the next one begun.
struct DemonstrationBulletins {
    let office: Office
    let staffing: DemonstrationOffice.Staffing

    /// - Throws: ``Refusal``, ``Fault``.
    func run(until end: Instant) async throws {
        guard let writer = staffing.byRole[.intake]?.first, let reviewer = staffing.byRole[.dutyChief]?.first,
            let leader = staffing.byRole[.leader]?.first
        else { return }
        let zone = office.settings.zone
        let today = zone.day(of: end)
        let slots = BulletinSeries.weekly.slots(from: today.advanced(by: -14), until: today.advanced(by: 9))
        guard let last = slots.last(where: { $0.release(in: zone) <= end }),
            let next = slots.first(where: { $0.release(in: zone) > end })
        else { return }
        let id = try await office.beginBulletin(
            .weekly,
            until: last.window.until,
            in: .chinese,
            by: .staff(writer),
            at: end
        )
        try await office.submitBulletin(id, by: .staff(writer), at: end)
        try await office.reviewBulletin(id, grounds: [:], by: .staff(reviewer), at: end)
        try await office.releaseBulletin(id, by: .staff(leader), at: end)
        try await office.beginBulletin(.weekly, until: next.window.until, in: .chinese, by: .staff(writer), at: end)
    }
}
