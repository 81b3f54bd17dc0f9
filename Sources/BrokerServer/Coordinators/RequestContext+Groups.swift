import OttlaGroups
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// How handlers of groups ask the coordinator and answer when what they saw is committed.
extension RequestContext {
    /// Who sends the request, as groups show it.
    var groupClient: GroupClient { GroupClient(clientID: header.clientID ?? "", host: "/" + session.peer.host) }

    /// Asks the coordinator of one group.
    func ask<Response: ResponseMessage>(
        coordinatorOf groupID: String, orElse refusal: @escaping (ErrorCode) -> Response,
        command: GroupCoordinators.Host.Command<Response>
    ) -> Answer<Response> {
        guard let host = broker.groups.host(ofGroup: groupID) else { return .now(refusal(.notCoordinator)) }
        switch host.run(on: work, command) {
        case .settled(let response): return .now(response)
        case .refused(let error): return .now(refusal(error))
        case .uncommitted(let response, let place):
            let reply = later(Response.self)
            work.hold(place) { error in reply.finish(error.map(refusal) ?? response) }
            return .later
        }
    }

    /// Asks for several things, of the coordinators they belong to, and puts the answer together of what each says.
    /// - Parameters:
    ///   - host: the coordinator for each; `nil` if there is none.
    ///   - refusal: what stands for one whose coordinator does not answer.
    func ask<Asked, Part: Sendable, Response: ResponseMessage>(
        all asked: [Asked], host: (Asked) -> GroupCoordinators.Host?, orElse refusal: @escaping (Asked, ErrorCode) -> Part,
        answer: @escaping ([Part]) -> Response, command: (Asked, inout GroupCoordinator, Moment, inout Effects) -> Part
    ) -> Answer<Response> {
        let gathered = GatheredParts<Part>()
        for (index, one) in asked.enumerated() {
            let outcome = host(one).map { host in
                host.run(on: work) { machine, now, effects in command(one, &machine, now, &effects) }
            }
            switch outcome {
            case .settled(let part): gathered.parts.append(part)
            case .refused(let error): gathered.parts.append(refusal(one, error))
            case nil: gathered.parts.append(refusal(one, .notCoordinator))
            case .uncommitted(let part, let place):
                gathered.parts.append(part)
                gathered.owed += 1
                work.hold(place) { error in gathered.settle(index, error.map { refusal(one, $0) } ?? part) }
            }
        }
        guard gathered.owed > 0 else { return .now(answer(gathered.parts)) }
        let reply = later(Response.self)
        gathered.onWhole = { [unowned gathered] in reply.finish(answer(gathered.parts)) }
        return .later
    }

    /// Asks for several things, of the coordinators they belong to, each of which may be answered only after a while.
    func wait<Asked: Sendable, Part: Sendable, Response: ResponseMessage>(
        all asked: [Asked], host: (Asked) -> GroupCoordinators.Host?, orElse refusal: @escaping @Sendable (Asked, ErrorCode) -> Part,
        part: @escaping @Sendable (GroupAnswer) -> Part, answer: @escaping ([Part]) -> Response,
        command: (Asked, inout GroupCoordinator, Ticket, Moment, inout Effects) -> Void, abandon: @escaping AbandonedAsking<Asked>
    ) -> Answer<Response> {
        let gathered = GatheredParts<Part>()
        // Each until it is answered.
        gathered.parts = asked.map { refusal($0, .coordinatorNotAvailable) }
        gathered.owed = asked.count
        var waiting: [(one: Asked, host: GroupCoordinators.Host, ticket: Ticket)] = []
        for (index, one) in asked.enumerated() {
            let waiter = GroupCoordinators.Host.Waiter(work: work) { delivery in
                switch delivery {
                case .answer(let answer): gathered.settle(index, part(answer))
                case .refused(let error): gathered.settle(index, refusal(one, error))
                }
            }
            guard let host = host(one) else {
                gathered.settle(index, refusal(one, .notCoordinator))
                continue
            }
            switch host.run(on: work, waiter: waiter, { command(one, &$0, $1, $2, &$3) }) {
            case .refused(let error): gathered.settle(index, refusal(one, error))
            case .settled(let ticket), .uncommitted(let ticket, _): waiting.append((one, host, ticket))
            }
        }
        guard gathered.owed > 0 else { return .now(answer(gathered.parts)) }
        let reply = later(Response.self)
        gathered.onWhole = { [unowned gathered, session, place] in
            session.forgetDeparture(at: place)
            reply.finish(answer(gathered.parts))
        }
        session.onDeparture(of: place) { [work, waiting] in
            for (one, host, ticket) in waiting {
                host.abandon(ticket, on: work) { machine, now, effects in abandon(one, ticket, &machine, now, &effects) }
            }
        }
        return .later
    }

    /// Nobody waits any more for the answer of this ticket.
    typealias AbandonedAsking<Asked> = @Sendable (Asked, Ticket, inout GroupCoordinator, Moment, inout Effects) -> Void

    /// Asks the coordinator of one group for the parts of one thing, each when the one before is committed: a turn for each, and
    /// others come in between.
    func ask<Asked: Sendable, Part: Sendable, Response: ResponseMessage>(
        inTurn asked: [Asked], coordinatorOf groupID: String, orElse refusal: @escaping @Sendable (ErrorCode) -> Part,
        answer: @escaping @Sendable ([Part]) -> Response,
        command: @escaping @Sendable (Asked, inout GroupCoordinator, Moment, inout Effects) -> Part
    ) -> Answer<Response> {
        let parts = PartsInTurn(count: asked.count, reply: later(Response.self), answer: answer)
        parts.ask = { [broker, work] index, settle in
            guard let host = broker.groups.host(ofGroup: groupID) else { return settle(refusal(.notCoordinator)) }
            switch host.run(on: work, { machine, now, effects in command(asked[index], &machine, now, &effects) }) {
            case .settled(let part): settle(part)
            case .refused(let error): settle(refusal(error))
            case .uncommitted(let part, let place): work.hold(place) { error in settle(error.map(refusal) ?? part) }
            }
        }
        parts.goOn(on: work.lane)
        return .later
    }

    /// Asks the coordinator of one group for what it may answer only when other members have come.
    func wait<Response: ResponseMessage>(
        atCoordinatorOf groupID: String, orElse refusal: @escaping @Sendable (ErrorCode) -> Response,
        response: @escaping @Sendable (GroupAnswer) -> Response,
        command: (inout GroupCoordinator, Ticket, Moment, inout Effects) -> Void
    ) -> Answer<Response> {
        guard let host = broker.groups.host(ofGroup: groupID) else { return .now(refusal(.notCoordinator)) }
        let reply = later(Response.self)
        let waiter = GroupCoordinators.Host.Waiter(work: work) { [session, place] delivery in
            session.forgetDeparture(at: place)
            switch delivery {
            case .answer(let answer): reply.finish(response(answer))
            case .refused(let error): reply.finish(refusal(error))
            }
        }
        switch host.run(on: work, waiter: waiter, command) {
        case .refused(let error): return .now(refusal(error))
        case .settled(let ticket), .uncommitted(let ticket, _):
            session.onDeparture(of: place) { [work] in
                host.abandon(ticket, on: work) { machine, now, effects in
                    machine.abandon(ticket, inGroup: groupID, at: now, &effects)
                }
            }
            return .later
        }
    }
}

/// The parts of an answer, some of which wait.
// Sendable unchecked: touched on the connection's lane only.
private final class GatheredParts<Part>: @unchecked Sendable {
    var parts: [Part] = []
    var owed = 0
    var onWhole: (() -> Void)?

    func settle(_ index: Int, _ part: Part) {
        parts[index] = part
        owed -= 1
        if owed == 0 { onWhole?() }
    }
}

/// The parts of an answer that are asked for one after the other.
// Sendable unchecked: touched on the connection's lane only.
private final class PartsInTurn<Part, Response: ResponseMessage>: @unchecked Sendable {
    private var parts: [Part] = []
    private let count: Int
    private let reply: Reply<Response>
    private let answer: ([Part]) -> Response
    /// Asks for one, and has it settled now or later.
    var ask: ((Int, @escaping (Part) -> Void) -> Void)?

    init(count: Int, reply: Reply<Response>, answer: @escaping ([Part]) -> Response) {
        (self.count, self.reply, self.answer) = (count, reply, answer)
    }

    func goOn(on lane: any Lane) {
        guard parts.count < count else {
            ask = nil
            return reply.finish(answer(parts))
        }
        ask?(parts.count) { [self] part in
            parts.append(part)
            lane.execute { [self] in goOn(on: lane) }
        }
    }
}
