/// Documents, written byte by byte.
package enum TestPDF {
    /// A PDF of so many pages, each with a line of words.
    ///
    /// `catalogue`, `objects`: what stands in the catalogue beside the pages, and further objects, numbered from 900.
    package static func bytes(
        pages: Int = 1,
        saying words: String = "A letter",
        size: (width: Int, height: Int) = (595, 842),
        catalogue: String = "",
        objects: [String] = [],
        isLocked: Bool = false
    ) -> [UInt8] {
        let kids = (0..<pages).map { "\(10 + 2 * $0) 0 R" }.joined(separator: " ")
        var all: [(number: Int, text: String)] = [
            (1, "<< /Type /Catalog /Pages 2 0 R \(catalogue) >>"),
            (2, "<< /Type /Pages /Kids [\(kids)] /Count \(pages) >>"),
            (3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        ]
        for page in 0..<pages {
            let box = "[0 0 \(size.width) \(size.height)]"
            let content = "BT /F 24 Tf 60 700 Td (\(words), page \(page + 1)) Tj ET"
            all.append(
                (
                    10 + 2 * page,
                    "<< /Type /Page /Parent 2 0 R /MediaBox \(box) /Contents \(11 + 2 * page) 0 R "
                        + "/Resources << /Font << /F 3 0 R >> >> >>"
                )
            )
            all.append((11 + 2 * page, "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream"))
        }
        all += objects.enumerated().map { (900 + $0, $1) }
        var trailer = "/Root 1 0 R"
        if isLocked {
            // A password of which nobody has the hash: whoever has none of it gets nothing.
            let hash = String(repeating: "41", count: 32)
            all.append((990, "<< /Filter /Standard /V 1 /R 2 /O <\(hash)> /U <\(hash)> /P -4 >>"))
            trailer += " /Encrypt 990 0 R /ID [<01> <01>]"
        }
        var text = "%PDF-1.4\n"
        var table = "0 1\n0000000000 65535 f \n"
        for (number, object) in all {
            let offset = String(text.utf8.count)
            table += "\(number) 1\n\(String(repeating: "0", count: 10 - offset.count))\(offset) 00000 n \n"
            text += "\(number) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n\(table)trailer << /Size 1000 \(trailer) >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(text.utf8)
    }

    /// JavaScript that runs when it is opened, and a file in it.
    package static var active: [UInt8] {
        bytes(
            catalogue: "/OpenAction 900 0 R /Names << /EmbeddedFiles << /Names [(payload.exe) 901 0 R] >> >>",
            objects: [
                "<< /S /JavaScript /JS (app.alert\\('planted script'\\)) >>",
                "<< /Type /Filespec /F (payload.exe) /EF << /F 902 0 R >> >>",
                "<< /Type /EmbeddedFile /Length 15 >>\nstream\nplanted payload\nendstream",
            ]
        )
    }
}
