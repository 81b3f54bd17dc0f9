"""aiokafka: Python with asyncio."""

import asyncio

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from clients.record import Record
from clients.record import sample_with_contents as sample

NAME = "aiokafka"
__all__ = ["NAME", "sample", "produce", "consume"]


def produce(bootstrap, topic, records, codec="none", acks="all", partition=0, properties=None):
    return asyncio.run(asyncio.wait_for(_produce(bootstrap, topic, records, codec, acks, partition, properties or {}), 120))


async def _produce(bootstrap, topic, records, codec, acks, partition, properties):
    settings = {"enable_idempotence": acks == "all", "linger_ms": 20, "max_request_size": 4_000_000} | properties
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks=acks, compression_type=None if codec == "none" else codec, **settings)
    await producer.start()
    try:
        futures = []
        for record in records:
            futures.append(await producer.send(
                topic, value=record.value, key=record.key, headers=list(record.headers), partition=partition,
                timestamp_ms=record.timestamp))
        answers = await asyncio.gather(*futures)
        return [answer.offset for answer in answers if answer is not None]
    finally:
        await producer.stop()


def consume(bootstrap, topic, count, partition=0, start=0, within=60, properties=None):
    return asyncio.run(asyncio.wait_for(_consume(bootstrap, topic, count, partition, start, properties or {}), within))


async def _consume(bootstrap, topic, count, partition, start, properties):
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="none", **properties)
    await consumer.start()
    records = []
    try:
        place = TopicPartition(topic, partition)
        consumer.assign([place])
        consumer.seek(place, start)
        while len(records) < count:
            batch = await consumer.getmany(place, timeout_ms=500, max_records=count - len(records))
            for message in batch.get(place, ()):
                records.append(Record(message.value, message.key, tuple(message.headers), message.timestamp, message.offset))
    finally:
        await consumer.stop()
    return records
