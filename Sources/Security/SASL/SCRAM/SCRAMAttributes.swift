/// A message of SCRAM taken apart: `r=…,s=…,i=…`, read from the front, in the order that RFC 5802 gives.
struct SCRAMAttributes {
    /// What the message is called in errors.
    private let message: String
    private var rest: ArraySlice<ArraySlice<UInt8>>

    init(_ bytes: some Collection<UInt8>, _ message: String) {
        self.message = message
        rest = Array(bytes).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)[...]
    }

    /// The value of the next attribute, which must be this one.
    mutating func take(_ name: Character) throws(SASLError) -> ArraySlice<UInt8> {
        guard let value = takeIfNext(name) else { throw malformed("attribute \(name) is missing") }
        return value
    }

    /// The value of the next attribute if it is this one.
    mutating func takeIfNext(_ name: Character) -> ArraySlice<UInt8>? {
        guard let first = rest.first, first.starts(with: String(name).utf8), first.dropFirst().first == UInt8(ascii: "=") else {
            return nil
        }
        rest.removeFirst()
        return first.dropFirst(2)
    }

    /// The attributes after those that were taken, as texts. RFC 5802: unknown ones are ignored.
    var extensions: [String] { rest.map { String(decoding: $0, as: UTF8.self) } }

    mutating func takeBase64(_ name: Character) throws(SASLError) -> [UInt8] {
        guard let bytes = Base64.decode(try take(name)), !bytes.isEmpty else { throw malformed("attribute \(name) is not base 64") }
        return bytes
    }

    /// RFC 5802: printable ASCII without the comma.
    mutating func takeNonce() throws(SASLError) -> [UInt8] {
        let nonce = try take("r")
        guard !nonce.isEmpty, nonce.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw malformed("its nonce is not printable") }
        return Array(nonce)
    }

    /// RFC 5802: a number without sign or leading zero.
    mutating func takeIterations() throws(SASLError) -> Int {
        let digits = try take("i")
        guard !digits.isEmpty, digits.count <= 18, digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { throw malformed("its number of iterations is none") }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// RFC 5802: an extension that must be understood, and is not, ends the exchange.
    mutating func refuseMandatoryExtension() throws(SASLError) {
        if takeIfNext("m") != nil { throw malformed("it demands an extension that is not known here") }
    }

    func malformed(_ reason: String) -> SASLError { SASLError(.malformed, "the \(message) message of SCRAM is malformed: \(reason)") }
}
