import Application
import Domain

/// A form that was not taken: what it held, so that nothing typed is lost, and why.
struct RefusedAction {
    let form: FormBody
    /// Nil when somebody else was quicker.
    let refusal: Refusal?

    func words(_ catalogues: Catalogues, _ language: Language) -> String {
        refusal.map { catalogues.words(for: $0, in: language) } ?? catalogues.text("fault.conflict", in: language)
    }

    /// The field of the form that is to be mended, of those that it has; nil when it is the form as a whole.
    func field(among names: [String]) -> String? {
        let candidates: [String] =
            switch refusal {
            case .missing(let field), .tooLong(let field, _): Self.names(of: field)
            case .ratingOutOfRange: ["stars"]
            case .unknown(.category): ["category"]
            case .unknown(.grid), .placeOutside, .notPlaced: ["grid"]
            case .unknown(.handlingUnit): ["unit"]
            case .assistanceOutstanding: ["exception"]
            default: []
            }
        return candidates.first(where: names.contains)
    }

    private static func names(of field: Refusal.Field) -> [String] {
        switch field {
        case .feedback: ["text", "result"]
        case .ground: ["ground", "void_ground", "comment", "listed_ground"]
        case .unit: ["unit", "units"]
        case .grade: ["grade", "rating"]
        case .place: ["grid"]
        case .reason: ["reason", "departure"]
        default: [field.rawValue]
        }
    }
}
