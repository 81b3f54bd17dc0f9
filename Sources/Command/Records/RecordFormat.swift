/// How `consume` writes a record as text: pieces that are copied, and pieces that are filled in.
struct RecordFormat: Equatable {
    enum Piece: Equatable {
        case literal([UInt8])
        case key
        case value
        case offset
        case partition
        case topic
        case timestamp
        case headers
        case keySize
        case valueSize
    }

    var pieces: [Piece]

    static let help = "%k key, %v or %s value, %o offset, %p partition, %t topic, %T timestamp, %h headers, %K and %S sizes, %% and \\n \\t"

    /// A value a line, or key, separator and value.
    static func text(keySeparator: [UInt8]?) -> RecordFormat {
        let newline = Piece.literal([0x0A])
        return RecordFormat(pieces: keySeparator.map { [.key, .literal($0), .value, newline] } ?? [.value, newline])
    }

    init(pieces: [Piece]) { self.pieces = pieces }

    /// `nil` if there is a `%` or a backslash that means nothing.
    init?(_ text: String) {
        pieces = []
        let bytes = Array(text.utf8)
        var literal: [UInt8] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"):
                guard let byte = Escapes.read(bytes, &index) else { return nil }
                literal.append(byte)
            case UInt8(ascii: "%") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "%"):
                literal.append(UInt8(ascii: "%"))
                index += 2
            case UInt8(ascii: "%"):
                guard index + 1 < bytes.count, let piece = Self.piece(bytes[index + 1]) else { return nil }
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = []
                pieces.append(piece)
                index += 2
            default:
                literal.append(bytes[index])
                index += 1
            }
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
    }

    private static func piece(_ letter: UInt8) -> Piece? {
        switch letter {
        case UInt8(ascii: "k"): .key
        case UInt8(ascii: "v"), UInt8(ascii: "s"): .value
        case UInt8(ascii: "o"): .offset
        case UInt8(ascii: "p"): .partition
        case UInt8(ascii: "t"): .topic
        case UInt8(ascii: "T"): .timestamp
        case UInt8(ascii: "h"): .headers
        case UInt8(ascii: "K"): .keySize
        case UInt8(ascii: "S"): .valueSize
        default: nil
        }
    }
}
