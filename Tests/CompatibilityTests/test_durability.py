"""What was acknowledged stays: across kill -9, a clean end, and a restart."""

import random
import threading
import time

import pytest
from confluent_kafka import Producer, TopicCollection
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType

from clients import confluent
from clients.record import numbered
from log_files import read_partition
from topics import create_topic, end_offset


class Stream:
    """A thread that produces numbered records without pause and notes which were acknowledged."""

    def __init__(self, broker, topic, first):
        self.acknowledged = {}
        self.stopping = False
        self.producer = Producer({
            "bootstrap.servers": broker.bootstrap, "enable.idempotence": True, "linger.ms": 2, "log_level": 0,
            "message.timeout.ms": 3000})
        self.topic, self.next = topic, first
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.stopping:
            try:
                self.producer.produce(self.topic, b"%010d" % self.next + b"x" * 90, partition=0, on_delivery=self.report(self.next))
                self.next += 1
            except BufferError:
                self.producer.poll(0.05)
            self.producer.poll(0)

    def report(self, number):
        def delivered(error, message):
            if error is None:
                self.acknowledged[number] = message.offset()

        return delivered

    def wait_for_acknowledgement(self, within=20):
        deadline = time.monotonic() + within
        while not self.acknowledged:
            assert time.monotonic() < deadline, "nothing was acknowledged"
            time.sleep(0.01)

    def stop(self):
        self.stopping = True
        self.thread.join()
        self.producer.purge()
        self.producer.flush(5)


@pytest.mark.soak
@pytest.mark.timeout(200)
def test_kill_9_in_a_stream_of_acknowledgements_loses_none(broker, scale, seed):
    generator = random.Random(seed)
    topic = create_topic(broker, "killed", segment_bytes=1 << 20)
    acknowledged, first, seen = {}, 0, Log(topic)
    for round in range(scale.kill_rounds):
        stream = Stream(broker, topic, first)
        stream.wait_for_acknowledgement()
        time.sleep(generator.uniform(0.1, 1))
        broker.kill()
        stream.stop()
        first = stream.next
        broker.restart()
        stored = seen.read_on(broker)
        lost = [number for number, offset in stream.acknowledged.items() if stored.get(offset) != number]
        assert not lost, f"round {round}: {len(lost)} of {len(stream.acknowledged)} acknowledged records are gone, first {min(lost)}"
        acknowledged |= stream.acknowledged
    # What was there after one round is there after all.
    everything = Log(topic).read_on(broker)
    assert everything == seen.numbers
    assert len(set(everything.values())) == len(everything), "records are stored twice"
    assert all(everything[offset] == number for number, offset in acknowledged.items())
    read_partition(broker.partition_directory(topic), check_crc=False)


class Log:
    """What a reader has seen of the topic so far: offset to number."""

    def __init__(self, topic):
        self.topic, self.numbers = topic, {}

    def read_on(self, broker):
        """Reads to the end. Gives back all of it."""
        end = end_offset(broker, self.topic)
        while len(self.numbers) < end:
            start = len(self.numbers)
            records = confluent.consume(broker.bootstrap, self.topic, min(end - start, 50_000), start=start)
            self.numbers |= {record.offset: int(record.value[:10]) for record in records}
        assert list(self.numbers) == list(range(end)), "an offset is missing"
        return self.numbers


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_a_restart_keeps_topics_configs_and_records(ending, broker, ottla):
    topic = create_topic(broker, "kept", partitions=3, retention_ms=7_200_000)
    deleted = create_topic(broker, "deleted")
    for partition in range(3):
        confluent.produce(broker.bootstrap, topic, numbered(100 + partition), "lz4", partition=partition)
    ottla("topic", "delete", deleted, broker=broker).succeeded()
    before = cluster(broker)
    getattr(broker, ending)()
    broker.restart()
    assert cluster(broker) == before
    for partition in range(3):
        assert end_offset(broker, topic, partition) == 100 + partition
        received = confluent.consume(broker.bootstrap, topic, 100 + partition, partition=partition)
        assert [record.value for record in received] == [record.value for record in numbered(100 + partition)]
        assert confluent.produce(broker.bootstrap, topic, numbered(1), partition=partition) == [100 + partition]


def cluster(broker):
    """Names, partitions, ids and configs as an admin client sees them."""
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    names = sorted(admin.list_topics(timeout=10).topics)
    described = admin.describe_topics(TopicCollection(names), request_timeout=10)
    topics = {name: (str(future.result(10).topic_id), len(future.result(10).partitions)) for name, future in described.items()}
    resources = [ConfigResource(ResourceType.TOPIC, name) for name in names]
    configs = {
        resource.name: {key: entry.value for key, entry in future.result(10).items()}
        for resource, future in admin.describe_configs(resources, request_timeout=10).items()}
    return admin.list_topics(timeout=10).cluster_id, topics, configs


def test_synced_records_are_acknowledged_with_flush_messages_1(broker):
    topic = create_topic(broker, "synced", flush_messages=1)
    confluent.produce(broker.bootstrap, topic, numbered(2000), properties={"batch.num.messages": 50})
    broker.kill()
    broker.restart()
    assert end_offset(broker, topic) == 2000


def test_a_torn_tail_is_cut_off_and_what_precedes_it_kept(broker):
    topic = create_topic(broker, "torn")
    confluent.produce(broker.bootstrap, topic, numbered(500), properties={"batch.num.messages": 50})
    broker.kill()
    log = max(broker.partition_directory(topic).glob("*.log"))
    batches = read_partition(broker.partition_directory(topic)).batches
    whole = batches[-1]
    # The last batch lost its end, as after a power failure.
    with open(log, "r+b") as file:
        file.truncate(whole.position + whole.size - 10)
    broker.restart()
    assert end_offset(broker, topic) == whole.base_offset
    received = confluent.consume(broker.bootstrap, topic, whole.base_offset)
    assert [record.value for record in received] == [record.value for record in numbered(whole.base_offset)]
    assert confluent.produce(broker.bootstrap, topic, numbered(1)) == [whole.base_offset]


def test_lost_indexes_are_built_again(broker):
    topic = create_topic(broker, "indexes", segment_bytes=1 << 20)
    confluent.produce(broker.bootstrap, topic, numbered(40_000), properties={"batch.num.messages": 100})
    broker.stop()
    removed = 0
    for pattern in ("*.index", "*.timeindex"):
        for path in broker.partition_directory(topic).glob(pattern):
            path.unlink()
            removed += 1
    assert removed > 4
    broker.restart()
    received = confluent.consume(broker.bootstrap, topic, 500, start=27_000)
    assert [record.value for record in received] == [record.value for record in numbered(27_500)[27_000:]]
    broker.stop()
    read_partition(broker.partition_directory(topic))
