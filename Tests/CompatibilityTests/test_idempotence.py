"""Idempotent producers keep their order without doubles, whatever happens to their connections."""

import pytest

import wire
from clients import aio, confluent, kafka_python
from clients.record import number, numbered
from cutting_proxy import CuttingProxy
from log_files import read_partition
from topics import create_topic, end_offset
from wire import Wire

# Small batches, so that many are in flight when a connection is cut.
PROPERTIES = {
    "confluent-kafka": {"enable.idempotence": True, "batch.num.messages": 20, "retry.backoff.ms": 20, "reconnect.backoff.ms": 10,
                        "reconnect.backoff.max.ms": 100, "linger.ms": 1, "log_level": 0},
    "kafka-python": {"batch_size": 2000, "retry_backoff_ms": 20, "reconnect_backoff_ms": 10, "reconnect_backoff_max_ms": 100},
    "aiokafka": {"max_batch_size": 2000, "retry_backoff_ms": 20},
    "java": {"batch.size": 2000, "retry.backoff.ms": 20, "retry.backoff.max.ms": 100, "reconnect.backoff.ms": 10,
             "reconnect.backoff.max.ms": 100, "max.in.flight.requests.per.connection": 5},
}
CLIENTS = {module.NAME: module for module in (confluent, kafka_python, aio)}


@pytest.fixture
def proxied_broker(start_broker, seed):
    proxies = []

    def start():
        proxy = CuttingProxy(seed)
        proxies.append(proxy)
        broker = start_broker(settings={"advertised.listeners": f"PLAINTEXT://127.0.0.1:{proxy.port}"})
        proxy.target = (broker.host, broker.port)
        return broker, proxy

    yield start
    for proxy in proxies:
        proxy.close()


@pytest.mark.soak
@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", PROPERTIES)
def test_cut_connections_neither_lose_double_nor_reorder(name, proxied_broker, scale, request):
    client = request.getfixturevalue("java") if name == "java" else CLIENTS[name]
    broker, proxy = proxied_broker()
    topic = create_topic(broker, "cut")
    records = numbered(scale.cut_records, size=400)
    cuts = scale.cut_records // 100
    # Nothing is compressed: at least these bytes pass before all is acknowledged, and each record is whole in some of them.
    proxy.cut(cuts, within=sum(len(record.key) + len(record.value) for record in records))
    client.produce(f"127.0.0.1:{proxy.port}", topic, records, properties=PROPERTIES[name])
    assert proxy.made == cuts
    stored = read_partition(broker.partition_directory(topic)).records
    assert [int(record.value[:10]) for record in stored] == list(range(scale.cut_records))
    assert len(consumed(broker, topic, scale.cut_records)) == scale.cut_records


def consumed(broker, topic, count):
    received = confluent.consume(f"{broker.host}:{broker.port}", topic, count)
    assert [number(record) for record in received] == list(range(count))
    return received


def test_a_repeated_batch_is_answered_with_its_first_offset_and_not_stored_again(broker):
    topic = create_topic(broker, "repeated")
    with Wire(broker) as connection:
        producer, epoch = wire.init_producer_id(connection)
        batches = [wire.batch([b"a", b"b"], producer, epoch, sequence) for sequence in (0, 2, 4, 6, 8)]
        for index, batch in enumerate(batches):
            assert wire.produce(connection, 7, topic, batch) == (wire.NONE, 2 * index)
        for index, batch in enumerate(batches):
            # Five are remembered: enough for all that a client may have in flight.
            assert wire.produce(connection, 7, topic, batch) == (wire.NONE, 2 * index)
    assert end_offset(broker, topic) == 10


def test_a_gap_in_the_sequence_is_refused(broker):
    topic = create_topic(broker, "gap")
    with Wire(broker) as connection:
        producer, epoch = wire.init_producer_id(connection)
        assert wire.produce(connection, 7, topic, wire.batch([b"a"], producer, epoch, 0)) == (wire.NONE, 0)
        assert wire.produce(connection, 7, topic, wire.batch([b"b"], producer, epoch, 2))[0] == wire.OUT_OF_ORDER_SEQUENCE
        assert wire.produce(connection, 7, topic, wire.batch([b"b"], producer, epoch, 1)) == (wire.NONE, 1)


def test_a_newer_epoch_starts_over_and_fences_the_older(broker):
    topic = create_topic(broker, "epoch")
    with Wire(broker) as connection:
        producer, epoch = wire.init_producer_id(connection)
        assert wire.produce(connection, 7, topic, wire.batch([b"a"], producer, epoch, 0)) == (wire.NONE, 0)
        assert wire.produce(connection, 7, topic, wire.batch([b"b"], producer, epoch + 1, 5))[0] == wire.OUT_OF_ORDER_SEQUENCE
        assert wire.produce(connection, 7, topic, wire.batch([b"b"], producer, epoch + 1, 0)) == (wire.NONE, 1)
        assert wire.produce(connection, 7, topic, wire.batch([b"c"], producer, epoch, 1))[0] == wire.INVALID_PRODUCER_EPOCH


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_producers_are_remembered_across_a_restart(ending, broker):
    topic = create_topic(broker, "remembered")
    with Wire(broker) as connection:
        producer, epoch = wire.init_producer_id(connection)
        last = wire.batch([b"c"], producer, epoch, 2)
        assert wire.produce(connection, 7, topic, wire.batch([b"a", b"b"], producer, epoch, 0)) == (wire.NONE, 0)
        assert wire.produce(connection, 7, topic, last) == (wire.NONE, 2)
    getattr(broker, ending)()
    broker.restart()
    with Wire(broker) as connection:
        assert wire.produce(connection, 7, topic, last) == (wire.NONE, 2)
        assert wire.produce(connection, 7, topic, wire.batch([b"e"], producer, epoch, 4))[0] == wire.OUT_OF_ORDER_SEQUENCE
        assert wire.produce(connection, 7, topic, wire.batch([b"d"], producer, epoch, 3)) == (wire.NONE, 3)
        again, _ = wire.init_producer_id(connection)
        assert again != producer, "a producer id was handed out twice"
