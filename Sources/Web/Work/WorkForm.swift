import Application
import Domain

/// A form of the grid's own work: what it asks for, what it is called, where it goes.
struct WorkForm {
    /// Something that is asked for; its label is the catalogue's `web.field_<name>`.
    struct Field {
        enum Kind {
            case area
            case line
            case time
            /// A whole number from 0 up.
            case number
            case day
            case checks([Option])
            case select([Option])
            /// Options under headings.
            case groups([(heading: String, options: [Option])])
            /// Documents, by their content.
            case file
        }

        struct Option {
            var value: String
            var text: String
        }

        let name: String
        let kind: Kind
        var value = ""
        var isOptional = false
        /// A sentence in front of the field.
        var hint = ""
        /// Where what is asked has words of its own.
        var label = ""

        static func area(_ name: String, _ value: String = "", hint: String = "") -> Field {
            Field(name: name, kind: .area, value: value, hint: hint)
        }

        static func line(_ name: String, _ value: String = "", hint: String = "") -> Field {
            Field(name: name, kind: .line, value: value, hint: hint)
        }

        static func number(_ name: String, _ value: Int? = nil, hint: String = "") -> Field {
            Field(name: name, kind: .number, value: value.map(String.init) ?? "", hint: hint)
        }

        static func day(_ name: String, _ value: Day? = nil) -> Field {
            Field(name: name, kind: .day, value: value?.description ?? "")
        }

        static func checks(_ name: String, _ options: [Option]) -> Field {
            Field(name: name, kind: .checks(options), isOptional: true)
        }

        static func file(_ name: String, hint: String) -> Field {
            Field(name: name, kind: .file, isOptional: true, hint: hint)
        }

        static func select(_ name: String, _ options: [Option], _ value: String = "", hint: String = "") -> Field {
            Field(name: name, kind: .select(options), value: value, hint: hint)
        }

        var optional: Field {
            var field = self
            field.isOptional = true
            return field
        }

        /// A line that takes a time of day.
        var time: Field { Field(name: name, kind: .time, value: value, isOptional: isOptional, hint: hint) }
    }

    /// Which form of the page it is; travels as `act`.
    let act: String
    let title: String
    let fields: [Field]
    /// Open with the main button; others are folded.
    var isMain = false
    var lead = ""

    /// `typed`: what was sent and not taken.
    func model(target: String, csrf: String, typed: FormBody?, words: Words) -> [String: Any] {
        let mine = typed?["act"] == act ? typed : nil
        let hasFile = fields.contains { if case .file = $0.kind { true } else { false } }
        return [
            "has_file": hasFile, "act": act, "title": title, "target": target, "csrf": csrf, "folded": !isMain,
            "opened": mine != nil,
            "lead": lead.isEmpty ? false : lead as Any,
            "fields": fields.map { model($0, typed: mine, words: words) },
        ]
    }

    private func model(_ field: Field, typed: FormBody?, words: Words) -> [String: Any] {
        let value = typed.map { $0[field.name] ?? "" } ?? field.value
        var model: [String: Any] = [
            "id": "\(act)-\(field.name)", "name": field.name,
            "label": field.label.isEmpty ? words.text("web.field_\(field.name)") : field.label,
            "value": value, "optional": field.isOptional, "hint": field.hint.isEmpty ? false : field.hint as Any,
            "area": false, "line": false, "time": false, "is_number": false, "is_day": false, "checks": false,
            "select": false, "neutral": false, "is_file": false,
        ]
        switch field.kind {
        case .area: model["area"] = true
        case .line: model["line"] = true
        case .time: model["time"] = true
        case .number: model["is_number"] = true
        case .file: model["is_file"] = true
        case .day: model["is_day"] = true
        case .checks(let options):
            let chosen = typed?.all(field.name) ?? []
            let boxes = options.enumerated().map { index, option -> [String: Any] in
                [
                    "box": "\(act)-\(field.name)-\(index)", "choice": option.value, "text": option.text,
                    "chosen": chosen.contains(option.value),
                ]
            }
            model["checks"] = ["options": boxes]
        case .select(let options):
            model["select"] = ["groups": [group("", options, value)]]
            model["neutral"] = isNeutral(field, options)
        case .groups(let groups):
            model["select"] = ["groups": groups.map { group($0.heading, $0.options, value) }]
            model["neutral"] = isNeutral(field, groups.flatMap(\.options))
        }
        return model
    }

    /// Whether "choose" stands before the options: the field proposes none of them, and none says "nothing" already.
    private func isNeutral(_ field: Field, _ options: [Field.Option]) -> Bool {
        field.value.isEmpty && !options.contains { $0.value.isEmpty }
    }

    private func group(_ heading: String, _ options: [Field.Option], _ value: String) -> [String: Any] {
        [
            "heading": heading.isEmpty ? false : heading as Any,
            "options": options.map {
                ["choice": $0.value, "text": $0.text, "chosen": $0.value == value] as [String: Any]
            },
        ]
    }
}
