"""Administration of groups through three independent admin clients."""

import pytest
from confluent_kafka import ConsumerGroupState, ConsumerGroupTopicPartitions, ConsumerGroupType, KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient
from kafka import KafkaAdminClient

import group_wire as error
from clients import confluent
from clients.record import numbered
from group_settings import QUICK
from group_wire import ClassicMember, ConsumerMember, GroupWire, assignment, commit, wait_for_assignment, wait_for_coordinator
from topics import create_topic

COUNT = 50


@pytest.fixture
def broker(start_broker):
    """`live` has a static member `one` and a dynamic one and is read to 10, `idle` has only offsets, `next` is a consumer group."""
    broker = start_broker(settings=QUICK)
    create_topic(broker, "t", 2)
    wait_for_coordinator(broker)
    for partition in range(2):
        confluent.produce(broker.bootstrap, "t", numbered(COUNT), partition=partition)
    with GroupWire(broker) as wire:
        for partition in range(2):
            assert commit(wire, "idle", "t", 20 + partition, partition, metadata="note") == error.NONE
    return broker


@pytest.fixture
def live(broker):
    one, two = ClassicMember(broker, "live", instance="one", session=60_000), ClassicMember(broker, "live", session=60_000)
    one.send_join(7)
    two.send_join(3)
    one.joined(7)
    two.joined(3)
    leader = one if one.is_leader else two
    shares = [(one.member, assignment(t=[0])), (two.member, assignment(t=[1]))]
    assert leader.sync(shares)["errorCode"] == error.NONE
    for member in (one, two):
        assert member.sync()["errorCode"] == error.NONE
    assert one.commit("t", 10, 0) == two.commit("t", 10, 1) == error.NONE
    return one, two


@pytest.fixture
def consumer_group(broker):
    member = ConsumerMember(broker, "next")
    member.join()
    wait_for_assignment(member, 2)
    return member


def code_of(future):
    with pytest.raises(KafkaException) as caught:
        future.result(20)
    return caught.value.args[0].code()


def test_confluent_administers_groups(broker, live, consumer_group):
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})

    def names(**filters):
        return sorted(each.group_id for each in admin.list_consumer_groups(**filters).result(20).valid)

    assert names() == ["idle", "live", "next"]
    assert names(states={ConsumerGroupState.EMPTY}) == ["idle"]
    assert names(types={ConsumerGroupType.CONSUMER}) == ["next"]
    groups = {name: future.result(20) for name, future in admin.describe_consumer_groups(["live", "idle", "next"]).items()}
    assert {name: group.state.name for name, group in groups.items()} == {"live": "STABLE", "idle": "EMPTY", "next": "STABLE"}
    assert groups["live"].partition_assignor == "range" and groups["next"].partition_assignor == "uniform"
    assert sorted(member.group_instance_id or "" for member in groups["live"].members) == ["", "one"]
    for name in ("live", "next"):
        given = [(place.topic, place.partition) for member in groups[name].members for place in member.assignment.topic_partitions]
        assert sorted(given) == [("t", 0), ("t", 1)]
    # Offsets
    offsets = lambda group: {
        place.partition: place.offset
        for place in admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)])[group].result(20).topic_partitions}
    alter = lambda group, offset: admin.alter_consumer_group_offsets(
        [ConsumerGroupTopicPartitions(group, [TopicPartition("t", 0, offset)])])[group]
    assert offsets("idle") == {0: 20, 1: 21} and offsets("live") == {0: 10, 1: 10}
    alter("idle", 5).result(20)
    assert offsets("idle") == {0: 5, 1: 21}
    refused = alter("live", 5)
    try:
        place, = refused.result(20).topic_partitions
        assert place.error.code() == KafkaError.UNKNOWN_MEMBER_ID
    except KafkaException as failure:
        assert failure.args[0].code() == KafkaError.UNKNOWN_MEMBER_ID
    assert offsets("live") == {0: 10, 1: 10}
    # Deletion
    delete = lambda group: admin.delete_consumer_groups([group])[group]
    assert code_of(delete("live")) == KafkaError.NON_EMPTY_GROUP
    assert code_of(delete("nowhere")) == KafkaError.GROUP_ID_NOT_FOUND
    delete("idle").result(20)
    assert names() == ["live", "next"] and offsets("idle") == {}


def test_java_administers_groups(broker, live, java):
    steps = java.groups(broker.bootstrap, "t", "live", "idle")
    assert steps["list"] == "idle,live"
    assert (steps["list_stable"], steps["list_empty"], steps["list_consumer"]) == ("live", "idle", "")
    assert steps["describe_live"] == "Stable/range/2/2/-,one/true"
    assert steps["describe_idle"] == "Empty"
    assert "GroupIdNotFoundException" in steps["describe_unknown"]
    assert steps["offsets_idle"] == "{t-0=20:note,t-1=21:note}"
    assert "UnknownMemberIdException" in steps["alter_live"]
    assert steps["alter_idle"] == "null"
    assert steps["offsets_altered"] == "{t-0=3:back,t-1=21:note}"
    assert "GroupSubscribedToTopicException" in steps["delete_offset_live"]
    assert steps["delete_offset_idle"] == "null"
    assert steps["offsets_deleted"] == "{t-0=3:back}"
    assert "GroupNotEmptyException" in steps["delete_live"]
    assert steps["delete_idle"] == "null"
    assert "GroupIdNotFoundException" in steps["delete_unknown"]
    assert steps["offsets_gone"] == "{}"
    assert steps["remove_static_member"] == "null"
    assert "UnknownMemberIdException" in steps["remove_nobody"] or "Exception" in steps["remove_nobody"]
    assert steps["members_left"] == "1"


def test_kafka_python_administers_groups(broker, live):
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    try:
        listed = str(admin.list_groups())
        assert "live" in listed and "idle" in listed
        described = str(admin.describe_groups(["live"]))
        assert "Stable" in described and "one" in described
        offsets = admin.list_group_offsets("idle")
        assert "20" in str(offsets) and "21" in str(offsets)
    finally:
        admin.close()


def test_the_lag_that_the_command_shows_is_the_clients_own(broker, live, ottla):
    """`ottla group describe` and confluent-kafka, which asks for committed offsets and ends, agree."""
    shown = ottla("group", "describe", "live", broker=broker).succeeded()
    rows = [line.split() for line in shown.splitlines() if line.split()[:1] == ["t"] or " t " in f" {line} "]
    assert sum("10" in row and str(COUNT) in row and str(COUNT - 10) in row for row in rows) == 2, shown
