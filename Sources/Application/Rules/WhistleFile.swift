package import Domain

/// The times of the whistle as a CSV file: a line for each ground.
///
/// Columns: `ground`, `answer`, `arrive`, `act`, `decide`, `rate`; limits as `30min`, `0wd`, `1wd`. An empty `act` is the case's
/// own due time.
package enum WhistleFile {
    private static let columns = ["ground", "answer", "arrive", "act", "decide", "rate"]

    package static func text(of times: WhistleTimes) -> String {
        let lines = WhistleGround.allCases.map { ground in
            let steps = times[ground]
            return [
                ground.rawValue, steps.answer.description, steps.arrive.description, steps.act?.description ?? "",
                steps.decide.description, steps.rate.description,
            ].joined(separator: ",")
        }
        return ([columns.joined(separator: ",")] + lines).map { $0 + "\r\n" }.joined()
    }

    /// - Throws: ``ImportFault`` for a text without the columns, or with lines that have others; ``Malformed`` for a ground or
    ///   limit that is none; ``Refusal/repeatedCode(_:)``.
    package static func times(in text: String) throws -> WhistleTimes {
        let reader = RecordReader(text: text)
        guard case .success(let header)? = reader.next()?.fields else { throw ImportFault.noHeader }
        guard header == columns else { throw ImportFault.unknownColumns }
        var steps: [WhistleGround: WhistleTimes.Steps] = [:]
        while let record = reader.next() {
            let fields = try record.fields.get()
            guard fields.count == columns.count else { throw ImportFault.columns }
            guard let ground = WhistleGround(rawValue: fields[0]) else {
                throw Malformed("whistle_ground", expected: "beyond_street, joint_enforcement or emergency")
            }
            guard steps[ground] == nil else { throw Refusal.repeatedCode(ground.rawValue) }
            steps[ground] = try self.steps { fields[$0 + 1] }
        }
        return WhistleTimes(steps)
    }

    /// The times of a ground from its five fields, in the order of the columns.
    ///
    /// - Throws: ``Malformed``.
    package static func steps(_ field: (Int) -> String) throws(Malformed) -> WhistleTimes.Steps {
        WhistleTimes.Steps(
            answer: try Limit(parsing: field(0)),
            arrive: try Limit(parsing: field(1)),
            act: field(2).isEmpty ? nil : try Limit(parsing: field(2)),
            decide: try Limit(parsing: field(3)),
            rate: try Limit(parsing: field(4))
        )
    }
}
