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
                work.hold(place) { error in
                    if let error { gathered.parts[index] = refusal(one, error) }
                    gathered.owed -= 1
                    if gathered.owed == 0 { gathered.onWhole?() }
                }
            }
        }
        guard gathered.owed > 0 else { return .now(answer(gathered.parts)) }
        let reply = later(Response.self)
        gathered.onWhole = { [unowned gathered] in reply.finish(answer(gathered.parts)) }
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

/// The parts of an answer, some of which wait. On one lane.
private final class GatheredParts<Part> {
    var parts: [Part] = []
    var owed = 0
    var onWhole: (() -> Void)?
}
