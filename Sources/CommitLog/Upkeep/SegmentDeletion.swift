package import OttlaVocabulary

/// Files that left the log and wait to be unlinked: readers that were given regions of them may still be sending.
package struct SegmentDeletion: Sendable {
    package let paths: [String]
    /// When `file.delete.delay.ms` has passed.
    package var due: Timestamp = .none
    /// Keeps the descriptor for readers that have it.
    private let file: (any File)?
    private let fileSystem: any FileSystem

    init(paths: [String], file: (any File)?, fileSystem: any FileSystem) {
        self.paths = paths
        self.file = file
        self.fileSystem = fileSystem
    }

    /// Unlinks the files. Needs no lock; slow for large files, so it belongs on a file thread.
    package func run() throws(LogError) {
        for path in paths { try fileSystem.remove(path) }
    }
}
