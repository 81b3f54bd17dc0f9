import OttlaMetadata
import OttlaVocabulary

/// The topics that a request names, whatever its API: read off its fields by their names, so that no API needs code for
/// it. Slow, and for interceptors only.
struct NamedTopics {
    private(set) var names: [String] = []
    private(set) var ids: [UUID] = []

    init() {}

    init(in request: Any) { collect(Mirror(reflecting: request), of: nil) }

    /// All names, those of ids as the image has them.
    func names(in image: MetadataImage) -> [String] {
        var seen: Set<String> = []
        return (names + ids.compactMap { image.topic(id: $0)?.name }).filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// - Parameter container: the name of the field that the mirrored value lies in.
    private mutating func collect(_ mirror: Mirror, of container: String?) {
        for child in mirror.children {
            // Elements of arrays and the insides of optionals have no names of their own.
            let label = child.label.flatMap { $0 == "some" ? nil : $0 } ?? container
            switch child.value {
            case let name as String:
                let isName = Self.saysTopic(label) || label == "name" && Self.saysTopic(container)
                if isName { names.append(name) }
            case let id as UUID: if Self.saysTopic(label), id != .zero { ids.append(id) }
            default:
                let inside = Mirror(reflecting: child.value)
                // Bytes and numbers hold no topics, and records may be many.
                if inside.displayStyle != nil, !(child.value is [UInt8]) { collect(inside, of: label) }
            }
        }
    }

    private static func saysTopic(_ label: String?) -> Bool { label?.lowercased().contains("topic") ?? false }
}
