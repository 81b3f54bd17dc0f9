"""A member by confluent-kafka, on either protocol."""

from confluent_kafka import Consumer, KafkaException, TopicPartition

from events import Pace, Stop, arguments

told = arguments()
events, stop, pace = told.events, Stop(), Pace(told.commit_every)
# What was processed and not committed yet: the next offset of each partition.
positions = {}


def commit(consumer):
    if not positions:
        return
    offsets = [TopicPartition(topic, partition, offset) for (topic, partition), offset in positions.items()]
    try:
        for done in consumer.commit(offsets=offsets, asynchronous=False):
            if done.error is not None:
                events.say("error", "commit", done.error.name())
                continue
            events.committed(done.topic, done.partition, done.offset)
            if positions.get((done.topic, done.partition)) == done.offset:
                del positions[done.topic, done.partition]
    except KafkaException as failure:
        events.error(failure)


def forget(places):
    for place in places:
        positions.pop((place.topic, place.partition), None)


def assigned(consumer, places):
    events.partitions("assigned", places)


def revoked(consumer, places):
    commit(consumer)
    events.partitions("revoked", places)
    forget(places)


def lost(consumer, places):
    events.partitions("lost", places)
    forget(places)


def configuration():
    common = {
        "bootstrap.servers": told.bootstrap, "group.id": told.group, "enable.auto.commit": False,
        "auto.offset.reset": "earliest", "group.protocol": told.protocol, "fetch.wait.max.ms": 100, "log_level": 3,
        "reconnect.backoff.ms": 50, "reconnect.backoff.max.ms": 300, "topic.metadata.refresh.interval.ms": 500}
    if told.protocol == "classic":
        common |= {
            "session.timeout.ms": told.session, "heartbeat.interval.ms": told.heartbeat,
            "partition.assignment.strategy": told.strategy}
    elif told.strategy in ("range", "uniform"):
        common["group.remote.assignor"] = told.strategy
    if told.instance:
        common["group.instance.id"] = told.instance
    return common


consumer = Consumer(configuration())
consumer.subscribe([told.topic], on_assign=assigned, on_revoke=revoked, on_lost=lost)
while not stop.requested:
    message = consumer.poll(0.1)
    if message is not None and message.error() is not None:
        events.say("error", "poll", message.error().name())
    elif message is not None:
        events.record(message.topic(), message.partition(), message.offset(), message.value())
        positions[message.topic(), message.partition()] = message.offset() + 1
    if pace.is_due():
        commit(consumer)
commit(consumer)
consumer.close()
events.say("left")
