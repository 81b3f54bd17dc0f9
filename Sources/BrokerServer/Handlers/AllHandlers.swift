/// Every API this broker serves. ApiVersions announces exactly these; a line here is what adds an API.
let allHandlers: [any RequestHandler] = [
    ProduceHandler(),
    FetchHandler(),
    ListOffsetsHandler(),
    OffsetForLeaderEpochHandler(),
    InitProducerIDHandler(),
    DeleteRecordsHandler(),
    DescribeProducersHandler(),
    DescribeLogDirsHandler(),
]
