import OttlaVocabulary

/// Where a group's offsets shall go.
enum ResetTarget: Equatable {
    case earliest
    case latest
    /// Where they are, or as near as the log still is.
    case current
    case offset(Offset)
    case time(Timestamp)
    case shift(Int64)
    /// Each partition to its own.
    case file([TopicPartition: Offset])

    /// Reads `2026-01-31T18:30:00Z` or milliseconds, with or without the `@` that `consume` wants.
    static func time(_ text: String) -> Timestamp? {
        let text = text.hasPrefix("@") ? text.dropFirst() : text[...]
        guard let milliseconds = Int64(text) ?? TimeText.milliseconds(text), milliseconds >= 0 else { return nil }
        return Timestamp(milliseconds: milliseconds)
    }
}
