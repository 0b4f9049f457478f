import Application
import Domain
import Foundation
import Store

/// What an administrator's form makes of a part of the rules: a whole new version.
struct EditionDraft {
    let office: Office

    /// Lines of a file that cannot be read.
    struct Unreadable: Error {
        let fault: ImportFault?
        let lines: [PostFile.Rejection]

        func words(_ catalogues: Catalogues, in language: Language) -> [String] {
            let whole = fault.map { [catalogues.words(for: $0, in: language)] } ?? []
            return whole + lines.map { "\($0.line): \($0.words(catalogues, in: language))" }
        }
    }

    /// - Throws: ``Refusal``.
    func version(_ text: String?) throws(Refusal) -> EditionVersion {
        do throws(Malformed) { return try EditionVersion(parsing: text ?? "") } catch { throw .malformed(error) }
    }

    /// The content that a form writes, and the handling units that it brings along.
    ///
    /// - Throws: ``Refusal``, ``Unreadable``.
    func content(
        of kind: Edition.Kind,
        _ version: EditionVersion,
        from form: FormBody
    ) throws -> (Edition.Content, [Catalogue.HandlingUnit]) {
        do {
            switch kind {
            case .matters:
                // The table of limits says so; a whole list comes as a file or as text.
                if form["action"] == "limits" { return (.matters(try limits(in: form)), []) }
                let file = try CatalogueFile(Data(text(in: form).utf8))
                return (.matters(file.categories), file.units)
            case .calendar:
                let draft = CalendarDraft(
                    version: version,
                    hours: form["hours"] ?? "",
                    weekdays: form["weekdays"] ?? "",
                    notices: form["text"] ?? ""
                )
                return (.calendar(try draft.calendar(after: office.directory.calendar)), [])
            case .dispatch:
                let file = try DispatchFile(text: text(in: form))
                guard file.rejected.isEmpty else { throw Unreadable(fault: nil, lines: file.rejected) }
                return (.dispatch(file.rules), [])
            case .whistle:
                let steps = try WhistleGround.allCases.map { ground throws(Malformed) in
                    let steps = try WhistleFile.steps { form["\(ground.rawValue).\(RuleWords.whistleParts[$0])"] ?? "" }
                    return (ground, steps)
                }
                return (.whistle(WhistleTimes(Dictionary(uniqueKeysWithValues: steps))), [])
            }
        } catch let malformed as Malformed {
            throw Refusal.malformed(malformed)
        } catch let fault as ImportFault {
            throw Unreadable(fault: fault, lines: [])
        }
    }

    /// The file, where one was sent, else the text.
    private func text(in form: FormBody) throws -> String {
        guard let file = form.files.first(where: { $0.name == "file" }) else { return form["text"] ?? "" }
        guard let text = String(validating: file.bytes, as: UTF8.self) else { throw ImportFault.encoding }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// The list in force with other limits and lead units: `waste.solve`, `waste.unit`.
    private func limits(in form: FormBody) throws -> [CauseCategory] {
        try office.directory.sortedCategories.map { category in
            var category = category
            func limit(_ part: String, _ current: Limit) throws -> Limit {
                guard let text = form["\(category.code.rawValue).\(part)"] else { return current }
                return try Limit(parsing: text)
            }
            category.answerLimit = try limit("answer", category.answerLimit)
            category.verifyLimit = try limit("verify", category.verifyLimit)
            category.solveLimit = try limit("solve", category.solveLimit)
            category.checkLimit = try limit("check", category.checkLimit)
            if let unit = form["\(category.code.rawValue).unit"] { category.leadUnit = try UnitCode(parsing: unit) }
            return category
        }
    }
}
