/// Reads a page's tags strictly, and keeps what a test may ask of them.
struct TagReader {
    /// The first fault found; `nil` for a well-formed page.
    private(set) var fault: String?
    /// The names of elements, in order of their opening.
    private(set) var names: [String] = []
    /// Values of `id` attributes, in order.
    private(set) var ids: [String] = []
    /// The text outside tags and style sheets, entities as they are.
    private(set) var text = ""
    private var open: [String] = []

    /// Reads a page after its document type.
    init(_ page: String) {
        let doctype = "<!DOCTYPE html>\n"
        guard page.hasPrefix(doctype) else {
            fault = "no document type"
            return
        }
        var rest = page.dropFirst(doctype.count)[...]
        while fault == nil, let start = rest.firstIndex(of: "<") {
            if open.last != "style" { text += rest[..<start] + " " }
            guard let end = rest[start...].firstIndex(of: ">") else {
                fault = "a tag without end"
                return
            }
            read(rest[rest.index(after: start)..<end])
            rest = rest[rest.index(after: end)...]
        }
        if fault == nil, !open.isEmpty { fault = "\(open) left open" }
        if fault == nil, rest != "\n" { fault = "something after the document" }
    }

    private mutating func read(_ tag: Substring) {
        if tag.hasPrefix("/") {
            let name = String(tag.dropFirst())
            if open.popLast() != name { fault = "</\(name)> closes another element" }
            return
        }
        let isClosed = tag.hasSuffix("/")
        let body = isClosed ? tag.dropLast() : tag
        let name = String(body.prefix { $0 != " " })
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            fault = "no element: <\(tag)>"
            return
        }
        names.append(name)
        if !isClosed { open.append(name) }
        readAttributes(body.dropFirst(name.count))
    }

    private mutating func readAttributes(_ attributes: Substring) {
        var rest = attributes
        while !rest.isEmpty {
            let parts = rest.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].hasPrefix(" "), parts[0].hasSuffix("=") else {
                fault = "no attribute: \(rest)"
                return
            }
            let name = parts[0].dropFirst().dropLast()
            if name == "id" { ids.append(String(parts[1])) }
            if name.hasPrefix("on") { fault = "an event handler: \(name)" }
            rest = parts[2]
        }
    }
}
