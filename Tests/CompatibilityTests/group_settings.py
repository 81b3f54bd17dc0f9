"""How a broker is set for tests of groups: all that takes long by default takes seconds."""

QUICK = {
    "group.initial.rebalance.delay.ms": 200,
    "group.min.session.timeout.ms": 1000,
    "group.consumer.min.session.timeout.ms": 1000,
    "group.consumer.session.timeout.ms": 4000,
    "group.consumer.min.heartbeat.interval.ms": 100,
    "group.consumer.heartbeat.interval.ms": 300,
    "group.consumer.assignment.interval.ms": 0,
    "group.consumer.regex.refresh.interval.ms": 10000,
    "offsets.topic.num.partitions": 5,
}
