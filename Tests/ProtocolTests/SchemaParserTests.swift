import Foundation
import Testing

@testable import generate_protocol

/// The notation, its mistakes, and that what is committed follows from what is written.
struct SchemaParserTests {
    @Test func `the committed Swift follows from the schemas`() throws {
        let package = SchemaPackage(root: Messages.root)
        let outdated = try package.outdated(against: package.generated()).keys.sorted()
        #expect(outdated == [], "run `swift run generate-protocol`")
    }

    @Test func `an API is read with all its kinds of fields`() throws {
        let text = """
            // a note
            /// Does something.
            api Do 7 v1-5 flexible v4+ unstable v5

            request {
              struct Shared {
                id  uuid
              }
              /// Who asks.
              name    string?v3+   = null
              list    [Shared]?    v2+
              inner   Inner        v3-4 {
                values  [int32]    v4+
              }
              extra   Offset       v4+ = -1 @0
            }
            response {
            }
            """
        let schema = try SchemaParser.parse(text, path: "Do.schema")
        let all = VersionRange(first: 1, last: 5)
        let api = API(name: "Do", key: 7, versions: all, flexibleFrom: 4, unstableFrom: 5, documentation: ["Does something."])
        #expect(schema.apis == [api])
        let request = schema.messages[0]
        #expect(request.name == "DoRequest")
        #expect(request.structures.map(\.name) == ["Shared", "Inner"])
        #expect(request.structures[1].fields[0].versions == VersionRange(first: 4, last: 4))
        #expect(
            request.fields == [
                Field(
                    name: "name", type: .primitive(.string), versions: all, nullableFrom: 3, defaultValue: "null",
                    documentation: ["Who asks."]),
                Field(name: "list", type: .array(.structure("Shared")), versions: VersionRange(first: 2, last: 5), nullableFrom: 2),
                Field(name: "inner", type: .structure("Inner"), versions: VersionRange(first: 3, last: 4)),
                Field(
                    name: "extra", type: .primitive(.offset), versions: VersionRange(first: 4, last: 5), defaultValue: "-1", tag: 0),
            ])
        #expect(schema.messages[1].name == "DoResponse")
        #expect(schema.messages[1].fields == [])
    }

    @Test(arguments: [
        ("data X v0 {\n  a  int99\n}", "X.schema:2: unknown type int99"),
        ("data X v0 {\n  a  int32 v1+\n}", "X.schema:2: v1+ lies outside of its parent's versions"),
        ("data X v0 {\n  a  Y\n}", "X.schema:0: X: X.a: no struct Y"),
        ("data X v0 {\n  a  int32\n  a  int8\n}", "X.schema:0: X: X: two fields of one name"),
        ("data X v0 {\n  a  int32 @0\n}", "X.schema:0: X: X.a: a tag in an inflexible version"),
        ("data X v0 {\n  a  int32 = null\n}", "X.schema:0: X: X.a: null by default, but never null"),
        ("data X v0 {\n  a  int32", "X.schema:2: expected }"),
        ("data X v0+ {\n}", "X.schema:1: 'v0+' has no end"),
        ("api X 1 v0\nresponse {\n}", "X.schema:2: expected request {"),
        ("data X v0 {\n  struct Y {\n    more  [Y]\n  }\n  y  Y\n}", "X.schema:0: X: struct Y contains itself"),
    ])
    func `a mistake is named with its place`(text: String, problem: String) {
        let error = #expect(throws: SchemaError.self) { try SchemaParser.parse(text, path: "X.schema") }
        #expect(error?.description == problem)
    }
}
