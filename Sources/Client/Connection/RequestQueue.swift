import OttlaProtocol
import OttlaVocabulary

/// A request on its way: what is needed to understand its answer.
struct SentRequest {
    let correlationID: Int32
    let api: APIKey
    let deadline: Instant
    let timeoutMilliseconds: Int64
    let completion: BrokerConnection.Completion
}

/// Requests in the order they were sent, which is the order their answers come in.
struct RequestQueue {
    private var requests: [SentRequest?] = []
    private var head = 0

    var count: Int { requests.count - head }
    var first: SentRequest? { head < requests.count ? requests[head] : nil }

    mutating func append(_ request: SentRequest) { requests.append(request) }

    mutating func removeFirst() {
        requests[head] = nil
        head += 1
        if head == requests.count {
            requests.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head * 2 >= requests.count {
            requests.removeFirst(head)
            head = 0
        }
    }

    mutating func removeAll() -> [SentRequest] {
        let rest = requests[head...].compactMap { $0 }
        requests = []
        head = 0
        return rest
    }
}
