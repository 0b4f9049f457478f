import Application
import ArgumentParser
import Claims
import Domain
import Foundation

struct CheckCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case json
        case html
    }

    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the numbers of a draft: against each other, and against figures that somebody answers for.",
        discussion: """
            Works without a server. Exit status 0 when nothing is known to be wrong, 1 otherwise; docs/claim-check.md tells \
            what is looked for and how a file of figures is written.
            """
    )

    @Argument(help: "A text file in UTF-8.")
    var file: String?
    @Option(help: "Measure instead: a folder of texts whose numbers are marked by hand.")
    var measure: String?
    @Option(help: "A file of figures.")
    var figures: String?
    @Option(help: "A file that remembers which figure is meant; it is asked for at the terminal, and written.")
    var answers: String?
    @Option(help: "The year of dates that name none.")
    var year: Int?
    @Option(help: "How the result is printed.")
    var format = Format.text

    func validate() throws {
        guard (file == nil) != (measure == nil) else { throw ValidationError(telling: "check.file_or_measure") }
    }

    func run() throws {
        if let measure { return try MeasureReport(folder: measure).put() }
        guard let file else { return }
        let text = try InputFile.text(file)
        guard text.count <= Draft.limit else {
            throw Hindrance("check.too_long", ["path": file, "limit": "\(Draft.limit)"])
        }
        let known = try figures.map(FigureFile.read) ?? []
        var remembered = try AnswerFile.read(answers)
        let draft = Draft(text, year: year)
        var check = ClaimCheck(draft, against: known, answers: remembered)
        if let answers, isatty(STDIN_FILENO) == 1 {
            let given = ask(about: check)
            if !given.isEmpty {
                remembered.merge(given) { _, new in new }
                try AnswerFile.write(remembered, to: answers)
                check = ClaimCheck(draft, against: known, answers: remembered)
            }
        }
        let report = CheckReport(check, catalogues: Console.catalogues, in: Console.language)
        switch format {
        case .text: Console.put(report.text)
        case .json: Console.put(try report.json())
        case .html: Console.put(report.html(in: Console.language, title: Console.text("claim.title")))
        }
        if !check.holds { throw ExitCode(1) }
    }

    /// Asks once for each claim that several figures may be meant by.
    private func ask(about check: ClaimCheck) -> [String: String] {
        var given: [String: String] = [:]
        for judged in check.judged {
            guard case .unsure(let figures) = judged.verdict, given[judged.question] == nil else { continue }
            Console.complain("check.which", ["claim": judged.claim.before + judged.claim.text + judged.claim.after])
            for (index, figure) in figures.enumerated() {
                Console.putError("  \(index + 1)  \(figure.name) (\(figure.code))")
            }
            Console.complain("check.none_of_them")
            guard let line = readLine(), let number = Int(line.trimmingCharacters(in: .whitespaces)) else { continue }
            if number == 0 { given[judged.question] = "" }
            if figures.indices.contains(number - 1) { given[judged.question] = figures[number - 1].code }
        }
        return given
    }
}

/// Figures as a file holds them: `docs/claim-check.md` shows one.
enum FigureFile {
    private struct Contents: Decodable {
        let figures: [Line]
    }

    fileprivate struct Line: Decodable {
        let code: String
        let name: String
        let unit: String
        let value: String
        let words: [String]
        let from: String?
        let until: String?
        let growth: String?
        let position: Int64?
        let source: String?
        let link: String?
    }

    /// - Throws: ``Hindrance`` that names the file and the figure that cannot be read.
    static func read(_ path: String) throws -> [KnownFigure] {
        let contents: Contents
        do { contents = try JSONDecoder().decode(Contents.self, from: InputFile.read(path)) } catch is DecodingError {
            throw Hindrance("check.no_figures", ["path": path])
        }
        var seen: Set<[String?]> = []
        return try contents.figures.map { line in
            guard let value = Rational(parsing: line.value), !line.words.isEmpty,
                seen.insert([line.code, line.from, line.until]).inserted,
                let origin = line.position.map(KnownFigure.Origin.log) ?? line.source.map(KnownFigure.Origin.imported)
            else { throw Hindrance("check.no_figure", ["path": path, "code": line.code]) }
            return KnownFigure(
                code: line.code,
                name: line.name,
                unit: line.unit,
                value: value,
                words: line.words,
                window: try window(of: line, in: path),
                growth: line.growth.flatMap { Rational(parsing: $0) },
                origin: origin,
                link: line.link
            )
        }
    }
}

extension FigureFile {
    /// The days from the first to before the last; nil where the file names none.
    private static func window(of line: Line, in path: String) throws -> FigureWindow? {
        guard line.from != nil || line.until != nil else { return nil }
        guard let from = line.from.flatMap({ try? Day(parsing: $0) }),
            let until = line.until.flatMap({ try? Day(parsing: $0) }),
            let window = try? FigureWindow(from: from, until: until)
        else { throw Hindrance("check.no_figure", ["path": path, "code": line.code]) }
        return window
    }
}

/// Which figure is meant by which words.
enum AnswerFile {
    /// - Throws: ``Hindrance`` for a file that holds something else; one that is not there yet remembers nothing.
    static func read(_ path: String?) throws -> [String: String] {
        guard let path, FileManager.default.fileExists(atPath: path) else { return [:] }
        do { return try JSONDecoder().decode([String: String].self, from: InputFile.read(path)) } catch is DecodingError
        {
            throw Hindrance("check.no_answers", ["path": path])
        }
    }

    static func write(_ answers: [String: String], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do { try encoder.encode(answers).write(to: URL(filePath: path), options: .atomic) } catch {
            throw Hindrance("cli.unwritable", ["path": path])
        }
    }
}
