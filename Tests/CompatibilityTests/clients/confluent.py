"""confluent-kafka: Python over a current librdkafka."""

import time

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition

from clients.record import Record, sample

NAME = "confluent-kafka"
__all__ = ["NAME", "sample", "produce", "consume"]


def produce(bootstrap, topic, records, codec="none", acks="all", partition=0, properties=None):
    """Sends the records and gives back the offsets that were acknowledged, in order of acknowledgement."""
    delivered, failed = [], []

    def report(error, message):
        if error is not None:
            failed.append(error)
        else:
            delivered.append(message.offset())

    producer = Producer({
        "bootstrap.servers": bootstrap, "compression.type": codec, "acks": acks, "linger.ms": 20,
        "queue.buffering.max.messages": 1_000_000} | (properties or {}))
    for record in records:
        arguments = {"timestamp": record.timestamp} if record.timestamp is not None else {}
        producer.produce(
            topic, value=record.value, key=record.key, headers=list(record.headers) or None, partition=partition,
            on_delivery=report, **arguments)
        producer.poll(0)
    remaining = producer.flush(60)
    if failed or remaining:
        raise AssertionError(f"{len(failed)} records failed ({failed[:3]}), {remaining} unanswered")
    return delivered


def consume(bootstrap, topic, count, partition=0, start=0, within=60, properties=None):
    consumer = Consumer({
        "bootstrap.servers": bootstrap, "group.id": "unused", "enable.auto.commit": False,
        "enable.partition.eof": False, "auto.offset.reset": "error"} | (properties or {}))
    records = []
    try:
        consumer.assign([TopicPartition(topic, partition, start)])
        deadline = time.monotonic() + within
        while len(records) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(records)} of {count} records within {within} s")
            for message in consumer.consume(count - len(records), 0.5):
                error = message.error()
                if error is not None:
                    if error.retriable() or error.code() == KafkaError._PARTITION_EOF:
                        continue
                    raise KafkaException(error)
                headers = tuple(message.headers() or ())
                records.append(Record(message.value(), message.key(), headers, message.timestamp()[1], message.offset()))
    finally:
        consumer.close()
    return records
