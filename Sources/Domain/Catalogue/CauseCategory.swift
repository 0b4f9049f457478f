/// A kind of matter (事项类别): what may be reported, who handles it, and how long each step may take.
package struct CauseCategory: Hashable, Sendable {
    package var code: CategoryCode
    package var name: Wording
    /// What belongs here, in a neighbour's words.
    package var description: Wording
    /// The major class that the category is shown under.
    package var group: Wording
    package var keywords: [String]
    /// What must be true for a case to be established (立案条件), told to the duty chief.
    package var establishCondition: Wording
    /// Report → first real answer to the reporter.
    package var answerLimit: Limit
    /// Report → verified on the spot.
    package var verifyLimit: Limit
    /// Established → closed.
    package var solveLimit: Limit
    /// Check asked → checked.
    package var checkLimit: Limit
    /// The lead unit of the dispatch catalogue (派单目录).
    package var leadUnit: UnitCode
    /// A grid worker may solve it on the spot without a dispatch (自处理).
    package var isSelfHandlable: Bool
    package var attributes: [Attribute]
    /// Of the set for firms' problems: those come from their own page or through the staff, never from a report.
    package var isForFirms: Bool { code.rawValue.hasPrefix("firm-") }

    package init(
        code: CategoryCode,
        name: Wording,
        description: Wording,
        group: Wording,
        keywords: [String],
        establishCondition: Wording,
        answerLimit: Limit,
        verifyLimit: Limit,
        solveLimit: Limit,
        checkLimit: Limit,
        leadUnit: UnitCode,
        isSelfHandlable: Bool,
        attributes: [Attribute]
    ) {
        self.code = code
        self.name = name
        self.description = description
        self.group = group
        self.keywords = keywords
        self.establishCondition = establishCondition
        self.answerLimit = answerLimit
        self.verifyLimit = verifyLimit
        self.solveLimit = solveLimit
        self.checkLimit = checkLimit
        self.leadUnit = leadUnit
        self.isSelfHandlable = isSelfHandlable
        self.attributes = attributes
    }

    /// A question that a report of this category answers.
    package struct Attribute: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable, CaseIterable {
            case string, number, datetime, text
            case singleValueList = "singlevaluelist"
            case multiValueList = "multivaluelist"
        }

        /// One of the answers to choose from.
        package struct Choice: Hashable, Sendable {
            package var key: String
            package var name: Wording

            package init(key: String, name: Wording) {
                self.key = key
                self.name = name
            }
        }

        package var code: CategoryCode
        package var kind: Kind
        package var isRequired: Bool
        package var question: Wording
        /// What a good answer looks like.
        package var hint: Wording
        /// Empty unless ``kind`` is a list.
        package var choices: [Choice]

        package init(
            code: CategoryCode,
            kind: Kind,
            isRequired: Bool,
            question: Wording,
            hint: Wording,
            choices: [Choice]
        ) {
            self.code = code
            self.kind = kind
            self.isRequired = isRequired
            self.question = question
            self.hint = hint
            self.choices = choices
        }
    }
}

/// A text that people read, in both of the district's languages.
package struct Wording: Hashable, Sendable {
    package var chinese: String
    package var english: String

    package init(_ chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }

    package func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }
}

/// The languages that every text exists in.
package enum Language: String, Hashable, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"
}
