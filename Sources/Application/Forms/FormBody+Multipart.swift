import Foundation

extension FormBody {
    /// Reads multipart/form-data (RFC 7578).
    ///
    /// - Throws: ``FormError``.
    package static func parse(
        multipart bytes: [UInt8],
        boundary: [UInt8],
        limits: FormLimits
    ) throws(FormError) -> FormBody {
        let delimiter = Data([45, 45] + boundary)
        let body = Data(bytes)
        var form = FormBody()
        guard var position = body.range(of: delimiter)?.upperBound else { throw .boundary }
        while true {
            // "--" after the delimiter ends the form; a line break begins the next part.
            let rest = body[position...]
            if rest.starts(with: [45, 45]) { return form }
            guard let line = rest.range(of: Data([13, 10])), line.lowerBound - position <= 8 else { throw .truncated }
            guard let head = body[line.upperBound...].range(of: Data([13, 10, 13, 10])),
                head.lowerBound - line.upperBound <= 16_384,
                let next = body[head.upperBound...].range(of: Data([13, 10]) + delimiter)
            else {
                // A part without headers is no form field; one without an end was cut off.
                throw .truncated
            }
            try form.take(
                head: body[line.upperBound..<head.lowerBound],
                content: body[head.upperBound..<next.lowerBound],
                limits
            )
            position = next.upperBound
        }
    }

    private mutating func take(head: Data, content: Data, _ limits: FormLimits) throws(FormError) {
        guard let headers = String(validating: head, as: UTF8.self) else { throw .encoding }
        var disposition = ""
        var contentType = "text/plain"
        for line in headers.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = parts[1].trimmingCharacters(in: .whitespaces)
            switch parts[0].lowercased() {
            case "content-disposition": disposition = value
            case "content-type": contentType = value
            default: break
            }
        }
        guard let name = Self.parameter("name", of: disposition) else { return }
        if let filename = Self.parameter("filename", of: disposition) {
            // A file field that was left empty sends a part with no name and no bytes.
            guard !content.isEmpty else { return }
            guard files.count < limits.files else { throw .tooManyFiles }
            files.append(File(name: name, filename: filename, contentType: contentType, bytes: [UInt8](content)))
        } else {
            guard fields.count < limits.fields else { throw .tooManyFields }
            guard content.count <= limits.fieldBytes else { throw .fieldTooLong }
            guard !content.contains(0) else { throw .control }
            guard let text = String(validating: content, as: UTF8.self) else { throw .encoding }
            fields.append((name, text))
        }
    }

    /// `name="value"` of a Content-Disposition; browsers escape quotes as %22.
    private static func parameter(_ name: String, of disposition: String) -> String? {
        for part in disposition.split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, halves[0].trimmingCharacters(in: .whitespaces).lowercased() == name else {
                continue
            }
            let value = halves[1].trimmingCharacters(in: .whitespaces)
            let bare =
                value.hasPrefix("\"") && value.hasSuffix("\"") && value.count >= 2
                ? String(value.dropFirst().dropLast()) : value
            return bare.replacing("%22", with: "\"")
        }
        return nil
    }
}
