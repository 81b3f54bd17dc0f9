"""Old clients: message formats 0 and 1, the first versions of Produce and Fetch, and clients that ask for no versions."""

import pytest

import wire
from clients import kafka_python, kcat
from clients.record import Record, number, numbered
from log_files import read_partition
from topics import create_topic, end_offset
from wire import Wire

# The message format that each version of Produce carried, and that each version of Fetch is able to carry.
PRODUCE_FORMATS = {0: 0, 1: 0, 2: 1}
FETCH_FORMATS = {0: 0, 1: 0, 2: 1, 3: 1}


def old_messages(magic, count=5):
    return [wire.message(magic, b"value %d" % n, b"key" if n % 2 else None) for n in range(count)]


def content(messages):
    return [(key, value) for _, _, key, value, _ in messages]


EXPECTED = [(b"key" if n % 2 else None, b"value %d" % n) for n in range(5)]


@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "lz4"])
@pytest.mark.parametrize("version", PRODUCE_FORMATS)
def test_a_message_set_is_taken_and_given_in_every_old_version(version, codec, broker):
    topic = create_topic(broker, "old")
    magic = PRODUCE_FORMATS[version]
    messages = old_messages(magic)
    codecs = {"gzip": 1, "snappy": 2, "lz4": 3}
    stored = wire.message_set(messages) if codec == "none" else wire.compressed_message_set(magic, codecs[codec], messages)
    with Wire(broker) as connection:
        assert wire.produce(connection, version, topic, stored, acks=1) == (wire.NONE, 0)
        assert wire.produce(connection, version, topic, stored) == (wire.NONE, 5)
        for fetch_version, highest in FETCH_FORMATS.items():
            error, high, records = wire.fetch(connection, fetch_version, topic, 0)
            received = wire.parse_message_set(records)
            assert (error, high) == (wire.NONE, 10)
            assert content(received) == EXPECTED * 2
            assert [entry[0] for entry in received] == list(range(10))
            assert all(entry[1] <= highest for entry in received)
    # A current client reads the same records.
    current = kafka_python.consume(broker.bootstrap, topic, 10)
    assert [(record.key, record.value) for record in current] == EXPECTED * 2
    if magic == 1:
        assert {record.timestamp for record in current} == {1_700_000_000_000}
    # On disk there is the current format only.
    assert len(read_partition(broker.partition_directory(topic)).records) == 10


@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "lz4", "zstd"])
@pytest.mark.parametrize("version", FETCH_FORMATS)
def test_an_old_fetch_reads_what_a_current_client_wrote(version, codec, broker):
    topic = create_topic(broker, "new")
    records = [Record(b"value", b"key", (("dropped", b"header"),)), Record(None, b"tombstone"), Record(b"x" * 5000)]
    kafka_python.produce(broker.bootstrap, topic, records, codec)
    with Wire(broker) as connection:
        error, high, data = wire.fetch(connection, version, topic, 1)
        if codec == "zstd":
            # The old formats have no zstd: the answer is an error, or the records in a form the client can read.
            assert error == wire.UNSUPPORTED_COMPRESSION_TYPE or content(wire.parse_message_set(data))
            return
        assert (error, high) == (wire.NONE, 3)
        received = [entry for entry in wire.parse_message_set(data) if entry[0] >= 1]
        assert content(received) == [(record.key, record.value) for record in records[1:]]


@pytest.mark.parametrize("version", range(3, 9))
def test_a_batch_is_taken_in_every_version_without_tags(version, broker):
    topic = create_topic(broker, "batch")
    with Wire(broker) as connection:
        assert wire.produce(connection, version, topic, wire.batch([b"a", b"b"])) == (wire.NONE, 0)
        assert wire.produce(connection, version, topic, wire.batch([b"c"])) == (wire.NONE, 2)
        error, high, records = wire.fetch(connection, 4, topic, 0)
        assert (error, high) == (wire.NONE, 3)
        assert len(records) > 2 * 61


def test_an_old_message_with_a_wrong_checksum_is_refused(broker):
    topic = create_topic(broker, "corrupt")
    spoiled = bytearray(wire.message_set(old_messages(1)))
    spoiled[-1] ^= 1
    with Wire(broker) as connection:
        assert wire.produce(connection, 2, topic, bytes(spoiled))[0] == wire.CORRUPT_MESSAGE
    assert end_offset(broker, topic) == 0


@pytest.mark.parametrize("version", ["0.9.0.1", "0.10.0.0", "0.11.0.0"])
def test_kcat_works_as_a_client_of_an_old_broker(version, broker):
    """librdkafka told to ask for no versions and to believe in an old broker: it speaks that time's formats."""
    topic = create_topic(broker, "fallback")
    properties = {"api.version.request": "false", "broker.version.fallback": version}
    kcat.produce(broker.bootstrap, topic, numbered(500), "gzip", 1, properties=properties)
    received = kcat.consume(broker.bootstrap, topic, 500, properties=properties)
    assert [number(record) for record in received] == list(range(500))


@pytest.mark.parametrize("version", [(0, 8, 2), (0, 9), (0, 10, 0), (0, 10, 2), (0, 11), (1, 0), (2, 0), (2, 5)])
def test_kafka_python_works_as_a_client_of_an_old_broker(version, broker):
    topic = create_topic(broker, "fallback")
    records = numbered(200)
    settings = {"api_version": version, "enable_idempotence": False}
    kafka_python.produce(broker.bootstrap, topic, records, "gzip", 1, properties=settings)
    received = kafka_python.consume(broker.bootstrap, topic, 200, properties={"api_version": version})
    assert [number(record) for record in received] == list(range(200))
    assert [record.key for record in received] == [record.key for record in records]
