import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// InitProducerId: the number under which brokers know our batches.
extension ProducerCore {
    func identify() {
        guard configuration.transactionalID == nil, !isIdentifying else { return }
        isIdentifying = true
        client.tasks.spawn { [self] in await askForIdentity() }
    }

    private func askForIdentity() async {
        let result: Result<ProducerIdentity, ClientError>
        do throws(ClientError) {
            let response = try await client.call(InitProducerIdRequest(transactionalID: nil, transactionTimeoutMs: .max), to: .any) {
                $0.errorCode
            }
            guard response.errorCode == .none else { throw .refused(response.errorCode, "asking for a producer id") }
            result = .success(ProducerIdentity(id: response.producerID, epoch: response.producerEpoch))
        } catch {
            result = .failure(error)
        }
        isIdentifying = false
        switch result {
        case .success(let identity): finish { accumulator, _ in accumulator.identified(identity) }
        case .failure(let error) where error.isRetriable && !client.isClosed: turn()
        case .failure(let error): finish { accumulator, _ in accumulator.fail(error) }
        }
    }
}
