import Testing

/// The tidy tests stand on telling code from words: that has to be right first.
struct SwiftCodeTests {
    @Test func `comments and strings are not code`() {
        let code = SwiftCode(
            """
            let a = "await // no comment" // await
            /* await
               await */ let b = #"quote " await"#
            let c = "escaped \\" await"
            """)
        #expect(!code.lines.joined().contains("await"))
        #expect(code.lines[0].contains("let a = \"\""))
        #expect(code.comments[0] == "// await")
        #expect(code.lines[2].contains("let b"))
        #expect(code.lines[3].contains("let c"))
    }

    @Test func `a text of several lines is a string to its end`() {
        let code = SwiftCode("let text = \"\"\"\n    a \" and await\n    \"\"\"\nlet next = 1")
        #expect(code.lines == ["let text = \"", "", "\"", "let next = 1"])
    }

    @Test func `functions are measured from their declaration to their brace`() {
        let code = SwiftCode(
            """
            protocol P {
                func required(_ a: Int)
                init(b: Int)
            }
            func short() { work { 1 } }
            func long(
                _ a: Int
            ) -> Int {
                if a > 0 { return 1 }
                return 2
            }
            """)
        #expect(code.functions.map(\.name) == ["short", "long"])
        #expect(code.functions.map(\.length) == [1, 6])
    }

    @Test func `words of a name`() {
        #expect(WordingTests.words(of: "LogHelpers") == ["Log", "Helpers"])
        #expect(WordingTests.words(of: "log_utils") == ["Log", "Utils"])
        #expect(WordingTests.words(of: "Controller+Topics") == ["Controller", "Topics"])
    }
}
