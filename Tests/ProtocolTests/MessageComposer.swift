import OttlaStateMachines

@testable import generate_protocol

/// Composes valid bytes of a message straight from its schema, without the generated code that is to be tested.
///
/// The bytes are canonical (tagged fields in order, none at its default), so that decoding and encoding must give them back.
struct MessageComposer {
    let message: Message
    let version: Int
    /// Whether to put a tagged field that nobody knows into every tag section.
    let addsUnknownTags: Bool
    private var generator: SeededGenerator
    /// Elements that may still be made, so that arrays of arrays stay small.
    private var budget = 2_000

    private init(message: Message, version: Int, seed: UInt64, addsUnknownTags: Bool) {
        self.message = message
        self.version = version
        self.addsUnknownTags = addsUnknownTags
        generator = SeededGenerator(seed: seed)
    }

    /// Two calls with one seed give the same values, with and without unknown tags.
    static func compose(_ message: Message, version: Int, seed: UInt64, addsUnknownTags: Bool = false) -> [UInt8] {
        var composer = MessageComposer(message: message, version: version, seed: seed, addsUnknownTags: addsUnknownTags)
        return composer.structure(message.fields, defaults: false)
    }

    private var isFlexible: Bool { message.isFlexible(version) }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    // MARK: - Structs

    /// `defaults` gives every field its default instead of a random value.
    private mutating func structure(_ fields: [Field], defaults: Bool) -> [UInt8] {
        let present = fields.filter { $0.versions.contains(version) }
        var bytes: [UInt8] = []
        for field in present where field.tag == nil {
            bytes += value(of: field, flexible: isFlexible && !field.isInflexible, defaults: defaults)
        }
        if isFlexible { bytes += tagSection(present.filter { $0.tag != nil }, defaults: defaults) }
        return bytes
    }

    private mutating func tagSection(_ fields: [Field], defaults: Bool) -> [UInt8] {
        var sections: [(tag: Int, data: [UInt8])] = []
        if !defaults {
            for field in fields.sorted(by: { $0.tag! < $1.tag! }) where generator.oneIn(2) {
                let data = value(of: field, flexible: true, defaults: false)
                if data != value(of: field, flexible: true, defaults: true) { sections.append((field.tag!, data)) }
            }
        }
        if addsUnknownTags { sections.append((1_000, Array(repeating: 0xAB, count: 200))) }
        return Self.varInt(sections.count) + sections.flatMap { Self.varInt($0.tag) + Self.varInt($0.data.count) + $0.data }
    }

    // MARK: - Fields

    private mutating func value(of field: Field, flexible: Bool, defaults: Bool) -> [UInt8] {
        let mayBeNull = field.nullableFrom.map { version >= $0 } ?? false
        let isNull = defaults ? field.defaultValue == "null" && mayBeNull : mayBeNull && generator.oneIn(4)
        if isNull { return Self.null(field.type, flexible) }
        switch field.type {
        case .primitive(let type):
            return defaults ? Self.zero(type, field.defaultValue, flexible) : random(type, flexible)
        case .structure(let name):
            let fields = message.structure(name)!.fields
            return (mayBeNull ? [1] : []) + structure(fields, defaults: defaults)
        case .array(let element):
            let count = defaults ? 0 : arrayCount()
            var bytes = Self.length(count, flexible)
            for _ in 0..<count {
                switch element {
                case .primitive(let type): bytes += random(type, flexible)
                case .structure(let name): bytes += structure(message.structure(name)!.fields, defaults: false)
                case .array: preconditionFailure("no array of arrays")
                }
            }
            return bytes
        }
    }

    private mutating func arrayCount() -> Int {
        let count = min(generator.oneIn(20) ? number(100...300) : number(0...4), budget)
        budget -= count
        return count
    }

    private mutating func random(_ type: Primitive, _ flexible: Bool) -> [UInt8] {
        switch type {
        case .bool: return [UInt8(number(0...1))]
        case .string:
            let text = string()
            return (flexible ? Self.varInt(text.count + 1) : Self.big(Int64(text.count), 2)) + text
        case .bytes, .records:
            let count = generator.oneIn(20) ? number(1_000...5_000) : number(0...30)
            return Self.length(count, flexible) + (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        default:
            // The edges of a type more often than chance would have them.
            let edge = generator.oneIn(4) ? [0, 1, -1, .max, .min].randomElement(using: &generator)! : nil
            let value = Int64(truncatingIfNeeded: edge ?? Int(truncatingIfNeeded: generator.next()))
            return Self.big(value, type.size) + (type == .uuid ? Self.big(Int64(bitPattern: generator.next()), 8) : [])
        }
    }

    private mutating func string() -> [UInt8] {
        let count = generator.oneIn(200) ? 8_000 : generator.oneIn(20) ? number(100...300) : number(0...20)
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for _ in 0..<count { text += Self.letters[Int(truncatingIfNeeded: generator.next() % UInt64(Self.letters.count))] }
        return text
    }

    private static let letters: [[UInt8]] = ["a", "Z", "0", "-", ".", "é", "€", "𐍈", "\u{0}"].map { Array($0.utf8) }

    // MARK: - Encodings

    private static func null(_ type: FieldType, _ flexible: Bool) -> [UInt8] {
        switch type {
        case .structure: [0xFF]
        case .primitive(.string): flexible ? [0] : [0xFF, 0xFF]
        default: flexible ? [0] : [0xFF, 0xFF, 0xFF, 0xFF]
        }
    }

    private static func zero(_ type: Primitive, _ value: String?, _ flexible: Bool) -> [UInt8] {
        switch type {
        case .string: flexible ? [1] : [0, 0]
        case .bytes: length(0, flexible)
        case .records: null(.primitive(.records), flexible)
        case .bool: [value == "true" ? 1 : 0]
        case .uuid: big(0, 16)
        default: big(value.flatMap { Int64($0) } ?? 0, type.size)
        }
    }

    static func length(_ count: Int, _ flexible: Bool) -> [UInt8] { flexible ? varInt(count + 1) : big(Int64(count), 4) }

    static func big(_ value: Int64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: $0 < 8 ? value >> (8 * $0) : 0) }
    }

    static func varInt(_ value: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F | 0x80))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

extension Primitive {
    fileprivate var size: Int {
        switch self {
        case .bool, .int8: 1
        case .int16, .uint16, .errorCode: 2
        case .int32, .uint32: 4
        default: 8
        }
    }
}
