import OttlaProtocol
import OttlaRecords
import OttlaVocabulary

/// Produce: v0–13. v0–2 old record formats · v3 transactional ids, batches · v5 log start · v7 zstd ·
/// v8 errors of single records · v9 flexible · v13 topic ids.
struct ProduceHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...13
    static let access = Access.perTopic(.write)

    /// From here on topics are named by id.
    private static let firstVersionWithIDs: Int16 = 13

    func answer(_ request: ProduceRequest, in context: RequestContext) -> Answer<ProduceResponse> {
        let wantsAnswer = request.acks != 0
        guard (-1...1).contains(request.acks) else {
            return .now(Self.refuse(request, AppendRefusal(error: .invalidRequiredAcks, message: "acks is 0, 1 or -1 (all)")))
        }
        guard request.transactionalID == nil else {
            guard wantsAnswer else {
                context.session.endAfterRefusal("a produce request of a transaction with acks=0 was refused")
                return .nothing
            }
            return .now(Self.refuse(request, AppendRefusal(error: .invalidTxnState, message: "transactions are not served yet")))
        }
        let intake = BatchIntake(in: context, acks: request.acks)
        var produce = PendingProduce(
            response: ProduceResponse(), parts: [], reply: context.later(), wantsAnswer: wantsAnswer,
            deadline: context.now.advanced(milliseconds: Int64(max(request.timeoutMs, 0))))
        produce.response.responses.reserveCapacity(request.topicData.count)
        let table = context.work.partitions
        let usesIDs = context.version >= Self.firstVersionWithIDs
        for topic in request.topicData {
            let found = usesIDs ? table.byID[topic.topicID] : table.byName[topic.name]
            var answer = ProduceResponse.TopicProduceResponse(name: topic.name, topicID: topic.topicID)
            answer.partitionResponses.reserveCapacity(topic.partitionData.count)
            for data in topic.partitionData {
                guard let partition = found?[data.index] else {
                    let unknown: ErrorCode = usesIDs && found == nil ? .unknownTopicID : .unknownTopicOrPartition
                    answer.partitionResponses.append(Self.answer(data.index, AppendRefusal(error: unknown)))
                    continue
                }
                do throws(AppendRefusal) {
                    let appended = try intake.take(data.records, into: partition)
                    produce.parts.append(
                        .init(
                            topic: produce.response.responses.count, partition: answer.partitionResponses.count, target: partition,
                            end: appended.lastOffset + 1, undone: appended.undone))
                    answer.partitionResponses.append(Self.answer(data.index, appended))
                } catch {
                    answer.partitionResponses.append(Self.answer(data.index, error))
                }
            }
            produce.response.responses.append(answer)
        }
        // acks=0 and refused: closing the connection is the only way to say so, and makes the client look for news.
        if !wantsAnswer, produce.parts.count < request.topicData.reduce(0, { $0 + $1.partitionData.count }) {
            context.session.endAfterRefusal("a produce request with acks=0 was refused in part")
        }
        context.work.answerAfterWrite(produce)
        return .later
    }

    func refusal(of request: ProduceRequest, version: Int16, with error: ErrorCode) -> ProduceResponse? {
        guard request.acks != 0 else { return nil }
        return Self.refuse(request, AppendRefusal(error: error))
    }

    private static func answer(_ index: Int32, _ appended: AppendedBatch) -> ProduceResponse.PartitionProduceResponse {
        .init(
            index: index, errorCode: .none, baseOffset: appended.firstOffset, logAppendTimeMs: appended.logAppendTime.milliseconds,
            logStartOffset: appended.logStartOffset)
    }

    private static func answer(_ index: Int32, _ refusal: AppendRefusal) -> ProduceResponse.PartitionProduceResponse {
        .init(
            index: index, errorCode: refusal.error, baseOffset: .none,
            recordErrors: refusal.records.map { .init(batchIndex: $0.index, batchIndexErrorMessage: $0.message) },
            errorMessage: refusal.message)
    }

    private static func refuse(_ request: ProduceRequest, _ refusal: AppendRefusal) -> ProduceResponse {
        ProduceResponse(
            responses: request.topicData.map { topic in
                .init(name: topic.name, topicID: topic.topicID, partitionResponses: topic.partitionData.map { answer($0.index, refusal) })
            })
    }
}
