package import Domain
import FoundationEssentials

extension Enterprise: Journaled {
    package static func content(of event: Event, in state: Enterprise) -> EntryContent {
        var content = body(of: event.what)
        content.facts["s"] = .text(event.tag.rawValue)
        guard let details = state.details else { return content }
        content.facts["firm_kind"] = .text(details.kind.rawValue)
        // A sole trader is a person: where there are few of them in a grid or a park, that would say who it is.
        guard details.kind != .soleTrader else {
            // What the public half may not say, the private one must not lose.
            for key in ["grid", "scheme", "from_grid", "from_scheme", "park"] {
                if let value = content.facts[key] { content.payload[key] = value }
                content.facts[key] = nil
            }
            return content
        }
        if content.facts["grid"] == nil { content.facts.set(grid: details.place.grid) }
        content.facts.set("park", details.park?.rawValue)
        return content
    }

    private static func body(of what: Event.What) -> EntryContent {
        switch what {
        case .registered(let number, let details, let origin):
            var content = EntryContent(type: "enterprise.registered")
            write(details, to: &content)
            content.payload["number"] = .integer(Int64(number))
            if case .split(let from) = origin { content.payload["split_from"] = .integer(Int64(from)) }
            return content
        case .changed(let details):
            var content = EntryContent(type: "enterprise.changed")
            write(details, to: &content)
            return content
        case .gridChanged(let from, let grid):
            var content = EntryContent(type: "enterprise.grid_changed")
            content.facts.set(grid: grid)
            content.facts.set("from_grid", from?.rawValue)
            content.facts.set("from_scheme", from?.scheme.rawValue)
            return content
        case .tagged(let tag, let day): return dated("enterprise.tagged", ["tag": .text(tag.rawValue)], from: day)
        case .untagged(let tag, let day): return dated("enterprise.untagged", ["tag": .text(tag.rawValue)], on: day)
        case .statusGranted(let status):
            var content = dated("enterprise.status_granted", ["status": .text(status.kind.rawValue)], from: status.from)
            content.facts.set("until", status.until?.description)
            content.payload["certificate"] = .text(status.certificate)
            return content
        case .statusEnded(let kind, let day):
            return dated("enterprise.status_ended", ["status": .text(kind.rawValue)], on: day)
        case .stewardAssigned(let term): return content(of: term, "enterprise.steward_assigned")
        case .stewardEnded(let day): return dated("enterprise.steward_ended", [:], on: day)
        case .deputyAssigned(let term): return content(of: term, "enterprise.deputy_assigned")
        case .deputyEnded(let day): return dated("enterprise.deputy_ended", [:], on: day)
        case .merged(let number, let day):
            var content = dated("enterprise.merged", [:], on: day)
            content.payload["other"] = .integer(Int64(number))
            return content
        case .absorbed(let number, let day):
            var content = dated("enterprise.absorbed", [:], on: day)
            content.payload["other"] = .integer(Int64(number))
            return content
        case .split(let numbers, let day):
            var content = dated("enterprise.split", ["parts": .integer(Int64(numbers.count))], on: day)
            content.payload["others"] = .text(numbers.map(String.init).joined(separator: ","))
            return content
        case .closed(let day): return dated("enterprise.closed", [:], on: day)
        case .linkRenewed: return EntryContent(type: "enterprise.link_renewed")
        }
    }

    private static func dated(_ type: String, _ facts: Facts, from: Day? = nil, on: Day? = nil) -> EntryContent {
        var content = EntryContent(type: type, facts: facts)
        content.facts.set("from", from?.description)
        content.facts.set("on", on?.description)
        return content
    }

    private static func content(of term: Stewardship.Term, _ type: String) -> EntryContent {
        var content = dated(type, ["unit": .text(term.unit.rawValue)], from: term.from)
        content.facts.set("until", term.until?.description)
        content.payload["holder"] = .text(term.holder.rawValue.uuidString)
        return content
    }

    /// Kind, grid and park are public, or are moved by ``content(of:in:)``.
    private static func write(_ details: Details, to content: inout EntryContent) {
        content.facts["firm_kind"] = .text(details.kind.rawValue)
        content.facts.set(grid: details.place.grid)
        content.facts.set("park", details.park?.rawValue)
        content.payload["name"] = .text(details.name)
        content.payload.set("credit_code", details.creditCode?.rawValue)
        content.payload["industry"] = .text(details.industry)
        content.payload.set("address", details.place.address)
        content.payload.set("longitude", details.place.point.map { "\($0.longitude)" })
        content.payload.set("latitude", details.place.point.map { "\($0.latitude)" })
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        Event(tag: try facts.firmTag("s"), what: try what(type, facts))
    }

    private static func what(_ type: String, _ facts: Facts) throws -> Event.What {
        switch type {
        case "enterprise.registered":
            let origin: Origin = facts.optionalNumber("split_from").map { .split(from: $0) } ?? .registered
            return .registered(number: try facts.number("number"), try details(facts), origin)
        case "enterprise.changed": return .changed(try details(facts))
        case "enterprise.grid_changed":
            return .gridChanged(from: try facts.optionalGrid("from_grid", "from_scheme"), to: try facts.grid())
        case "enterprise.tagged": return .tagged(try facts.category("tag"), from: try facts.day("from"))
        case "enterprise.untagged": return .untagged(try facts.category("tag"), on: try facts.day("on"))
        case "enterprise.status_granted":
            return .statusGranted(
                Status(
                    kind: try facts.choice("status"),
                    certificate: try facts.text("certificate"),
                    from: try facts.day("from"),
                    until: try facts.optionalDay("until")
                )
            )
        case "enterprise.status_ended": return .statusEnded(try facts.choice("status"), on: try facts.day("on"))
        case "enterprise.steward_assigned": return .stewardAssigned(try term(facts, isDeputy: false))
        case "enterprise.steward_ended": return .stewardEnded(on: try facts.day("on"))
        case "enterprise.deputy_assigned": return .deputyAssigned(try term(facts, isDeputy: true))
        case "enterprise.deputy_ended": return .deputyEnded(on: try facts.day("on"))
        case "enterprise.merged": return .merged(into: try facts.number("other"), on: try facts.day("on"))
        case "enterprise.absorbed": return .absorbed(try facts.number("other"), on: try facts.day("on"))
        case "enterprise.split":
            let numbers = try facts.text("others").split(separator: ",").compactMap { Int($0) }
            return .split(into: numbers, on: try facts.day("on"))
        case "enterprise.closed": return .closed(on: try facts.day("on"))
        case "enterprise.link_renewed": return .linkRenewed
        default: throw Fault.corrupt("an entry of an unknown type stands in a firm's history")
        }
    }

    private static func term(_ facts: Facts, isDeputy: Bool) throws -> Stewardship.Term {
        Stewardship.Term(
            holder: try facts.id(try facts.text("holder")),
            unit: try facts.unit("unit"),
            from: try facts.day("from"),
            until: try facts.optionalDay("until"),
            isDeputy: isDeputy
        )
    }

    private static func details(_ facts: Facts) throws -> Details {
        var point: Point?
        if let longitude = facts.optionalText("longitude").flatMap(Double.init),
            let latitude = facts.optionalText("latitude").flatMap(Double.init)
        {
            do { point = try Point(longitude: longitude, latitude: latitude) } catch {
                throw Fault.corrupt("a firm's entry holds no valid point")
            }
        }
        var code: CreditCode?
        if let text = facts.optionalText("credit_code") {
            do { code = try CreditCode(parsing: text) } catch {
                throw Fault.corrupt("a firm's entry holds no valid credit code")
            }
        }
        return Details(
            name: try facts.text("name"),
            creditCode: code,
            kind: try facts.choice("firm_kind"),
            industry: try facts.text("industry"),
            park: try facts.optionalText("park") == nil ? nil : facts.unit("park"),
            place: Report.Place(point: point, address: facts.optionalText("address"), grid: try facts.optionalGrid())
        )
    }
}

extension Facts {
    func firmTag(_ key: String) throws -> FirmTag {
        do { return try FirmTag(parsing: try text(key)) } catch is Malformed {
            throw Fault.corrupt("a journal entry holds no valid firm's tag")
        }
    }

    func optionalDay(_ key: String) throws -> Day? { optionalText(key) == nil ? nil : try day(key) }
}
