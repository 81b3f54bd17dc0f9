"""Every client produces and consumes every shape of a record, with every codec and acks."""

import threading
import time
from dataclasses import replace

import pytest
from confluent_kafka import KafkaError, Producer

from clients import aio, confluent, kafka_python, kcat
from clients.record import ACKS, CODECS, Record, number, numbered
from log_files import read_partition
from topics import create_topic, end_offset

PYTHON_CLIENTS = {module.NAME: module for module in (kcat, confluent, kafka_python, aio)}
NAMES = [*PYTHON_CLIENTS, "java"]


def client_named(name, request):
    return request.getfixturevalue("java") if name == "java" else PYTHON_CLIENTS[name]


def assert_same(sent, received):
    """The same records in the same order, at offsets without holes. Times are compared where the sender gave them."""
    assert [record.offset for record in received] == list(range(received[0].offset, received[0].offset + len(received)))
    assert len(sent) == len(received)
    for ours, theirs in zip(sent, received):
        assert (theirs.key, theirs.value) == (ours.key, ours.value)
        assert list(theirs.headers) == list(ours.headers)
        if ours.timestamp is not None:
            assert theirs.timestamp == ours.timestamp


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("name", NAMES)
def test_a_client_reads_back_what_it_wrote_with_every_acks(name, codec, broker, request):
    client = client_named(name, request)
    records = client.sample()
    for acks in ACKS:
        topic = create_topic(broker, f"acks-{acks}", message_timestamp_before_max_ms=9223372036854775807)
        client.produce(broker.bootstrap, topic, records, codec, acks)
        assert_same(records, client.consume(broker.bootstrap, topic, len(records)))


@pytest.mark.parametrize("codec", CODECS)
def test_each_client_reads_what_each_other_wrote(codec, broker, request):
    clients = [client_named(name, request) for name in NAMES]
    for writer in clients:
        topic = create_topic(broker, f"by-{writer.NAME}")
        records = writer.sample()
        writer.produce(broker.bootstrap, topic, records, codec)
        for reader in clients:
            received = reader.consume(broker.bootstrap, topic, len(records))
            if reader is kcat:
                # It prints headers as text, which ends at a zero byte.
                received = [replace(theirs, headers=ours.headers) for theirs, ours in zip(received, records)]
            assert_same(records, received)


@pytest.mark.soak
@pytest.mark.parametrize("codec", ["none", "lz4"])
@pytest.mark.parametrize("name", NAMES)
def test_many_records_come_back_in_order(name, codec, broker, scale, request):
    client = client_named(name, request)
    topic = create_topic(broker, "many")
    records = numbered(scale.records)
    client.produce(broker.bootstrap, topic, records, codec)
    assert end_offset(broker, topic) == scale.records
    received = client.consume(broker.bootstrap, topic, scale.records)
    assert [number(record) for record in received] == list(range(scale.records))
    assert [record.key for record in received] == [record.key for record in records]


@pytest.mark.parametrize("name", NAMES)
def test_a_client_starts_in_the_middle(name, broker, request):
    client = client_named(name, request)
    topic = create_topic(broker, "middle", partitions=3)
    client.produce(broker.bootstrap, topic, numbered(1000), "gzip", partition=2)
    received = client.consume(broker.bootstrap, topic, 100, partition=2, start=777)
    assert [number(record) for record in received] == list(range(777, 877))


@pytest.mark.parametrize("name", NAMES)
def test_the_broker_stamps_its_own_time_when_told_to(name, broker, request):
    client = client_named(name, request)
    topic = create_topic(broker, "stamped", message_timestamp_type="LogAppendTime")
    records = client.sample()
    client.produce(broker.bootstrap, topic, records, "zstd")
    received = client.consume(broker.bootstrap, topic, len(records))
    assert all(record.timestamp > 1_700_001_000_000 for record in received)
    assert [record.value for record in received] == [record.value for record in records]


@pytest.mark.parametrize("codec", CODECS[1:])
def test_the_broker_recompresses_when_the_topic_says_so(codec, broker, request):
    topic = create_topic(broker, "recompressed", compression_type=codec)
    records = confluent.sample()
    confluent.produce(broker.bootstrap, topic, records, "none")
    assert_same(records, confluent.consume(broker.bootstrap, topic, len(records)))
    assert {batch.codec for batch in read_partition(broker.partition_directory(topic)).batches} == {codec}


def test_kcat_lists_topics_and_asks_for_offsets_by_time(broker):
    topic = create_topic(broker, "listed", partitions=4)
    kcat.produce(broker.bootstrap, topic, kcat.sample(), partition=1)
    listing = kcat.run("-b", broker.bootstrap, "-L", "-J").decode()
    assert '"topic":"listed"' in listing
    assert listing.count('"partition":') >= 4
    answer = kcat.run("-b", broker.bootstrap, "-Q", "-t", f"{topic}:1:0").decode()
    assert "offset 0" in answer


def test_each_client_is_told_the_address_by_which_it_came(start_broker):
    """The whole of 127.0.0.0/8 is this machine: two addresses of one broker."""
    broker = start_broker(listen="0.0.0.0:0")
    for address in ("127.0.0.1", "127.0.0.2"):
        listing = kcat.run("-b", f"{address}:{broker.port}", "-L", "-J").decode()
        assert f'"name":"{address}:{broker.port}"' in listing


def test_a_long_poll_is_answered_as_soon_as_a_record_comes(broker):
    topic = create_topic(broker, "poll")
    arrivals = []

    def read():
        # With the wait this long, only an answer at the record's arrival is in time.
        confluent.consume(broker.bootstrap, topic, 1, properties={"fetch.wait.max.ms": 30000})
        arrivals.append(time.monotonic())

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(1.5)
    sent = time.monotonic()
    confluent.produce(broker.bootstrap, topic, numbered(1))
    reader.join(15)
    assert arrivals and arrivals[0] - sent < 5


def test_records_larger_than_a_fetch_still_arrive(broker):
    topic = create_topic(broker, "large", max_message_bytes=4_000_000)
    records = [Record(bytes([n]) * 1_500_000) for n in range(3)]
    settings = {"message.max.bytes": 4_000_000}
    confluent.produce(broker.bootstrap, topic, records, properties=settings)
    received = confluent.consume(broker.bootstrap, topic, 3, properties={"fetch.message.max.bytes": 1000})
    assert [record.value for record in received] == [record.value for record in records]


def test_a_record_over_the_topic_limit_is_refused(broker):
    topic = create_topic(broker, "limited", max_message_bytes=10_000)
    errors = []
    producer = Producer({"bootstrap.servers": broker.bootstrap})
    producer.produce(topic, b"x" * 50_000, on_delivery=lambda error, _: errors.append(error))
    producer.flush(20)
    assert errors and errors[0].code() == KafkaError.MSG_SIZE_TOO_LARGE
    assert end_offset(broker, topic) == 0
