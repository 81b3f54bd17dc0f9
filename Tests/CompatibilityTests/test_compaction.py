"""Compacted topics: what a client reads against what it wrote, across restarts and kill -9 in the middle of compactions."""

import random
import time

import pytest
from confluent_kafka import Consumer, KafkaError, Producer, TopicPartition

from log_files import read_checkpoint, read_partition
from topics import create_topic, end_offset

SETTINGS = {"log.cleaner.backoff.ms": 100}
COMPACTED = {
    "cleanup_policy": "compact", "internal_segment_bytes": 60_000, "min_cleanable_dirty_ratio": 0.01, "delete_retention_ms": 3_600_000}


class KeyedModel:
    """What each key holds, by what was acknowledged; and what was sent last, acknowledged or not."""

    def __init__(self, seed, keys=200):
        self.random, self.keys = random.Random(seed), keys
        self.acknowledged, self.sent = {}, {}
        self.count = 0

    def produce(self, broker, topic, count, codec="none", properties=None):
        producer = Producer({
            "bootstrap.servers": broker.bootstrap, "enable.idempotence": True, "linger.ms": 5, "batch.num.messages": 20,
            "compression.type": codec, "log_level": 0} | (properties or {}))
        for _ in range(count):
            key = b"k%d" % self.random.randrange(self.keys)
            self.count += 1
            value = None if self.random.random() < 0.1 else b"%d " % self.count + bytes(self.random.randrange(200))
            self.sent.setdefault(key, []).append(value)
            producer.produce(topic, value, key, partition=0, on_delivery=self.report(key, value))
            producer.poll(0)
        assert producer.flush(60) == 0

    def report(self, key, value):
        def delivered(error, message):
            assert error is None, error
            self.acknowledged[key] = (message.offset(), value)

        return delivered

    def check(self, records, tombstones=True):
        """The last record of each key is there, at its offset."""
        offsets = [offset for offset, _, _ in records]
        assert offsets == sorted(set(offsets)), "offsets do not grow"
        last = {key: (offset, value) for offset, key, value in records}
        expected = {key: held for key, held in self.acknowledged.items() if tombstones or held[1] is not None}
        assert {key: last.get(key) for key in expected} == expected
        assert set(last) <= set(self.acknowledged)


def consume_all(broker, topic):
    """Everything from the start to the end that the broker tells: offset, key, value."""
    consumer = Consumer({
        "bootstrap.servers": broker.bootstrap, "group.id": "unused", "enable.auto.commit": False, "enable.partition.eof": True,
        "auto.offset.reset": "error", "isolation.level": "read_committed"})
    records = []
    try:
        consumer.assign([TopicPartition(topic, 0, 0)])
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for message in consumer.consume(1000, 1):
                if message.error() is None:
                    records.append((message.offset(), message.key(), message.value()))
                elif message.error().code() == KafkaError._PARTITION_EOF:
                    return records
                else:
                    raise AssertionError(message.error())
        raise AssertionError(f"the end was not reached within 60 s, {len(records)} records were")
    finally:
        consumer.close()


def active_segment(broker, topic):
    """Where the segment begins that is never compacted."""
    return max(int(path.stem) for path in broker.partition_directory(topic).glob("*.log"))


def wait_until_compacted(broker, topic, model, within=30):
    """Until all but the active segment is compacted, and then has at most one record for each key."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        checkpoint = broker.data / "cleaner-offset-checkpoint"
        cleaned = {line[0]: int(line[2]) for line in read_checkpoint(checkpoint)} if checkpoint.exists() else {}
        records = consume_all(broker, topic)
        if cleaned.get(topic) == active_segment(broker, topic):
            sealed = [key for offset, key, _ in records if offset < cleaned[topic]]
            assert len(sealed) == len(set(sealed)), "a key is there twice"
            return records
        time.sleep(0.2)
    raise AssertionError(f"{len(records)} records are left after {within} s:\n{broker.log()[-3000:]}")


@pytest.mark.parametrize("codec", ["none", "zstd"])
def test_a_compacted_topic_holds_the_last_value_of_each_key(codec, start_broker, seed):
    broker, model = start_broker(settings=SETTINGS), KeyedModel(seed)
    topic = create_topic(broker, "keyed", **COMPACTED)
    model.produce(broker, topic, 6000, codec)
    records = wait_until_compacted(broker, topic, model)
    model.check(records)
    assert end_offset(broker, topic) == 6000
    broker.stop()
    stored = read_partition(broker.partition_directory(topic))
    assert [record.offset for record in stored.records] == [offset for offset, _, _ in records]
    assert not list(broker.partition_directory(topic).glob("*.cleaned")) + list(broker.partition_directory(topic).glob("*.swap"))
    assert [line[:2] for line in read_checkpoint(broker.data / "cleaner-offset-checkpoint")] == [[topic, "0"]]
    broker.restart()
    model.check(consume_all(broker, topic))
    model.produce(broker, topic, 3000, codec)
    model.check(wait_until_compacted(broker, topic, model))


def test_deleted_keys_vanish_once_their_time_has_passed(start_broker, seed):
    broker, model = start_broker(settings=SETTINGS), KeyedModel(seed)
    topic = create_topic(broker, "deleted", **COMPACTED | {"delete_retention_ms": 500})
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        model.produce(broker, topic, 1000)
        time.sleep(0.7)
        records = consume_all(broker, topic)
        model.check(records, tombstones=False)
        # The active segment keeps all it has, and the one before may just have been compacted for the first time.
        if model.count > 3000 and all(value is not None for offset, _, value in records if offset < active_segment(broker, topic) - 2000):
            return
    raise AssertionError(f"records without value are still there:\n{broker.log()[-3000:]}")


def test_kill_in_the_middle_of_compactions_loses_nothing(start_broker, seed, scale):
    # So slow that compaction is under way all the time.
    broker, model = start_broker(settings=SETTINGS | {"log.cleaner.io.max.bytes.per.second": 1_500_000}), KeyedModel(seed)
    topic = create_topic(broker, "killed", **COMPACTED)
    chance = random.Random(seed)
    for _ in range(scale.kill_rounds):
        model.produce(broker, topic, 3000, chance.choice(["none", "lz4"]))
        # A sealed segment is compacted once it was synced, which upkeep looks for every half second.
        time.sleep(chance.uniform(0.4, 1.5))
        broker.kill()
        broker.restart()
        model.check(consume_all(broker, topic))
        read_partition(broker.partition_directory(topic))
    model.check(wait_until_compacted(broker, topic, model, within=60))
