"""The end of a broker: graceful, in time, and marked; or at once."""

import signal
import threading
import time

import pytest
from confluent_kafka import Producer

from clients import confluent
from clients.record import numbered
from log_files import read_checkpoint, read_partition
from topics import create_topic, end_offset

MARKER = ".kafka_cleanshutdown"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_within_five_seconds_and_marks_a_clean_end(number, broker):
    topic = create_topic(broker, "ended")
    confluent.produce(broker.bootstrap, topic, numbered(1000))
    assert not (broker.data / MARKER).exists(), "the marker must not stand while the broker runs"
    began = time.monotonic()
    broker.signal(number)
    assert broker.wait(5) == 0
    assert time.monotonic() - began < 5
    assert (broker.data / MARKER).exists()
    recovery = {(name, int(partition)): int(offset) for name, partition, offset in read_checkpoint(broker.data / "recovery-point-offset-checkpoint")}
    assert recovery[(topic, 0)] == 1000
    assert len(read_partition(broker.partition_directory(topic)).records) == 1000
    broker.restart()
    assert not (broker.data / MARKER).exists()
    assert end_offset(broker, topic) == 1000


def test_it_ends_in_time_while_clients_produce_and_wait(broker):
    topic = create_topic(broker, "busy")
    create_topic(broker, "quiet")
    waiting = threading.Thread(target=wait_for_a_record, args=(broker,))
    waiting.start()
    producer = Producer({"bootstrap.servers": broker.bootstrap, "log_level": 0, "message.timeout.ms": 2000})
    acknowledged = []
    deadline = time.monotonic() + 1
    while time.monotonic() < deadline:
        producer.produce(topic, b"x" * 100, partition=0, on_delivery=lambda error, message: acknowledged.append(message.offset()) if error is None else None)
        producer.poll(0)
    began = time.monotonic()
    broker.signal(signal.SIGTERM)
    assert broker.wait(5) == 0
    assert time.monotonic() - began < 5
    producer.purge()
    producer.flush(5)
    waiting.join(20)
    assert (broker.data / MARKER).exists()
    stored = {record.offset for record in read_partition(broker.partition_directory(topic), check_crc=False).records}
    assert acknowledged and set(acknowledged) <= stored


def wait_for_a_record(broker):
    with pytest.raises(Exception):
        confluent.consume(broker.bootstrap, "quiet", 1, within=4, properties={"fetch.wait.max.ms": 30000, "log_level": 0})


def test_a_second_signal_ends_it_at_once(broker):
    create_topic(broker, "second")
    broker.signal(signal.SIGTERM)
    try:
        broker.process.send_signal(signal.SIGTERM)
    except ProcessLookupError:
        pass
    began = time.monotonic()
    broker.wait(2)
    assert time.monotonic() - began < 2


def test_it_ends_in_time_with_many_partitions(broker):
    create_topic(broker, "wide", partitions=1000)
    for partition in range(0, 1000, 10):
        confluent.produce(broker.bootstrap, "wide", numbered(1), partition=partition)
    broker.signal(signal.SIGTERM)
    assert broker.wait(5) == 0
    assert (broker.data / MARKER).exists()


def test_two_brokers_do_not_share_a_data_directory(broker, ottla):
    second = ottla("serve", "--listen", "127.0.0.1:0", "--data-dir", broker.data, within=10)
    assert second.status != 0
    assert str(broker.data) in second.errors + second.output
    assert broker.is_running()


def test_a_taken_port_is_named(broker, ottla, tmp_path):
    second = ottla("serve", "--listen", broker.bootstrap, "--data-dir", tmp_path / "other", within=10)
    assert second.status != 0
    assert str(broker.port) in second.errors + second.output
