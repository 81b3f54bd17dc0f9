"""A member by aiokafka."""

import asyncio
import logging

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.errors import KafkaError

from events import Pace, Stop, arguments

ASSIGNORS = {"range": RangePartitionAssignor, "roundrobin": RoundRobinPartitionAssignor}
told = arguments()
events, stop, pace = told.events, Stop(), Pace(told.commit_every)
positions = {}
logging.basicConfig(level=logging.WARNING)


async def commit(consumer):
    if not positions:
        return
    offsets = {TopicPartition(*place): offset for place, offset in positions.items()}
    try:
        await consumer.commit(offsets)
    except KafkaError as failure:
        events.error(failure)
        return
    for place, offset in offsets.items():
        events.committed(place.topic, place.partition, offset)
        if positions.get((place.topic, place.partition)) == offset:
            del positions[place.topic, place.partition]


class Listener(ConsumerRebalanceListener):
    def __init__(self, consumer):
        self.consumer = consumer

    async def on_partitions_revoked(self, places):
        await commit(self.consumer)
        events.partitions("revoked", places)
        for place in places:
            positions.pop((place.topic, place.partition), None)

    async def on_partitions_assigned(self, places):
        events.partitions("assigned", places)


async def main():
    consumer = AIOKafkaConsumer(
        bootstrap_servers=told.bootstrap, group_id=told.group, group_instance_id=told.instance, enable_auto_commit=False,
        auto_offset_reset="earliest", session_timeout_ms=told.session, heartbeat_interval_ms=told.heartbeat,
        fetch_max_wait_ms=100, metadata_max_age_ms=500, retry_backoff_ms=100,
        partition_assignment_strategy=[ASSIGNORS[told.strategy]])
    if told.is_pattern:
        consumer.subscribe(pattern=told.topic, listener=Listener(consumer))
    else:
        consumer.subscribe([told.topic], listener=Listener(consumer))
    await consumer.start()
    while not stop.requested:
        try:
            for place, messages in (await consumer.getmany(timeout_ms=100, max_records=50)).items():
                for message in messages:
                    # The loop awaits nothing here, but a rebalance may have passed while the records waited.
                    if place in consumer.assignment():
                        events.record(message.topic, message.partition, message.offset, message.value)
                        positions[message.topic, message.partition] = message.offset + 1
        except KafkaError as failure:
            events.error(failure)
        if pace.is_due():
            await commit(consumer)
    await commit(consumer)
    await consumer.stop()
    events.say("left")


asyncio.run(main())
