"""What members that misbehave cost the others, a thousand at once, restarts, and offsets that go."""

import resource
import socket
import threading
import time

import pytest
from confluent_kafka.admin import AdminClient

import group_wire as error
from group_fixtures import broker, wire  # fixtures
from group_settings import QUICK
from group_wire import (
    ClassicMember, ConsumerMember, GroupWire, assignment, commit, committed, describe, listed, wait_for_assignment, wait_for_coordinator,
    wait_for_offset)
from topics import create_topic

# Members that misbehave, and many

def test_a_member_that_stops_reading_is_dropped_and_not_waited_for(broker):
    good = ClassicMember(broker, "g", session=2000).enter(t=[0, 1, 2, 3])
    # It asks for much, reads nothing of the answers, and sends no heartbeat.
    bad = ClassicMember(broker, "g", session=2000, rebalance=60_000)
    bad.wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    bad.send_join(3)
    flood = threading.Thread(target=describe_without_reading, args=(bad.wire, 20_000), daemon=True)
    flood.start()
    began = time.monotonic()
    while good.heartbeat() == error.NONE:
        assert time.monotonic() - began < 5, "the newcomer was not noticed"
        time.sleep(0.05)
    assert good.join()["errorCode"] == error.NONE
    # Within its session the silent one is out, and the group goes on without it.
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        given = good.sync([(good.member, assignment(t=[0, 1, 2, 3]))]) if good.is_leader else {"errorCode": error.NONE}
        if given["errorCode"] == error.NONE and len(describe(good.wire, "g")["members"]) == 1 and good.heartbeat() == error.NONE:
            break
        if good.heartbeat() == error.REBALANCE_IN_PROGRESS:
            assert good.join()["errorCode"] == error.NONE
        time.sleep(0.1)
    else:
        pytest.fail(f"the silent member is still there: {describe(good.wire, 'g')}")
    bad.wire.socket.close()
    flood.join(10)


def describe_without_reading(wire, count):
    try:
        for _ in range(count):
            wire.send_message("DescribeGroups", 5, {"groups": ["g"] * 20})
    except OSError:
        pass


# A thousand connections in one moment are more than Kafka's default lets wait for being accepted.
CROWD = QUICK | {"socket.listen.backlog.size": 2000}


@pytest.fixture
def many_sockets():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("version", [3, 7])
def test_a_thousand_members_that_join_at_once_form_one_generation(version, start_broker, many_sockets):
    broker = start_broker(settings=CROWD | {"group.initial.rebalance.delay.ms": 1000})
    create_topic(broker, "t", 4)
    wait_for_coordinator(broker)
    members = [ClassicMember(broker, "crowd", session=60_000, rebalance=60_000) for _ in range(1000)]
    for member in members:
        member.send_join(version)
    if version >= 4:
        for member in members:
            assert member.joined(version)["errorCode"] == error.MEMBER_ID_REQUIRED
            member.send_join(version)
    answers = [member.joined(version) for member in members]
    assert {answer["errorCode"] for answer in answers} == {error.NONE}
    assert {member.generation for member in members} == {1}
    assert len({member.member for member in members}) == 1000
    leader = next(member for member in members if member.is_leader)
    assert [len(answer["members"]) for answer in answers if answer["members"]] == [1000]
    shares = {member.member: assignment(t=[number]) for number, member in enumerate(members)}
    for member in members:
        pairs = list(shares.items()) if member is leader else []
        member.wire.send_message("SyncGroup", 3, {
            "groupID": "crowd", "generationID": 1, "memberID": member.member,
            "assignments": [{"memberID": name, "assignment": content} for name, content in pairs]})
    for member in members:
        given = member.wire.receive_message("SyncGroup", 3)
        assert (given["errorCode"], given["assignment"]) == (error.NONE, shares[member.member])
    assert {member.heartbeat() for member in members} == {error.NONE}
    for member in members:
        member.wire.socket.close()


def test_a_thousand_consumer_members_share_the_partitions(start_broker, many_sockets):
    broker = start_broker(settings=CROWD | {"group.consumer.session.timeout.ms": 60_000})
    create_topic(broker, "t", 1000)
    wait_for_coordinator(broker)
    members = [ConsumerMember(broker, "crowd") for _ in range(1000)]
    for member in members:
        assert member.join()["errorCode"] == error.NONE
    deadline = time.monotonic() + 60
    while any(member.count != 1 for member in members):
        assert time.monotonic() < deadline
        for member in members:
            assert member.report()["errorCode"] == error.NONE
    assert len({(each["topicID"], number) for member in members for each in member.owned for number in each["partitions"]}) == 1000
    for member in members:
        member.wire.socket.close()


# Across a restart

@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_a_restart_keeps_members_and_offsets(ending, broker):
    classic = ClassicMember(broker, "old", session=20_000).enter(t=[0, 1, 2, 3])
    assert classic.commit("t", 11, metadata="kept") == error.NONE
    consumer = ConsumerMember(broker, "new")
    consumer.join()
    wait_for_assignment(consumer, 4)
    assert consumer.commit("t", 22) == error.NONE
    getattr(broker, ending)()
    broker.restart()
    wait_for_coordinator(broker)
    for member in (classic, consumer):
        member.wire.socket.close()
        member.wire = GroupWire(broker, timeout=30)
    assert classic.heartbeat() == error.NONE
    assert classic.sync()["assignment"] == assignment(t=[0, 1, 2, 3])
    answer = consumer.report()
    assert (answer["errorCode"], answer["memberEpoch"]) == (error.NONE, consumer.epoch)
    assert committed(classic.wire, "old", "t")[0] == (11, "kept", error.NONE)
    assert committed(classic.wire, "new", "t")[0][0] == 22
    assert classic.commit("t", 12) == error.NONE and consumer.commit("t", 23) == error.NONE


def test_a_coordinator_that_loads_says_so_and_loses_nothing(start_broker):
    broker = start_broker(settings=QUICK | {"offsets.topic.num.partitions": 1, "num.partitions": 1})
    create_topic(broker, "t", 500)
    wait_for_coordinator(broker)
    with GroupWire(broker, timeout=60) as wire:
        for number in range(200):
            parts = [{"partitionIndex": partition, "committedOffset": number, "committedMetadata": "m" * 50} for partition in range(500)]
            answer = wire.call("OffsetCommit", 7, groupID=f"g{number}", topics=[{"name": "t", "partitions": parts}])
            assert {each["errorCode"] for each in answer["topics"][0]["partitions"]} == {error.NONE}
    broker.kill()
    broker.restart()
    # 100,000 offsets are read in again. Until then the answer is that, and never a wrong one.
    seen = set()
    with GroupWire(broker, timeout=60) as wire:
        deadline = time.monotonic() + 10
        while True:
            answer = wire.call("OffsetFetch", 5, groupID="g199", topics=[{"name": "t", "partitionIndexes": list(range(500))}])
            seen.add(answer["errorCode"])
            if answer["errorCode"] == error.NONE:
                break
            assert answer["errorCode"] in (error.COORDINATOR_LOAD_IN_PROGRESS, error.NOT_COORDINATOR), answer["errorCode"]
            assert time.monotonic() < deadline, f"still loading: {seen}"
        assert {each["committedOffset"] for each in answer["topics"][0]["partitions"]} == {199}
        assert len(listed(wire)) == 200


def test_offsets_of_a_deleted_topic_go_with_it(broker, wire):
    create_topic(broker, "doomed", 1)
    assert commit(wire, "g", "t", 1) == commit(wire, "g", "doomed", 2) == error.NONE
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    admin.delete_topics(["doomed"])["doomed"].result(20)
    wait_for_offset(wire, "g", "doomed", -1)
    assert committed(wire, "g", "t")[0][0] == 1


@pytest.mark.soak
def test_offsets_expire_when_their_group_was_empty_long_enough(start_broker, scale):
    if not scale.waits_minutes:
        pytest.skip("offsets.retention.minutes counts whole minutes: only with --soak")
    broker = start_broker(settings=QUICK | {"offsets.retention.minutes": 1, "offsets.retention.check.interval.ms": 500})
    for topic in ("t", "u"):
        create_topic(broker, topic, 1)
    wait_for_coordinator(broker)
    with GroupWire(broker) as wire:
        member = ClassicMember(broker, "live", session=100_000).enter(t=[0])
        assert member.commit("t", 1) == member.commit("u", 1) == commit(wire, "alone", "t", 1) == error.NONE
        time.sleep(45)
        assert committed(wire, "alone", "t")[0][0] == 1
        assert member.commit("t", 2) == error.NONE
        wait_for_offset(wire, "alone", "t", -1, within=40)
        # A member is there: what it subscribes to stays for good, what it does not goes by the time of its commit.
        wait_for_offset(wire, "live", "u", -1, within=10)
        assert committed(wire, "live", "t")[0][0] == 2
        assert "alone" not in listed(wire)
