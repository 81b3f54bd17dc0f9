"""Kafka's files, read back by a reader that shares no code with the broker."""

import json
import re
import struct
import time

import pytest
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient

import wire
from clients import confluent
from clients.record import CODECS, Record, numbered
from log_files import read_checkpoint, read_partition, read_producer_snapshot, read_properties
from topics import create_topic, end_offset, start_offset


def eventually(check, within=20):
    """Waits until `check` holds: work in the background has its own pace."""
    deadline = time.monotonic() + within
    while not check():
        assert time.monotonic() < deadline, f"did not happen within {within} s"
        time.sleep(0.1)


@pytest.mark.parametrize("codec", CODECS)
def test_a_log_holds_what_was_sent_and_its_indexes_point_into_it(codec, broker):
    topic = create_topic(broker, "stored", segment_bytes=1 << 20)
    records = numbered(60_000)
    confluent.produce(broker.bootstrap, topic, records, codec, properties={"batch.num.messages": 200})
    broker.stop()
    partition = read_partition(broker.partition_directory(topic))
    assert [record.value for record in partition.records] == [record.value for record in records]
    assert [record.key for record in partition.records] == [record.key for record in records]
    assert [record.offset for record in partition.records] == list(range(60_000))
    assert {batch.codec for batch in partition.batches} == {codec}
    if codec == "none":
        assert len(partition.segments) > 5
    for segment in partition.segments:
        assert segment.path.stat().st_size <= 1 << 20
        assert segment.path.stat().st_size == sum(batch.size for batch in segment.batches), "bytes behind the last batch"
        if len(segment.batches) > 5:
            assert segment.offset_index, "a segment of many batches has an index"
            assert segment.time_index


def test_an_index_is_as_dense_as_configured(broker):
    topic = create_topic(broker, "dense", index_interval_bytes=1000)
    sparse = create_topic(broker, "sparse", index_interval_bytes=100_000)
    for name in (topic, sparse):
        confluent.produce(broker.bootstrap, name, numbered(5000), properties={"batch.num.messages": 10})
    broker.stop()
    (few,) = read_partition(broker.partition_directory(sparse)).segments
    (many,) = read_partition(broker.partition_directory(topic)).segments
    size = many.path.stat().st_size
    assert len(many.offset_index) > size / 4000
    assert 1 <= len(few.offset_index) <= size / 100_000 + 1


def test_a_partition_says_its_topics_id_and_its_leaders_epochs(broker):
    topic = create_topic(broker, "named")
    confluent.produce(broker.bootstrap, topic, numbered(10))
    broker.stop()
    directory = broker.partition_directory(topic)
    metadata = read_properties(directory / "partition.metadata", ":")
    assert metadata["version"] == "0" and re.fullmatch(r"[A-Za-z0-9_-]{22}", metadata["topic_id"])
    epochs = read_checkpoint(directory / "leader-epoch-checkpoint")
    assert [int(start) for _, start in epochs][0] == 0
    assert {batch.leader_epoch for batch in read_partition(directory).batches} == {int(epochs[-1][0])}


def test_the_directory_says_whose_it_is_and_how_far_it_got(broker):
    topic = create_topic(broker, "with-dashes-in-it", partitions=2)
    confluent.produce(broker.bootstrap, topic, numbered(50), partition=1)
    cluster_id = AdminClient({"bootstrap.servers": broker.bootstrap}).list_topics(timeout=10).cluster_id
    broker.stop()
    properties = read_properties(broker.data / "meta.properties")
    assert properties["version"] in ("0", "1") and properties["cluster.id"] == cluster_id
    recovery = {(name, int(number)): int(offset) for name, number, offset in read_checkpoint(broker.data / "recovery-point-offset-checkpoint")}
    assert recovery[(topic, 1)] == 50
    marks = {(name, int(number)): int(offset) for name, number, offset in read_checkpoint(broker.data / "replication-offset-checkpoint")}
    assert marks[(topic, 1)] == 50
    marker = (broker.data / ".kafka_cleanshutdown").read_text()
    assert marker == "" or json.loads(marker)["version"] == 0


def test_producers_are_in_the_snapshot_of_a_clean_end(broker):
    topic = create_topic(broker, "producers")
    confluent.produce(broker.bootstrap, topic, numbered(30), properties={"enable.idempotence": True})
    broker.stop()
    snapshots = sorted(broker.partition_directory(topic).glob("*.snapshot"))
    assert snapshots and int(snapshots[-1].stem) == 30
    ((producer, epoch, sequence, offset, _, _, _, transaction),) = read_producer_snapshot(snapshots[-1])
    assert producer >= 0 and epoch == 0
    assert (sequence, offset, transaction) == (29, 29, -1)


def test_a_segment_rolls_by_time(broker):
    topic = create_topic(broker, "timed", segment_ms=1000)
    for n in range(3):
        confluent.produce(broker.bootstrap, topic, numbered(10))
        time.sleep(1.2)
    assert len(read_partition(broker.partition_directory(topic)).segments) >= 3


def test_retention_by_size_deletes_the_oldest_segments(start_broker):
    broker = start_broker(settings={"log.retention.check.interval.ms": 300, "log.segment.delete.delay.ms": 100})
    topic = create_topic(broker, "sized", segment_bytes=1 << 20, retention_bytes=2_500_000, file_delete_delay_ms=100)
    confluent.produce(broker.bootstrap, topic, numbered(100_000), properties={"batch.num.messages": 100})
    directory = broker.partition_directory(topic)
    eventually(lambda: 1 <= len(list(directory.glob("*.log"))) <= 4 and not list(directory.glob("*.deleted")))
    start = start_offset(broker, topic)
    assert start > 50_000 and end_offset(broker, topic) == 100_000
    assert read_partition(directory).segments[0].base_offset == start
    received = confluent.consume(broker.bootstrap, topic, 100_000 - start, start=start)
    assert received[0].value == numbered(start + 1)[start].value


def test_retention_by_time_empties_an_old_log_and_keeps_its_offsets(start_broker):
    broker = start_broker(settings={"log.retention.check.interval.ms": 300, "log.segment.delete.delay.ms": 100})
    topic = create_topic(broker, "aged", retention_ms=1000, message_timestamp_before_max_ms=9223372036854775807)
    confluent.produce(broker.bootstrap, topic, [Record(b"old", timestamp=1_600_000_000_000)] * 100)
    eventually(lambda: start_offset(broker, topic) == 100)
    assert end_offset(broker, topic) == 100
    assert confluent.produce(broker.bootstrap, topic, numbered(1)) == [100]


def test_a_deleted_topics_files_go(start_broker):
    broker = start_broker(settings={"log.segment.delete.delay.ms": 200})
    topic = create_topic(broker, "short-lived", partitions=3)
    for partition in range(3):
        confluent.produce(broker.bootstrap, topic, numbered(10), partition=partition)
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    admin.delete_topics([topic])[topic].result(10)
    assert not broker.partition_directory(topic).exists()
    eventually(lambda: not list(broker.data.glob("short-lived*")))
    # The name is free again, and nothing of the first topic is left in it.
    create_topic(broker, topic)
    assert confluent.produce(broker.bootstrap, topic, numbered(1)) == [0]


def test_deleted_records_free_whole_segments(start_broker):
    broker = start_broker(settings={"log.retention.check.interval.ms": 300, "log.segment.delete.delay.ms": 100})
    topic = create_topic(broker, "trimmed", segment_bytes=1 << 20, file_delete_delay_ms=100)
    confluent.produce(broker.bootstrap, topic, numbered(100_000), properties={"batch.num.messages": 100})
    directory = broker.partition_directory(topic)
    before = len(list(directory.glob("*.log")))
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    (future,) = admin.delete_records([TopicPartition(topic, 0, 90_000)]).values()
    assert future.result(10).low_watermark == 90_000
    eventually(lambda: len(list(directory.glob("*.log"))) < before / 2)
    assert read_partition(directory).segments[-1].batches[-1].last_offset == 99_999


def test_a_log_made_by_hand_is_served(broker):
    """Batches written by the published format alone, without any index: the broker takes them as its own."""
    topic = create_topic(broker, "foreign")
    confluent.produce(broker.bootstrap, topic, numbered(1))
    broker.stop()
    directory = broker.partition_directory(topic)
    # In place of what the broker wrote: three batches from here, without any index.
    for path in directory.iterdir():
        if path.suffix in (".log", ".index", ".timeindex", ".snapshot"):
            path.unlink()
    content, offset = b"", 0
    for values in ([b"one"], [b"two", b"three"], [b"four"]):
        batch = wire.batch(values)
        content += struct.pack(">q", offset) + batch[8:12] + struct.pack(">i", 0) + batch[16:]
        offset += len(values)
    (directory / f"{0:020}.log").write_bytes(content)
    (broker.data / ".kafka_cleanshutdown").unlink()
    (broker.data / "recovery-point-offset-checkpoint").write_text("0\n0\n")
    broker.restart()
    received = confluent.consume(broker.bootstrap, topic, 4)
    assert [record.value for record in received] == [b"one", b"two", b"three", b"four"]
    assert confluent.produce(broker.bootstrap, topic, numbered(1)) == [4]
