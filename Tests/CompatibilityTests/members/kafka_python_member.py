"""A member by kafka-python."""

import logging

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from events import Pace, Stop, arguments

ASSIGNORS = {
    "range": RangePartitionAssignor, "roundrobin": RoundRobinPartitionAssignor, "cooperative-sticky": CooperativeStickyAssignor}
told = arguments()
events, stop, pace = told.events, Stop(), Pace(told.commit_every)
positions = {}
logging.basicConfig(level=logging.WARNING)


def commit():
    if not positions:
        return
    offsets = {TopicPartition(*place): OffsetAndMetadata(offset, "", -1) for place, offset in positions.items()}
    try:
        consumer.commit(offsets)
    except KafkaError as failure:
        events.error(failure)
        return
    for place, offset in offsets.items():
        events.committed(place.topic, place.partition, offset.offset)
        positions.pop((place.topic, place.partition), None)


class Listener(ConsumerRebalanceListener):
    def on_partitions_revoked(self, places):
        # The library forbids to commit in here: what was not committed yet is processed again by whoever gets the partition.
        events.partitions("revoked", places)
        self.forget(places)

    def on_partitions_assigned(self, places):
        events.partitions("assigned", places)

    def on_partitions_lost(self, places):
        events.partitions("lost", places)
        self.forget(places)

    @staticmethod
    def forget(places):
        for place in places:
            positions.pop((place.topic, place.partition), None)


optional = {"group_instance_id": told.instance} if told.instance else {}
if "version" in told.settings:
    optional["api_version"] = tuple(int(part) for part in told.settings["version"].split("."))
consumer = KafkaConsumer(
    bootstrap_servers=told.bootstrap, group_id=told.group, enable_auto_commit=False, auto_offset_reset="earliest",
    session_timeout_ms=told.session, heartbeat_interval_ms=told.heartbeat, fetch_max_wait_ms=100, metadata_max_age_ms=500,
    reconnect_backoff_ms=50, reconnect_backoff_max_ms=300, retry_backoff_ms=100,
    partition_assignment_strategy=[ASSIGNORS[told.strategy]], **optional)
if told.is_pattern:
    consumer.subscribe(pattern=told.topic, listener=Listener())
else:
    consumer.subscribe([told.topic], listener=Listener())
while not stop.requested:
    try:
        for messages in consumer.poll(100, max_records=50).values():
            for message in messages:
                events.record(message.topic, message.partition, message.offset, message.value)
                positions[message.topic, message.partition] = message.offset + 1
    except KafkaError as failure:
        events.error(failure)
    if pace.is_due():
        commit()
commit()
consumer.close(autocommit=False)
events.say("left")
