package import Domain

/// Why a case goes where it goes, in sentences: 为什么派给我.
extension Office {
    /// What the catalogue answers now, or for a day and hour that somebody asks about.
    package func words(for route: Route, on day: Day, in language: Language) -> [String] {
        var lines = [answer(route.assignment, on: day, in: language)]
        guard let rule = route.rule, let reference = route.assignment.rule else {
            return lines + [catalogues.text("routing.by_list", in: language)]
        }
        let hours = catalogues.text("hours.\(route.hours.rawValue)", in: language)
        lines.append(because(rule, of: reference.catalogue, hours: hours, in: language))
        if !route.outdone.isEmpty { lines.append(outdone(route.outdone, in: language)) }
        return lines
    }

    /// Why an order went to whom it went, as it was kept then; the rule is read in the version that matched.
    package func words(for routing: Routing, unit: UnitCode, on day: Day, in language: Language) -> [String] {
        func text(_ key: String, _ values: [String: String] = [:]) -> String {
            catalogues.text(key, values, in: language)
        }
        let answer = routing.answer
        var lines: [String] = []
        if let departure = routing.departure {
            let values = ["unit": name(of: unit, in: language), "answer": name(of: answer.unit, in: language)]
            lines.append(text("routing.departed", values))
            if !departure.isEmpty { lines.append(text("routing.departed_because", ["reason": departure])) }
        } else {
            lines.append(self.answer(answer, on: day, in: language))
        }
        guard let reference = answer.rule else { return lines + [text("routing.by_list")] }
        if let rule = rule(reference) {
            lines.append(because(rule, of: reference.catalogue, hours: nil, in: language))
        } else {
            let values = ["version": reference.catalogue.rawValue, "rule": reference.rule.rawValue]
            lines.append(text("routing.by_rule_bare", values))
        }
        return lines
    }

    /// The rule that an assignment was made by; nil for one whose catalogue this board does not know.
    private func rule(_ reference: Assignment.Reference) -> DispatchRule? {
        guard case .dispatch(let rules)? = directory.edition(.dispatch, reference.catalogue)?.edition.content else {
            return nil
        }
        return rules.first { $0.code == reference.rule }
    }

    private func answer(_ assignment: Assignment, on day: Day, in language: Language) -> String {
        let unit = name(of: assignment.unit, in: language)
        guard let code = assignment.post else { return catalogues.text("routing.unit", ["unit": unit], in: language) }
        let post = directory.unitPost(code, on: day)
        var values = ["unit": unit, "post": code.rawValue]
        guard let holder = post?.holderName else {
            return catalogues.text("routing.unit_post_vacant", values, in: language)
        }
        values["holder"] = holder
        guard let absent = post?.absentName else {
            return catalogues.text("routing.unit_post", values, in: language)
        }
        values["absent"] = absent
        return catalogues.text("routing.unit_post_deputy", values, in: language)
    }

    private func because(
        _ rule: DispatchRule,
        of version: EditionVersion,
        hours: String?,
        in language: Language
    ) -> String {
        let publication = directory.edition(.dispatch, version)?.publication
        let values = [
            "version": version.rawValue, "rule": rule.code.rawValue, "scope": scope(of: rule, in: language),
            "basis": rule.basis.isEmpty ? publication?.basis ?? "–" : rule.basis,
            "from": publication?.from.description ?? "–", "hours": hours ?? "",
        ]
        return catalogues.text(hours == nil ? "routing.by_rule" : "routing.by_rule_now", values, in: language)
    }

    private func outdone(_ rules: [DispatchRule], in language: Language) -> String {
        let separator = language == .chinese ? "；" : "; "
        let list = rules.map { "\($0.code.rawValue) \(scope(of: $0, in: language))" }.joined(separator: separator)
        return catalogues.text("routing.outdone", ["rules": list], in: language)
    }

    /// For what, where and when a rule speaks: 类别“路灯不亮” · 西大街道 · 夜间.
    package func scope(of rule: DispatchRule, in language: Language) -> String {
        func text(_ key: String) -> String { catalogues.text(key, in: language) }
        let matter: String =
            switch rule.matter {
            case .all: text("routing.all_matters")
            case .group(let name): groupName(name, in: language)
            case .category(let code):
                directory.ruleBook.category(code, on: today)?.name.text(in: language) ?? code.rawValue
            }
        let area: String =
            switch rule.area {
            case .district: text("routing.whole_district")
            case .within(let code):
                directory.units[code]?.name
                    ?? directory.grid(named: code.rawValue).flatMap { directory.grids[$0]?.name } ?? code.rawValue
            }
        let hours = rule.hours.map { text("hours.\($0.rawValue)") } ?? text("routing.every_hour")
        return [matter, area, hours].joined(separator: " · ")
    }

    private func groupName(_ chinese: String, in language: Language) -> String {
        directory.sortedCategories.first { $0.group.chinese == chinese }?.group.text(in: language) ?? chinese
    }

    private func name(of unit: UnitCode, in language: Language) -> String {
        directory.handlingUnits[unit]?.name.text(in: language) ?? unit.rawValue
    }
}
