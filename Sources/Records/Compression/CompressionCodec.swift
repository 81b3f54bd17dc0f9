/// How a batch's records are compressed: bits 0 to 2 of its attributes.
package enum CompressionCodec: UInt8, Sendable, CaseIterable {
    case none = 0
    case gzip = 1
    case snappy = 2
    case lz4 = 3
    case zstd = 4

    /// The name in configurations and on the command line.
    package var name: String {
        switch self {
        case .none: "none"
        case .gzip: "gzip"
        case .snappy: "snappy"
        case .lz4: "lz4"
        case .zstd: "zstd"
        }
    }

    /// The codec of that name.
    package init?(name: String) {
        guard let codec = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = codec
    }

    /// The levels that can be asked for; `nil` where there is nothing to choose.
    package var levels: ClosedRange<Int32>? {
        switch self {
        case .none, .snappy: nil
        case .gzip: -1...9
        case .lz4: 1...17
        case .zstd: -131_072...22
        }
    }
}

extension CompressionCodec: CustomStringConvertible {
    package var description: String { name }
}
