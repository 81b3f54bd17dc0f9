"""`__consumer_offsets` as others read it: its records are Kafka's own, in the partitions where Kafka has them."""

import time

import pytest
from kafka import KafkaConsumer, TopicPartition

import group_wire as error
import offsets_topic
from burrow_process import Burrow, is_installed
from clients import confluent
from clients.record import numbered
from group_settings import QUICK
from group_wire import (
    ClassicMember, ConsumerMember, GroupWire, assignment, commit, subscription, topic_id, wait_for_assignment, wait_for_coordinator)
from log_files import read_partition
from offsets_topic import GROUP_TOPIC, State
from topics import create_topic

PARTITIONS = 5


@pytest.fixture
def broker(start_broker):
    broker = start_broker(settings=QUICK)
    create_topic(broker, "t", 4)
    wait_for_coordinator(broker)
    return broker


def read(broker, count=PARTITIONS):
    """All of it through kafka-python: the state, and which partition each group's records are in."""
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap, enable_auto_commit=False, exclude_internal_topics=False)
    state, places = State(), {}
    try:
        partitions = [TopicPartition(GROUP_TOPIC, number) for number in range(count)]
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        ends = consumer.end_offsets(partitions)
        deadline = time.monotonic() + 20
        while any(consumer.position(place) < ends[place] for place in partitions):
            assert time.monotonic() < deadline, f"the ends {ends} were not reached"
            for place, records in consumer.poll(200).items():
                for record in records:
                    state.take(record.key, record.value)
                    group = next(iter(offsets_topic.decode(record.key, None)[1].values()))
                    places.setdefault(group, set()).add(place.partition)
    finally:
        consumer.close()
    return state, places


def test_commits_are_records_of_kafkas_format(broker):
    before = int(time.time() * 1000)
    with GroupWire(broker) as wire:
        for number in range(40):
            assert commit(wire, f"group-{number}", "t", number, number % 4, metadata=f"m{number}") == error.NONE
        identity = topic_id(wire, "t")
    state, places = read(broker)
    for number in range(40):
        group = f"group-{number}"
        (place, entry), = state.of_group("OffsetCommit", group).items()
        assert place == ("t", number % 4)
        assert (entry["offset"], entry["leaderEpoch"], entry["metadata"]) == (number, -1, f"m{number}")
        assert before <= entry["commitTimestamp"] <= int(time.time() * 1000)
        assert entry.get("topicID", identity) == identity
        assert places[group] == {offsets_topic.partition_of(group, PARTITIONS)}


@pytest.mark.parametrize("group,partition", [("group1", 40), ("my-group", 12), ("console-consumer", 40)])
def test_a_group_is_in_the_partition_where_kafka_has_it(group, partition, start_broker):
    broker = start_broker(settings=QUICK | {"offsets.topic.num.partitions": 50})
    create_topic(broker, "t", 1)
    wait_for_coordinator(broker, group)
    with GroupWire(broker) as wire:
        assert commit(wire, group, "t", 1) == error.NONE
    assert read(broker, 50)[1] == {group: {partition}}


def test_a_classic_group_is_a_record_with_its_members(broker):
    member = ClassicMember(broker, "classic", instance="one", session=12_000, rebalance=34_000).enter(t=[0, 1, 2, 3])
    (_, entry), = read(broker)[0].of_group("GroupMetadata", "classic").items()
    assert (entry["protocolType"], entry["generation"], entry["protocol"], entry["leader"]) == (
        "consumer", member.generation, "range", member.member)
    (only,) = entry["members"]
    assert (only["memberID"], only["groupInstanceID"], only["clientID"]) == (member.member, "one", "wire")
    assert only["clientHost"] in ("/127.0.0.1", "127.0.0.1")
    assert (only["sessionTimeout"], only["rebalanceTimeout"]) == (12_000, 34_000)
    assert (only["subscription"], only["assignment"]) == (subscription("t"), assignment(t=[0, 1, 2, 3]))


def test_a_consumer_group_is_records_of_its_epochs_members_and_assignments(broker):
    member = ConsumerMember(broker, "consumer")
    member.join()
    wait_for_assignment(member, 4)
    member.report()
    state, places = read(broker)
    assert places["consumer"] == {offsets_topic.partition_of("consumer", PARTITIONS)}
    epoch = state.of_group("ConsumerGroupMetadata", "consumer")[()]["epoch"]
    assert epoch == member.epoch
    assert state.of_group("ConsumerGroupTargetAssignmentMetadata", "consumer")[()]["assignmentEpoch"] == epoch
    said = state.of_group("ConsumerGroupMemberMetadata", "consumer")[member.member,]
    assert (said["subscribedTopicNames"], said["rebalanceTimeoutMs"], said["clientID"]) == (["t"], 10_000, "wire")
    target = state.of_group("ConsumerGroupTargetAssignmentMember", "consumer")[member.member,]
    current = state.of_group("ConsumerGroupCurrentMemberAssignment", "consumer")[member.member,]
    assert [sorted(each["partitions"]) for each in target["topicPartitions"]] == [[0, 1, 2, 3]]
    assert [sorted(each["partitions"]) for each in current["assignedPartitions"]] == [[0, 1, 2, 3]]
    assert (current["memberEpoch"], current["state"], current["partitionsPendingRevocation"]) == (epoch, 0, [])
    # It leaves: what was its own goes by tombstones.
    assert member.beat(memberEpoch=-1)["errorCode"] == error.NONE
    state, _ = read(broker)
    for name in ("MemberMetadata", "TargetAssignmentMember", "CurrentMemberAssignment"):
        assert state.of_group(f"ConsumerGroup{name}", "consumer") == {}


def test_a_deleted_group_leaves_tombstones(broker):
    with GroupWire(broker) as wire:
        assert commit(wire, "gone", "t", 1) == commit(wire, "kept", "t", 2) == error.NONE
        assert wire.call("DeleteGroups", 2, groupsNames=["gone"])["results"][0]["errorCode"] == error.NONE
    state, _ = read(broker)
    assert state.offsets("gone") == {} and state.offsets("kept") == {("t", 0): 2}


def test_every_client_reads_it(broker, java):
    with GroupWire(broker) as wire:
        for number in range(20):
            assert commit(wire, "g", "t", number) == error.NONE
    partition = offsets_topic.partition_of("g", PARTITIONS)
    for client in (confluent, java):
        state = State()
        for record in client.consume(broker.bootstrap, GROUP_TOPIC, 20, partition=partition):
            state.take(record.key, record.value)
        assert state.offsets("g") == {("t", 0): 19}
    # And from its files, as a tool on a stopped broker would.
    broker.stop()
    state = State()
    for record in read_partition(broker.partition_directory(GROUP_TOPIC, partition)).records:
        state.take(record.key, record.value)
    assert state.offsets("g") == {("t", 0): 19}


def test_clients_may_not_write_it(broker):
    with GroupWire(broker) as wire:
        seen = wire.call("Metadata", 12, topics=[{"name": GROUP_TOPIC}])["topics"][0]
        assert seen["isInternal"] and len(seen["partitions"]) == PARTITIONS
    with pytest.raises(AssertionError, match="Invalid topic"):
        confluent.produce(broker.bootstrap, GROUP_TOPIC, numbered(1), properties={"message.timeout.ms": 5000})


@pytest.mark.skipif(not is_installed(), reason="Burrow is not installed here")
def test_burrow_sees_groups_and_their_lag(broker, tmp_path):
    for partition in range(4):
        confluent.produce(broker.bootstrap, "t", numbered(100), partition=partition)
    member = ClassicMember(broker, "watched", session=60_000).enter(t=[0, 1, 2, 3])
    with Burrow(broker.bootstrap, tmp_path / "burrow") as burrow:
        burrow.wait_for("/topic/t", lambda answer: answer["offsets"] == [100, 100, 100, 100])
        deadline = time.monotonic() + 30
        offset = 0
        # It takes a few commits, seconds apart, before it judges.
        while True:
            offset = min(offset + 10, 90)
            for partition in range(4):
                assert member.commit("t", offset + partition, partition) == error.NONE
            answer = burrow.ask("/consumer/watched/lag")
            if answer is not None and answer["status"]["totallag"] == 4 * 10 - (0 + 1 + 2 + 3) and offset == 90:
                break
            assert time.monotonic() < deadline, f"{answer}\n{burrow.log()}"
            time.sleep(0.5)
        status = answer["status"]
        assert (status["group"], status["partition_count"]) == ("watched", 4)
        lags = {(each["topic"], each["partition"]): each["current_lag"] for each in status["partitions"]}
        assert lags == {("t", partition): 10 - partition for partition in range(4)}
        assert "watched" in burrow.ask("/consumer")["consumers"]
