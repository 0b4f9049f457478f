import Domain
import Store

extension Office {
    /// The re-check that finds a sweep's hazard put right closes its case; where something stands in the way, a duty chief does.
    func closeHazard(
        on id: ID<Case>,
        past: inout Journal.Past<Case>,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        guard past.state.file?.report.rectification != nil else { return }
        let situation = situation(of: past.state, actor: .system, at: now, directory: directory)
        guard past.state.refusal(of: .close, in: situation) == nil else { return }
        _ = try desk.handle(
            .close(reply: catalogues.text("sweep.closing", in: .chinese)),
            on: id,
            past: &past,
            in: situation,
            envelope: Envelope(at: now, by: .system),
            db: db
        )
    }
}
