import Testing

/// What has to be listed, generated or written down together with the code it belongs to.
struct CompletenessTests {
    @Test func `every handler is in the list`() {
        let handlers = ProjectTree.files(in: "Sources/BrokerServer/Handlers").filter {
            $0.name.hasSuffix("Handler.swift") && $0.name != "RequestHandler.swift"
        }
        guard !handlers.isEmpty else { return }
        let list = ProjectTree.files(in: "Sources/BrokerServer/Handlers").first { $0.name == "AllHandlers.swift" }
        let words = Set((list?.code.lines ?? []).joined(separator: " ").split { !$0.isLetter && !$0.isNumber }.map(String.init))
        for handler in handlers where !words.contains(handler.stem) {
            refuse(handler.path, nil, "\(handler.stem) is not in AllHandlers.swift: add its line, or ApiVersions will not know it")
        }
    }

    @Test func `every schema has its Swift`() {
        let schemas = ProjectTree.files(in: "Schemas/Messages", endings: [".schema"])
        #expect(!schemas.isEmpty)
        for schema in schemas {
            guard let separator = schema.stem.firstIndex(of: "-") else {
                refuse(schema.path, nil, "a schema is called NNN-Name.schema")
                continue
            }
            let generated = "Sources/Protocol/Generated/\(schema.stem[schema.stem.index(after: separator)...]).swift"
            if !ProjectTree.exists(generated) { refuse(schema.path, nil, "\(generated) is missing: run `make generate`") }
        }
    }

    @Test func `every generated file says where it comes from`() {
        for file in ProjectTree.files(in: "Sources/Protocol/Generated") where !(file.lines.first ?? "").contains("enerated") {
            refuse(file.path, 1, "does not say that it is generated, and from what")
        }
    }

    @Test func `every room has its tests, and every document is there`() {
        for document in [
            "README.md", "CONVENTIONS.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "docs/ARCHITECTURE.md",
        ]
        where !ProjectTree.exists(document) {
            refuse(document, nil, "is missing")
        }
        for room in RoomTests.pureRooms.union(["CommitLog", "Network"]).subtracting(["StateMachines"]) {
            if !ProjectTree.exists("Tests/\(room)Tests") { refuse("Tests/\(room)Tests", nil, "is missing: every room has its tests") }
        }
    }

    @Test func `the changelog has a section for what comes next`() {
        let text = ProjectTree.file("CHANGELOG.md")?.text ?? ""
        #expect(text.contains("## 0.1") || text.contains("## Unreleased"), "CHANGELOG.md: begin a section for the next version")
        for heading in ["Safety and performance", "Features", "Fixes", "Internals"] where !text.contains("### \(heading)") {
            refuse("CHANGELOG.md", nil, "the heading \(heading) is missing")
        }
    }

    @Test func `the map names every room`() {
        let map = ProjectTree.file("docs/ARCHITECTURE.md")?.text ?? ""
        let rooms = Set(ProjectTree.sources.map(\.room))
        for room in rooms where !map.contains("`\(room)`") {
            refuse("docs/ARCHITECTURE.md", nil, "the room \(room) is not on the map: say what it knows and what it may use")
        }
    }

    @Test func `files named in the map are there`() {
        guard let map = ProjectTree.file("docs/ARCHITECTURE.md") else { return }
        let names = Set(ProjectTree.sources.map(\.name) + ["Package.swift"])
        for (index, line) in map.lines.enumerated() {
            for match in line.matches(of: /`([A-Za-z+]+\.swift)`/) where !names.contains(String(match.1)) {
                refuse(map.path, index + 1, "\(match.1) does not exist: the map follows the code")
            }
        }
    }

    @Test func `nothing points outside the project`() {
        // Put together here, so that this file does not refuse itself.
        let outside = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", ".libr" + "ary/", "/opt/" + "swift"]
        let folders = ["Sources", "Tests", "Schemas", "docs", "scripts", "Fuzz", "Benchmarks", ".ci"]
        let endings = [".swift", ".py", ".java", ".schema", ".md", ".c", ".h", ".sh", "packages", "run", ".txt", ".ini"]
        let files = folders.flatMap { ProjectTree.files(in: $0, endings: endings) }
        let top = ["Makefile", "Package.swift", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "CONVENTIONS.md"]
        for file in files + top.compactMap(ProjectTree.file) {
            for (index, line) in file.lines.enumerated() {
                for place in outside where line.contains(place) {
                    refuse(file.path, index + 1, "\(place) is a place outside the project: use a path from its root, or a temporary folder")
                }
            }
        }
    }
}
