"""`ottla group` from end to end, over groups that real clients made: lag, resets, refusals."""

import json
import time

import pytest
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient
from kafka import KafkaConsumer
from kafka import TopicPartition as Place
from kafka.structs import OffsetAndMetadata

from clients import confluent
from clients.record import Record, numbered
from cutting_proxy import CuttingProxy
from older_broker import OlderBroker
from topics import create_topic

DONE, FAILED, USAGE = 0, 1, 2


@pytest.fixture
def group_command(broker, ottla):
    def run(*arguments, **options):
        return ottla("group", *arguments, broker=broker, **options)

    return run


def timed(count, timestamp):
    return [Record(f"value {n}".encode(), f"key {n}".encode(), (), timestamp + n) for n in range(count)]


def commit(broker, group, offsets):
    """Offsets of a group without members: {(topic, partition): offset}."""
    consumer = Consumer({"bootstrap.servers": broker.bootstrap, "group.id": group, "enable.auto.commit": False})
    try:
        consumer.commit(
            offsets=[TopicPartition(topic, partition, offset) for (topic, partition), offset in offsets.items()],
            asynchronous=False)
    finally:
        consumer.close()


def committed(broker, group, *places):
    consumer = Consumer({"bootstrap.servers": broker.bootstrap, "group.id": group, "enable.auto.commit": False})
    try:
        found = consumer.committed([TopicPartition(topic, partition) for topic, partition in places], timeout=20)
        return [place.offset for place in found]
    finally:
        consumer.close()


class Member:
    """A consumer that has joined and stays while the test looks."""

    def __init__(self, broker, group, topic, client="reader"):
        self.consumer = Consumer({
            "bootstrap.servers": broker.bootstrap, "group.id": group, "client.id": client, "enable.auto.commit": False,
            "auto.offset.reset": "earliest"})
        self.consumer.subscribe([topic])
        self.waiting = []

    def __enter__(self):
        deadline = time.monotonic() + 30
        while not self.consumer.assignment():
            assert time.monotonic() < deadline, "no assignment within 30 s"
            self.waiting += [self.consumer.poll(0.1)]
        return self

    def __exit__(self, *_):
        self.consumer.close()

    def next(self):
        """The next record; joining may have brought the first already."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            message = self.waiting.pop(0) if self.waiting else self.consumer.poll(0.2)
            if message is not None and message.error() is None:
                return message
        raise AssertionError("no record within 30 s")

    def read(self, count):
        for _ in range(count):
            last = self.next()
        self.consumer.commit(last, asynchronous=False)


def described(group_command, group):
    (found,) = json.loads(group_command("describe", group, "--json").succeeded())["groups"]
    return found


def position(group_command, group, partition=0):
    return next(each for each in described(group_command, group)["partitions"] if each["partition"] == partition)


def test_lag_is_exact_in_records_and_in_time(broker, group_command):
    topic = create_topic(broker, "orders", partitions=2)
    age = 3_690_000
    began = int(time.time() * 1000)
    confluent.produce(broker.bootstrap, topic, timed(1000, began - age), "lz4", properties={"batch.num.messages": 37})
    confluent.produce(broker.bootstrap, topic, numbered(5), partition=1)
    commit(broker, "billing", {(topic, 0): 123, (topic, 1): 5})
    found = described(group_command, "billing")
    assert (found["state"], found["members"], found["lag"]) == ("Empty", [], 877)
    first, second = found["partitions"]
    assert (first["committedOffset"], first["endOffset"], first["lag"], first["isLagExact"]) == (123, 1000, 877, True)
    # The next record is number 123, made 123 ms after the first.
    assert 0 <= first["lagMilliseconds"] - (age - 123) <= time.time() * 1000 - began
    assert (second["lag"], second["lagMilliseconds"], second["remarks"]) == (0, None, [])
    text = group_command("describe", "billing").succeeded()
    assert "877 records" in text and "1 h 1 m" in text


def test_what_was_deleted_before_it_was_read_is_said(broker, group_command):
    topic = create_topic(broker, "orders")
    confluent.produce(broker.bootstrap, topic, numbered(2000), properties={"batch.num.messages": 100})
    commit(broker, "billing", {(topic, 0): 300})
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    (deleted,) = admin.delete_records([TopicPartition(topic, 0, 1550)]).values()
    assert deleted.result(20).low_watermark == 1550
    found = position(group_command, "billing")
    assert (found["lag"], found["lost"], found["isLagExact"]) == (450, 1250, True)
    assert found["remarks"] == ["1,250 records were deleted before they were read"]
    assert "1,250 records were deleted" in group_command("describe", "billing").succeeded()


def test_a_topic_made_anew_is_noticed(broker, group_command, ottla):
    topic = create_topic(broker, "orders")
    other = create_topic(broker, "kept")
    confluent.produce(broker.bootstrap, topic, numbered(100))
    commit(broker, "billing", {(topic, 0): 80, (other, 0): 0})
    ottla("topic", "delete", topic, broker=broker).succeeded()
    partitions = described(group_command, "billing")["partitions"]
    # A broker forgets the offsets of a topic that was deleted, sooner or later.
    assert all(each["remarks"] == ["the partition is gone"] and each["lag"] is None for each in partitions if each["topic"] == topic)
    assert any(each["topic"] == other and each["lag"] == 0 for each in partitions)


def test_members_are_shown_with_what_they_read(broker, group_command):
    topic = create_topic(broker, "orders", partitions=3)
    confluent.produce(broker.bootstrap, topic, numbered(50))
    with Member(broker, "billing", topic, client="reader-7") as member:
        member.read(20)
        found = described(group_command, "billing")
        assert (found["state"], found["type"], found["protocolType"], found["assignor"]) == ("Stable", "classic", "consumer", "range")
        (seen,) = found["members"]
        assert seen["clientId"] == "reader-7" and seen["host"] == "127.0.0.1"
        assert [each["partition"] for each in seen["partitions"]] == [0, 1, 2]
        assert [each["lag"] for each in found["partitions"]] == [30, None, None]
        assert found["partitions"][1]["remarks"] == ["not committed"]
        assert {each["clientId"] for each in found["partitions"]} == {"reader-7"}
        text = group_command("describe", "billing", "--members").succeeded()
        assert "reader-7" in text and "orders:0-2" in text
        state = group_command("describe", "billing", "--state").succeeded()
        assert "Stable" in state and "orders" not in state


def test_a_group_of_kafka_python_is_shown_the_same_way(broker, group_command):
    topic = create_topic(broker, "orders")
    confluent.produce(broker.bootstrap, topic, numbered(40))
    consumer = KafkaConsumer(
        topic, bootstrap_servers=broker.bootstrap, group_id="python", client_id="py-1", enable_auto_commit=False,
        auto_offset_reset="earliest")
    try:
        deadline = time.monotonic() + 30
        while not consumer.assignment():
            assert time.monotonic() < deadline
            consumer.poll(200)
        consumer.commit({Place(topic, 0): OffsetAndMetadata(13, "noted", -1)})
        found = position(group_command, "python")
        assert (found["lag"], found["clientId"], found["metadata"]) == (27, "py-1", "noted")
    finally:
        consumer.close()


def test_a_group_of_the_new_protocol_is_shown_with_its_type(broker, group_command):
    topic = create_topic(broker, "orders", partitions=2)
    confluent.produce(broker.bootstrap, topic, numbered(10))
    consumer = Consumer({
        "bootstrap.servers": broker.bootstrap, "group.id": "modern", "group.protocol": "consumer", "client.id": "m-1",
        "enable.auto.commit": False, "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    try:
        deadline = time.monotonic() + 30
        while not consumer.assignment():
            assert time.monotonic() < deadline
            consumer.poll(0.2)
        consumer.commit(offsets=[TopicPartition(topic, 0, 4)], asynchronous=False)
        found = described(group_command, "modern")
        assert found["type"] == "consumer" and found["epoch"] >= 1 and found["assignor"]
        assert [each["clientId"] for each in found["members"]] == ["m-1"]
        assert [(each["partition"], each["lag"], each["clientId"]) for each in found["partitions"]] == [(0, 6, "m-1"), (1, None, "m-1")]
        assert group_command("list", "--type", "consumer").succeeded().split() == ["modern"]
        refused = group_command("reset-offsets", "modern", "--all-topics", "--to-earliest", "--execute")
        assert refused.status == FAILED and "m-1 at 127.0.0.1" in refused.errors
    finally:
        consumer.close()


def test_groups_are_listed_and_chosen(broker, group_command):
    topic = create_topic(broker, "orders")
    commit(broker, "idle", {(topic, 0): 0})
    with Member(broker, "busy", topic):
        assert group_command("list").succeeded().split() == ["busy", "idle"]
        assert group_command("list", "--state", "stable").succeeded().split() == ["busy"]
        assert group_command("list", "--state", "empty").succeeded().split() == ["idle"]
        assert group_command("list", "--type", "classic").succeeded().split() == ["busy", "idle"]
        table = group_command("list", "--verbose").succeeded().splitlines()
        assert table[0].split() == ["GROUP", "STATE", "TYPE", "PROTOCOL", "COORDINATOR"]
        assert table[1].split()[:4] == ["busy", "Stable", "classic", "consumer"]
        both = json.loads(group_command("list", "--json").succeeded())["groups"]
        assert [each["name"] for each in both] == ["busy", "idle"]


@pytest.mark.parametrize("way, expected", [
    (["--to-earliest"], 100), (["--to-latest"], 1000), (["--to-offset", 250], 250), (["--to-offset", 5], 100),
    (["--to-offset", 5000], 1000), (["--shift-by", 50], 450), (["--shift-by", -50], 350), (["--shift-by", -1000], 100),
    (["--to-current"], 400), (["--to-time", "@1700000000600"], 600), (["--to-time", "2023-11-14T22:13:20.700Z"], 700),
    (["--to-time", "2100-01-01"], 1000),
])
def test_offsets_are_moved(way, expected, broker, group_command):
    topic = create_topic(broker, "orders", retention_ms=-1)
    confluent.produce(broker.bootstrap, topic, timed(1000, 1_700_000_000_000))
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    (deleted,) = admin.delete_records([TopicPartition(topic, 0, 100)]).values()
    deleted.result(20)
    commit(broker, "billing", {(topic, 0): 400})
    command = ["reset-offsets", "billing", "--topic", topic, *way]
    plan = json.loads(group_command(*command, "--json").succeeded())
    (step,) = plan["partitions"]
    assert (plan["executed"], step["currentOffset"], step["newOffset"]) == (False, 400, expected)
    assert (step["startOffset"], step["endOffset"]) == (100, 1000)
    assert committed(broker, "billing", (topic, 0)) == [400], "a plan changes nothing"
    group_command(*command, "--execute").succeeded()
    assert committed(broker, "billing", (topic, 0)) == [expected]
    # A consumer that joins goes on exactly there.
    if expected < 1000:
        with Member(broker, "billing", topic) as member:
            assert member.next().offset() == expected


def test_a_plan_says_what_it_is_and_what_it_clamped(broker, group_command):
    topic = create_topic(broker, "orders", partitions=2)
    confluent.produce(broker.bootstrap, topic, numbered(10))
    commit(broker, "billing", {(topic, 0): 4})
    outcome = group_command("reset-offsets", "billing", "--topic", topic, "--to-offset", 7)
    lines = outcome.succeeded().splitlines()
    assert lines[0].split() == ["TOPIC", "PARTITION", "CURRENT", "NEW", "START", "END", "REMARKS"]
    assert lines[1].split() == [topic, "0", "4", "7", "0", "10"]
    assert lines[2].split() == [topic, "1", "-", "0", "0", "0", "7", "is", "beyond", "the", "end", "of", "the", "log"]
    assert "--execute" in outcome.errors
    one = group_command("reset-offsets", "billing", "--topic", f"{topic}:0", "--to-latest").succeeded()
    assert len(one.splitlines()) == 2


def test_what_is_exported_is_restored(broker, group_command, tmp_path):
    topic = create_topic(broker, "orders", partitions=3)
    for partition in range(3):
        confluent.produce(broker.bootstrap, topic, numbered(20), partition=partition)
    commit(broker, "billing", {(topic, 0): 3, (topic, 1): 7, (topic, 2): 11})
    saved = group_command("reset-offsets", "billing", "--all-topics", "--to-current", "--export").succeeded()
    assert saved == f"{topic},0,3\n{topic},1,7\n{topic},2,11\n"
    group_command("reset-offsets", "billing", "--all-topics", "--to-latest", "--execute").succeeded()
    places = [(topic, partition) for partition in range(3)]
    assert committed(broker, "billing", *places) == [20, 20, 20]
    file = tmp_path / "saved.csv"
    file.write_text(saved)
    group_command("reset-offsets", "billing", "--from-file", file, "--execute").succeeded()
    assert committed(broker, "billing", *places) == [3, 7, 11]
    group_command("reset-offsets", "billing", "--from-file", "-", "--execute", stdin=f"{topic},1,1\n").succeeded()
    assert committed(broker, "billing", *places) == [3, 1, 11]
    file.write_text(f"{topic},0\n")
    wrong = group_command("reset-offsets", "billing", "--from-file", file)
    assert wrong.status == USAGE and "line 1" in wrong.errors


def test_a_live_group_is_refused_and_its_members_are_named(broker, group_command):
    topic = create_topic(broker, "orders")
    confluent.produce(broker.bootstrap, topic, numbered(10))
    command = ["reset-offsets", "billing", "--topic", topic, "--to-latest"]
    with Member(broker, "billing", topic, client="reader-7") as member:
        member.read(4)
        plan = group_command(*command)
        assert plan.status == FAILED and topic in plan.output
        assert "--execute would be refused" in plan.errors and "reader-7" in plan.errors
        plan = group_command(*command, "--json")
        assert plan.status == FAILED and "reader-7" in json.loads(plan.output)["refusal"]
        exported = group_command("reset-offsets", "billing", "--all-topics", "--to-current", "--export")
        assert exported.succeeded() == f"{topic},0,4\n" and "reader-7" in exported.errors
        refused = group_command(*command, "--execute")
        assert refused.status == FAILED and not refused.output
        assert "reader-7 at 127.0.0.1" in refused.errors and "Stop it first" in refused.errors
        for other in (["delete", "billing"], ["delete-offsets", "billing", "--topic", topic]):
            refused = group_command(*other)
            assert refused.status == FAILED and "reader-7" in refused.errors, f"{other}: {refused}"
        assert committed(broker, "billing", (topic, 0)) == [4]
    group_command(*command, "--execute").succeeded()
    assert committed(broker, "billing", (topic, 0)) == [10]


def test_groups_and_offsets_are_deleted(broker, group_command):
    orders, payments = create_topic(broker, "orders", partitions=2), create_topic(broker, "payments")
    commit(broker, "billing", {(orders, 0): 0, (orders, 1): 0, (payments, 0): 0})
    assert "orders-1" in group_command("delete-offsets", "billing", "--topic", "orders:1").succeeded()
    assert [(each["topic"], each["partition"]) for each in described(group_command, "billing")["partitions"]] == [
        ("orders", 0), ("payments", 0)]
    group_command("delete-offsets", "billing", "--topic", "orders", "--topic", "payments:0").succeeded()
    again = group_command("delete-offsets", "billing", "--topic", "orders")
    assert again.status == FAILED and "billing" in again.errors
    commit(broker, "shipping", {(orders, 0): 0})
    assert group_command("delete", "shipping").succeeded() == "Deleted group shipping.\n"
    assert "shipping" not in group_command("list").succeeded().split()
    gone = group_command("delete", "shipping")
    assert gone.status == FAILED and "shipping" in gone.errors
    assert group_command("delete", "shipping", "--if-exists").status == DONE


def test_what_was_deleted_is_told_though_the_connection_is_lost_then(start_broker, ottla):
    proxy = CuttingProxy(1)
    try:
        broker = start_broker(settings={"advertised.listeners": f"PLAINTEXT://127.0.0.1:{proxy.port}"})
        proxy.target = (broker.host, broker.port)
        topic = create_topic(broker, "orders")
        groups = ["first", "second", "third"]
        for group in groups:
            commit(broker, group, {(topic, 0): 0})
        proxy.cut_at(b"second")
        outcome = ottla("group", "delete", *groups, "--timeout", "3", broker=broker)
        assert outcome.status not in (DONE, USAGE)
        assert outcome.output == "Deleted group first.\n"
        assert "second may be deleted or not; not tried: third" in outcome.errors
        proxy.cut_at(None)
        assert ottla("group", "list", broker=broker).succeeded().split() == ["second", "third"]
    finally:
        proxy.close()


def test_mistakes_are_explained(broker, group_command):
    topic = create_topic(broker, "orders")
    commit(broker, "billing", {(topic, 0): 0})
    for command in (["describe", "biling"], ["delete", "biling"], ["delete-offsets", "biling", "--topic", topic],
                    ["reset-offsets", "biling", "--all-topics", "--to-latest"]):
        outcome = group_command(*command)
        assert outcome.status == FAILED and "Did you mean billing?" in outcome.errors, f"{command}: {outcome}"
    missing = group_command("reset-offsets", "billing", "--topic", "nowhere", "--to-latest")
    assert missing.status == FAILED and "nowhere" in missing.errors
    beyond = group_command("reset-offsets", "billing", "--topic", f"{topic}:5", "--to-latest")
    assert beyond.status == FAILED and "no partition 5" in beyond.errors
    assert group_command("reset-offsets", "billing", "--topic", topic).status == USAGE
    assert group_command("reset-offsets", "billing", "--to-latest").status == USAGE


def test_a_group_can_be_given_offsets_before_it_exists(broker, group_command):
    topic = create_topic(broker, "orders")
    confluent.produce(broker.bootstrap, topic, numbered(10))
    command = ["reset-offsets", "future", "--topic", topic, "--to-offset", 6]
    plan = group_command(*command)
    assert plan.status == DONE and "there is no group future" in plan.errors
    group_command(*command, "--execute").succeeded()
    assert position(group_command, "future")["lag"] == 4


def test_lag_and_offsets_outlive_the_broker(broker, group_command):
    topic = create_topic(broker, "orders", segment_bytes=1 << 20)
    confluent.produce(broker.bootstrap, topic, numbered(30_000), properties={"batch.num.messages": 500})
    commit(broker, "billing", {(topic, 0): 1234})
    before = position(group_command, "billing")
    assert (before["lag"], before["isLagExact"]) == (28_766, True)
    broker.kill()
    broker.restart()
    after = position(group_command, "billing")
    assert (after["lag"], after["committedOffset"], after["isLagExact"]) == (28_766, 1234, True)


def test_a_broker_that_tells_no_lag_gives_an_upper_bound(start_broker, ottla):
    # ListOffsets without tags, FindCoordinator for one key, groups described and listed the old way.
    older = OlderBroker({2: (0, 11, 5), 10: (0, 6, 3), 15: (0, 6, 4), 16: (0, 5, 3), 9: (0, 10, 7)})
    broker = start_broker(settings={"advertised.listeners": f"PLAINTEXT://{older.bootstrap}"})
    older.target = (broker.host, broker.port)
    try:
        topic = create_topic(older, "orders")
        confluent.produce(older.bootstrap, topic, numbered(100))
        commit(older, "billing", {(topic, 0): 40})
        older.patched = 0
        found = json.loads(ottla("group", "describe", "billing", "--json", broker=older).succeeded())["groups"][0]["partitions"][0]
        assert older.patched >= 5, "the proxy has not made the broker older"
        assert (found["lag"], found["isLagExact"], found["lagMilliseconds"]) == (60, False, None)
        assert found["remarks"] == ["at most, and of unknown age: the broker tells no lag"]
        assert ottla("group", "list", broker=older).succeeded().split() == ["billing"]
        refused = ottla("group", "list", "--state", "stable", broker=older)
        assert refused.status == FAILED and "cannot choose groups by state" in refused.errors
        ottla("group", "reset-offsets", "billing", "--all-topics", "--to-latest", "--execute", broker=older).succeeded()
        assert ottla("group", "reset-offsets", "billing", "--all-topics", "--to-current", "--export", broker=older).succeeded() == (
            f"{topic},0,100\n")
    finally:
        older.close()
