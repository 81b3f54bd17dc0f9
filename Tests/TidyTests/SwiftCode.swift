/// A Swift file's lines with comments and string contents blanked out, so that words in them are not taken for code.
struct SwiftCode {
    /// Line by line: code only, and comments only.
    private(set) var lines: [String] = []
    private(set) var comments: [String] = []

    private enum Place: Equatable {
        case code
        case lineComment
        case blockComment(depth: Int)
        case string(quotes: Int, pounds: Int)
    }

    init(_ text: String) {
        let characters = Array(text.unicodeScalars)
        var place = Place.code
        var (code, comment) = (String.UnicodeScalarView(), String.UnicodeScalarView())
        var index = 0
        while index < characters.count {
            let character = characters[index]
            if character == "\n" {
                lines.append(String(code))
                comments.append(String(comment))
                (code, comment) = (.init(), .init())
                if place == .lineComment { place = .code }
                index += 1
                continue
            }
            // Nearly every character leads nowhere.
            let leads = character == "/" || character == "\"" || character == "#" || character == "*" || character == "\\"
            let (next, length) = leads ? Self.step(place, characters, index) : (place, 1)
            switch (place, next) {
            case (.code, .code): code.append(contentsOf: characters[index..<index + length])
            case (.code, .string), (.string, .code): code.append("\"")
            case (.code, _), (.lineComment, _), (.blockComment, _): comment.append(contentsOf: characters[index..<index + length])
            case (.string, _): break
            }
            place = next
            index += length
        }
        lines.append(String(code))
        comments.append(String(comment))
    }

    /// Where the characters at `index` lead, and how many of them belong together.
    private static func step(_ place: Place, _ characters: [UnicodeScalar], _ index: Int) -> (Place, Int) {
        func begins(_ text: String) -> Bool { characters[index...].starts(with: text.unicodeScalars) }
        switch place {
        case .lineComment: return (.lineComment, 1)
        case .blockComment(let depth):
            if begins("/*") { return (.blockComment(depth: depth + 1), 2) }
            if begins("*/") { return (depth == 1 ? .code : .blockComment(depth: depth - 1), 2) }
            return (place, 1)
        case .string(let quotes, let pounds):
            let end = String(repeating: "\"", count: quotes) + String(repeating: "#", count: pounds)
            if begins(end) { return (.code, end.count) }
            return (place, pounds == 0 && begins("\\") && index + 1 < characters.count && characters[index + 1] != "\n" ? 2 : 1)
        case .code:
            if begins("//") { return (.lineComment, 2) }
            if begins("/*") { return (.blockComment(depth: 1), 2) }
            return openedString(characters, index) ?? (.code, 1)
        }
    }

    private static func openedString(_ characters: [UnicodeScalar], _ index: Int) -> (Place, Int)? {
        let pounds = characters[index...].prefix { $0 == "#" }.count
        let quotes = characters[(index + pounds)...].prefix { $0 == "\"" }.count
        guard quotes > 0 else { return nil }
        let opening = quotes >= 3 ? 3 : 1
        return (.string(quotes: opening, pounds: pounds), pounds + opening)
    }
}

extension SwiftCode {
    /// A function with a body: its name, the line it begins on, and how many lines it has.
    struct Function {
        let name: String
        let line: Int
        let length: Int
    }

    /// The functions and initialisers, those inside others included.
    var functions: [Function] {
        lines.indices.compactMap { index in
            guard let match = lines[index].firstMatch(of: /\b(?:func\s+([^\s(<]+)|(init)[?!]?\s*[(<])/),
                !lines[index].contains(/[.=]\s*init\b/), let end = endOfBody(from: index)
            else { return nil }
            return Function(name: String(match.1 ?? match.2 ?? ""), line: index + 1, length: end - index + 1)
        }
    }

    /// The line of the brace that closes the body which begins after `start`; `nil` for a requirement without a body.
    private func endOfBody(from start: Int) -> Int? {
        var (braces, parentheses) = (0, 0)
        for index in start..<lines.count {
            if index > start, braces == 0, parentheses == 0, !continuesDeclaration(index) { return nil }
            for character in lines[index] {
                switch character {
                case "(": parentheses += 1
                case ")": parentheses -= 1
                case "{": if parentheses == 0 || braces > 0 { braces += 1 }
                case "}":
                    if braces == 0 { continue }
                    braces -= 1
                    if braces == 0 { return index }
                default: break
                }
            }
        }
        return nil
    }

    private func continuesDeclaration(_ index: Int) -> Bool {
        lines[index].contains(/^\s*(\{|->|where\b|throws\b|async\b|$)/)
    }
}
