/// A group whose members choose one leader and let it assign.
struct ClassicGroup: Sendable {
    func durableEntries(ofGroup id: String) -> [GroupEntry] { [] }
}
