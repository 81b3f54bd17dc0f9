/// How records are fetched.
package struct ConsumerConfiguration: Sendable {
    package var isolation = IsolationLevel.readUncommitted
    /// How long a broker may hold a fetch back when it has nothing new.
    package var maxWaitMilliseconds: Int32 = 500
    package var minBytes: Int32 = 1
    /// Bytes of one answer, and of one partition in it.
    package var maxBytes: Int32 = 8 << 20
    package var partitionMaxBytes: Int32 = 4 << 20
    /// What compressed records of one batch may unfold to.
    package var decompressionLimit = 256 << 20

    package init() {}
}
