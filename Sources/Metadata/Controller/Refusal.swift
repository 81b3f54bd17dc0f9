package import OttlaVocabulary

/// Why the controller does not do what was asked: what goes into an answer, code and sentence.
package struct Refusal: Error, Equatable, Sendable {
    package var code: ErrorCode
    package var message: String

    package init(_ code: ErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }
}
