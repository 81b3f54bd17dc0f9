"""kafka-python: Python all the way down."""

import time

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from clients.record import Record
from clients.record import sample_with_header_values as sample

NAME = "kafka-python"
__all__ = ["NAME", "sample", "produce", "consume"]


def produce(bootstrap, topic, records, codec="none", acks="all", partition=0, properties=None):
    settings = {"enable_idempotence": acks == "all", "linger_ms": 20, "max_request_size": 4_000_000} | (properties or {})
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks=acks, compression_type=None if codec == "none" else codec, **settings)
    try:
        futures = [
            producer.send(
                topic, value=record.value, key=record.key, headers=list(record.headers), partition=partition,
                timestamp_ms=record.timestamp)
            for record in records]
        producer.flush(60)
        return [future.get(10).offset for future in futures]
    finally:
        producer.close(5)


def consume(bootstrap, topic, count, partition=0, start=0, within=60, properties=None):
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="none", **(properties or {}))
    records = []
    try:
        place = TopicPartition(topic, partition)
        consumer.assign([place])
        consumer.seek(place, start)
        deadline = time.monotonic() + within
        while len(records) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(records)} of {count} records within {within} s")
            for message in consumer.poll(500, max_records=count - len(records)).get(place, ()):
                headers = tuple((name, value) for name, value in message.headers)
                records.append(Record(message.value, message.key, headers, message.timestamp, message.offset))
    finally:
        consumer.close()
    return records
