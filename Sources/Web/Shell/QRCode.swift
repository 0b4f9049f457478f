import CQREncode

/// A QR code as SVG: one path of unit squares with the quiet zone of four that the standard asks for.
enum QRCode {
    /// Nil when the text does not fit into any code.
    static func svg(_ text: String, label: String) -> String? {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        var path = ""
        for row in 0..<width {
            // The lowest bit says black.
            for column in 0..<width where modules[row * width + column] & 1 == 1 {
                path += "M\(column + 4) \(row + 4)h1v1h-1z"
            }
        }
        let side = width + 8
        return
            "<svg viewBox=\"0 0 \(side) \(side)\" role=\"img\" aria-label=\"\(label)\"><path d=\"\(path)\" fill=\"#000\"/></svg>"
    }
}
