"""The group APIs by hand: bad input, every version, and what a member that misbehaves costs the others."""

import resource
import socket
import threading
import time
import uuid

import pytest
from confluent_kafka.admin import AdminClient

import group_wire as error
from group_settings import QUICK
from group_wire import ClassicMember, ConsumerMember, GroupWire, assignment, commit, committed, describe, find_coordinator, listed, served
from topics import create_topic

CLASSIC_APIS = {
    "JoinGroup": 10, "SyncGroup": 6, "Heartbeat": 5, "LeaveGroup": 6, "OffsetCommit": 11, "OffsetFetch": 11,
    "FindCoordinator": 7, "DescribeGroups": 7, "ListGroups": 6, "DeleteGroups": 3, "OffsetDelete": 1}


@pytest.fixture
def broker(start_broker):
    broker = start_broker(settings=QUICK)
    create_topic(broker, "t", 4)
    wait_for_coordinator(broker)
    return broker


@pytest.fixture
def wire(broker):
    with GroupWire(broker, timeout=30) as connection:
        yield connection


def wait_for_coordinator(broker, group="any", within=15):
    deadline = time.monotonic() + within
    with GroupWire(broker) as connection:
        while (answer := find_coordinator(connection, group))["errorCode"] != error.NONE:
            assert answer["errorCode"] in (error.COORDINATOR_NOT_AVAILABLE, error.COORDINATOR_LOAD_IN_PROGRESS), answer
            assert time.monotonic() < deadline, "no coordinator"
            time.sleep(0.05)
        deadline_load = time.monotonic() + within
        while committed_error(connection, group) == error.COORDINATOR_LOAD_IN_PROGRESS:
            assert time.monotonic() < deadline_load, "the coordinator is still loading"
            time.sleep(0.05)


def committed_error(connection, group):
    answer = connection.call("OffsetFetch", 5, groupID=group, topics=[{"name": "t", "partitionIndexes": [0]}])
    return answer["errorCode"]


def topic_id(wire, topic):
    answer = wire.call("Metadata", 12, topics=[{"name": topic}])
    return answer["topics"][0]["topicID"]


def wait_for_state(wire, group, state, within=10):
    deadline = time.monotonic() + within
    while (seen := describe(wire, group)["groupState"]) != state:
        assert time.monotonic() < deadline, f"the group is {seen}, not {state}"
        time.sleep(0.05)


# Versions

@pytest.mark.parametrize("name", CLASSIC_APIS)
def test_every_version_of_a_group_api_is_served(name, broker):
    assert list(served(broker, name)) == list(range(CLASSIC_APIS[name]))


def test_the_apis_of_consumer_groups_are_served(broker):
    assert list(served(broker, "ConsumerGroupHeartbeat")) == [0, 1]
    assert list(served(broker, "ConsumerGroupDescribe")) == [0, 1]


@pytest.mark.parametrize("version", range(7))
def test_a_coordinator_is_found_in_every_version(version, broker, wire):
    found = find_coordinator(wire, "anyone", version)
    assert (found["errorCode"], found["host"], found["port"]) == (error.NONE, broker.host, broker.port)


@pytest.mark.parametrize("version", range(10))
def test_a_group_lives_its_life_in_every_version(version, broker):
    """Two members by one version of JoinGroup, and by the versions of the other APIs that came with it."""
    sync, beat = min(version, 5), min(version, 4)
    one, two = ClassicMember(broker, "old"), ClassicMember(broker, "old")
    answers = {}
    other = threading.Thread(target=lambda: answers.update(two=two.join(version)))
    other.start()
    answers["one"] = one.join(version)
    other.join()
    assert [answer["errorCode"] for answer in answers.values()] == [error.NONE, error.NONE]
    assert one.generation == two.generation and one.leader == two.leader and one.member != two.member
    leader, follower = (one, two) if one.is_leader else (two, one)
    members = answers["one" if leader is one else "two"]["members"]
    assert {each["memberID"] for each in members} == {one.member, two.member}
    assert all(each["metadata"] == leader.protocols[0]["metadata"] for each in members)
    assert answers["two" if leader is one else "one"]["members"] == []
    told = {"protocolType": "consumer", "protocolName": "range"} if sync == 5 else {}
    given = leader.sync([(leader.member, assignment(t=[0, 1])), (follower.member, assignment(t=[2, 3]))], sync, **told)
    assert given["errorCode"] == error.NONE and given["assignment"] == assignment(t=[0, 1])
    assert follower.sync((), sync, **told)["assignment"] == assignment(t=[2, 3])
    assert one.heartbeat(beat) == two.heartbeat(beat) == error.NONE
    described = describe(one.wire, "old", min(version, 6))
    assert described["groupState"] == "Stable" and described["protocolData"] == "range"
    assert {each["memberID"]: each["memberAssignment"] for each in described["members"]} == {
        leader.member: assignment(t=[0, 1]), follower.member: assignment(t=[2, 3])}
    assert listed(one.wire, min(version, 5))["old"]["protocolType"] == "consumer"
    leave = min(version, 5)
    if leave < 3:
        assert two.wire.call("LeaveGroup", leave, groupID="old", memberID=two.member)["errorCode"] == error.NONE
    else:
        left = two.wire.call("LeaveGroup", leave, groupID="old", members=[{"memberID": two.member}, {"memberID": "nobody"}])
        assert [each["errorCode"] for each in left["members"]] == [error.NONE, error.UNKNOWN_MEMBER_ID]
    assert one.heartbeat(beat) == error.REBALANCE_IN_PROGRESS
    assert one.join(version)["errorCode"] == error.NONE and one.is_leader
    assert one.sync([(one.member, assignment(t=[0, 1, 2, 3]))], sync, **told)["errorCode"] == error.NONE


@pytest.mark.parametrize("version", range(11))
def test_an_offset_is_committed_and_fetched_in_every_version(version, broker, wire):
    topic = topic_id(wire, "t") if version >= 10 else "t"
    assert commit(wire, "simple", topic, 42, 1, version, "note") == error.NONE
    for fetched in range(11):
        known = topic_id(wire, "t") if fetched >= 10 else "t"
        seen = committed(wire, "simple", known, [0, 1], fetched)
        assert seen[1] == (42, "note", error.NONE), f"OffsetFetch version {fetched}"
        assert seen[0][0] == -1 and seen[0][2] in (error.NONE, error.UNKNOWN_TOPIC_OR_PARTITION)


def test_all_offsets_and_several_groups_are_fetched_in_one_call(broker, wire):
    for number in range(3):
        for partition in range(4):
            assert commit(wire, f"g{number}", "t", 10 * number + partition, partition) == error.NONE
    groups = [{"groupID": f"g{number}", "topics": None} for number in range(3)] + [{"groupID": "unknown", "topics": None}]
    answer = wire.call("OffsetFetch", 8, groups=groups)["groups"]
    seen = {
        (group["groupID"], each["partitionIndex"]): each["committedOffset"]
        for group in answer for topic in group["topics"] for each in topic["partitions"]}
    assert seen == {(f"g{number}", partition): 10 * number + partition for number in range(3) for partition in range(4)}


def test_the_leader_epoch_comes_back(wire):
    content = {"partitionIndex": 0, "committedOffset": 7, "committedLeaderEpoch": 3, "committedMetadata": None}
    answer = wire.call("OffsetCommit", 8, groupID="epochs", topics=[{"name": "t", "partitions": [content]}])
    assert answer["topics"][0]["partitions"][0]["errorCode"] == error.NONE
    answer = wire.call("OffsetFetch", 7, groupID="epochs", topics=None)
    assert answer["topics"][0]["partitions"][0]["committedLeaderEpoch"] == 3


# Bad input: the protocol's error, and the state as it was

def state(wire, group):
    return describe(wire, group), committed(wire, group, "t", range(4))


def test_an_unknown_member_is_told_so_and_changes_nothing(broker, wire):
    member = ClassicMember(broker, "g").enter(t=[0, 1, 2, 3])
    assert member.commit("t", 5) == error.NONE
    before = state(wire, "g")
    assert member.heartbeat(memberID="stranger") == error.UNKNOWN_MEMBER_ID
    assert member.sync((), memberID="stranger")["errorCode"] == error.UNKNOWN_MEMBER_ID
    assert member.commit("t", 9, memberID="stranger") == error.UNKNOWN_MEMBER_ID
    assert member.join(memberID="stranger")["errorCode"] == error.UNKNOWN_MEMBER_ID
    left = wire.call("LeaveGroup", 3, groupID="g", members=[{"memberID": "stranger"}])
    assert left["members"][0]["errorCode"] == error.UNKNOWN_MEMBER_ID
    # And in a group that nobody knows.
    assert member.heartbeat(groupID="nowhere") == error.UNKNOWN_MEMBER_ID
    assert member.join(groupID="nowhere", memberID="stranger")["errorCode"] == error.UNKNOWN_MEMBER_ID
    assert state(wire, "g") == before
    assert "nowhere" not in listed(wire)


@pytest.mark.parametrize("shift", [-1, 1, 1000])
def test_a_stale_generation_is_told_so_and_changes_nothing(shift, broker, wire):
    member = ClassicMember(broker, "g").enter(t=[0, 1, 2, 3])
    before = state(wire, "g")
    wrong = member.generation + shift
    assert member.heartbeat(generationID=wrong) == error.ILLEGAL_GENERATION
    assert member.sync((), generationID=wrong)["errorCode"] == error.ILLEGAL_GENERATION
    assert member.commit("t", 9, generationIDOrMemberEpoch=wrong) == error.ILLEGAL_GENERATION
    assert state(wire, "g") == before


def test_a_commit_of_nobody_is_refused_while_the_group_has_members(broker, wire):
    ClassicMember(broker, "g").enter(t=[0])
    assert commit(wire, "g", "t", 9) == error.UNKNOWN_MEMBER_ID
    assert committed(wire, "g", "t")[0][0] == -1


def test_oversized_metadata_is_refused_for_its_partition_alone(start_broker):
    broker = start_broker(settings=QUICK | {"offset.metadata.max.bytes": 100})
    create_topic(broker, "t", 2)
    wait_for_coordinator(broker)
    with GroupWire(broker) as wire:
        parts = [
            {"partitionIndex": 0, "committedOffset": 1, "committedMetadata": "x" * 100},
            {"partitionIndex": 1, "committedOffset": 2, "committedMetadata": "x" * 101}]
        answer = wire.call("OffsetCommit", 7, groupID="g", topics=[{"name": "t", "partitions": parts}])
        errors = [each["errorCode"] for each in answer["topics"][0]["partitions"]]
        assert errors == [error.NONE, error.OFFSET_METADATA_TOO_LARGE]
        seen = committed(wire, "g", "t", [0, 1])
        assert seen[0] == (1, "x" * 100, error.NONE) and seen[1][0] == -1


@pytest.mark.parametrize("version", [2, 9])
def test_an_unknown_topic_or_partition_is_refused_for_itself_alone(version, wire):
    topics = [
        {"name": "t", "partitions": [{"partitionIndex": 0, "committedOffset": 3}, {"partitionIndex": 99, "committedOffset": 3}]},
        {"name": "nowhere", "partitions": [{"partitionIndex": 0, "committedOffset": 3}]}]
    answer = wire.call("OffsetCommit", version, groupID="g", topics=topics)
    errors = {
        (topic["name"], each["partitionIndex"]): each["errorCode"] for topic in answer["topics"] for each in topic["partitions"]}
    assert errors == {
        ("t", 0): error.NONE, ("t", 99): error.UNKNOWN_TOPIC_OR_PARTITION, ("nowhere", 0): error.UNKNOWN_TOPIC_OR_PARTITION}
    assert committed(wire, "g", "t")[0][0] == 3


def test_an_unknown_topic_id_is_told_so(wire):
    assert commit(wire, "g", uuid.uuid4(), 3, version=10) == error.UNKNOWN_TOPIC_ID


def test_an_assignment_for_nobody_goes_to_nobody(broker, wire):
    member = ClassicMember(broker, "g")
    assert member.join()["errorCode"] == error.NONE
    given = member.sync([("stranger", assignment(t=[0, 1])), (member.member, assignment(t=[2, 3]))])
    assert (given["errorCode"], given["assignment"]) == (error.NONE, assignment(t=[2, 3]))
    described = describe(wire, "g")
    assert [(each["memberID"], each["memberAssignment"]) for each in described["members"]] == [(member.member, assignment(t=[2, 3]))]


def test_a_member_without_a_share_is_given_nothing(broker):
    member = ClassicMember(broker, "g")
    assert member.join()["errorCode"] == error.NONE
    given = member.sync([("stranger", assignment(t=[0]))])
    assert (given["errorCode"], given["assignment"]) == (error.NONE, b"")


def test_an_empty_group_id_is_refused(broker, wire):
    member = ClassicMember(broker, "")
    assert member.join()["errorCode"] == error.INVALID_GROUP_ID
    member.member, member.generation = "someone", 1
    assert member.heartbeat() == error.INVALID_GROUP_ID
    assert member.sync()["errorCode"] == error.INVALID_GROUP_ID
    assert member.leave()["errorCode"] == error.INVALID_GROUP_ID
    assert ConsumerMember(broker, "").join()["errorCode"] in (error.INVALID_REQUEST, error.INVALID_GROUP_ID)
    assert listed(wire) == {}


@pytest.mark.parametrize("session", [0, 999, 1_800_001, -1, 0x7FFFFFFF])
def test_a_session_time_out_of_range_is_refused(session, broker, wire):
    assert ClassicMember(broker, "g", session=session).join()["errorCode"] == error.INVALID_SESSION_TIMEOUT
    assert listed(wire) == {}


def test_no_protocol_in_common_is_told_to_the_newcomer(broker, wire):
    ClassicMember(broker, "g", protocols=["range"]).enter(t=[0])
    before = describe(wire, "g")
    assert ClassicMember(broker, "g", protocols=["sticky"]).join()["errorCode"] == error.INCONSISTENT_GROUP_PROTOCOL
    assert ClassicMember(broker, "g").join(protocolType="connect")["errorCode"] == error.INCONSISTENT_GROUP_PROTOCOL
    assert ClassicMember(broker, "g").join(protocols=[])["errorCode"] == error.INCONSISTENT_GROUP_PROTOCOL
    assert describe(wire, "g") == before


def test_the_protocol_most_members_want_is_taken(broker, wire):
    members = [ClassicMember(broker, "votes", protocols=wants) for wants in (["a", "b"], ["b", "a"], ["b", "a"])]
    for member in members:
        # Version 3 enters at once, without a member id first.
        member.send_join(3)
    assert {member.joined(3)["protocolName"] for member in members} == {"b"}


def test_a_member_id_is_required_first_from_version_4_on(broker):
    member = ClassicMember(broker, "g")
    member.send_join(4)
    first = member.joined(4)
    assert first["errorCode"] == error.MEMBER_ID_REQUIRED and first["memberID"].startswith("wire-")
    member.send_join(4)
    assert member.joined(4)["errorCode"] == error.NONE


def test_a_group_of_the_greatest_size_takes_no_more(start_broker):
    broker = start_broker(settings=QUICK | {"group.max.size": 2, "group.consumer.max.size": 2})
    create_topic(broker, "t", 4)
    wait_for_coordinator(broker)
    members = [ClassicMember(broker, "small") for _ in range(3)]
    for member in members:
        member.send_join(3)
    errors = sorted(member.joined(3)["errorCode"] for member in members)
    assert errors == [error.NONE, error.NONE, error.GROUP_MAX_SIZE_REACHED]
    assert [ConsumerMember(broker, "small too").join()["errorCode"] for _ in range(3)] == [
        error.NONE, error.NONE, error.GROUP_MAX_SIZE_REACHED]


def test_a_replaced_static_member_is_fenced(broker, wire):
    old = ClassicMember(broker, "g", instance="one").enter(t=[0, 1, 2, 3])
    new = ClassicMember(broker, "g", instance="one")
    answer = new.join()
    assert answer["errorCode"] == error.NONE and new.generation == old.generation and new.member != old.member
    assert new.sync()["assignment"] == assignment(t=[0, 1, 2, 3])
    assert old.heartbeat() == error.FENCED_INSTANCE_ID
    assert old.sync()["errorCode"] == error.FENCED_INSTANCE_ID
    assert old.join()["errorCode"] == error.FENCED_INSTANCE_ID
    assert old.commit("t", 3, groupInstanceID="one") == error.FENCED_INSTANCE_ID
    assert new.heartbeat() == error.NONE
    assert new.heartbeat(groupInstanceID="two") == error.UNKNOWN_MEMBER_ID
    assert len(describe(wire, "g")["members"]) == 1


# Time and states

def test_a_group_is_seen_in_each_of_its_states(broker, wire):
    one, two = ClassicMember(broker, "g"), ClassicMember(broker, "g")
    assert describe(wire, "g")["groupState"] == "Dead"
    one.send_join(3)
    wait_for_state(wire, "g", "PreparingRebalance")
    one.joined(3)
    wait_for_state(wire, "g", "CompletingRebalance")
    assert one.commit("t", 1) == error.REBALANCE_IN_PROGRESS
    one.sync([(one.member, assignment(t=[0]))])
    wait_for_state(wire, "g", "Stable")
    two.send_join(3)
    wait_for_state(wire, "g", "PreparingRebalance")
    # Until it joins again it may commit what it has read.
    assert one.heartbeat() == error.REBALANCE_IN_PROGRESS and one.commit("t", 1) == error.NONE
    assert one.join(3)["errorCode"] == two.joined(3)["errorCode"] == error.NONE
    for member in (one, two):
        member.leave()
    wait_for_state(wire, "g", "Empty")


def test_whoever_does_not_join_again_in_time_is_left_out(broker, wire):
    late, prompt = ClassicMember(broker, "g", rebalance=1000, session=30_000), ClassicMember(broker, "g", rebalance=1000, session=30_000)
    late.enter(t=[0])
    began = time.monotonic()
    prompt.send_join(3)
    # Its heart beats, but it does not come.
    wait_for_state(wire, "g", "PreparingRebalance")
    while late.heartbeat() == error.REBALANCE_IN_PROGRESS:
        assert time.monotonic() - began < 5
        time.sleep(0.1)
    assert prompt.joined(3)["errorCode"] == error.NONE
    assert time.monotonic() - began >= 0.9
    assert prompt.is_leader and len(describe(wire, "g")["members"]) == 1
    assert late.heartbeat() == error.UNKNOWN_MEMBER_ID


def test_a_member_whose_heart_stops_is_out_after_its_session(broker, wire):
    beats, stops = ClassicMember(broker, "g", session=1500), ClassicMember(broker, "g", session=1500)
    for member in (beats, stops):
        member.send_join(3)
    for member in (beats, stops):
        member.joined(3)
    leader = beats if beats.is_leader else stops
    leader.sync([(beats.member, assignment(t=[0])), (stops.member, assignment(t=[1]))])
    began = time.monotonic()
    assert stops.heartbeat() == error.NONE
    while beats.heartbeat() == error.NONE:
        assert time.monotonic() - began < 5, "nobody noticed"
        time.sleep(0.1)
    assert 1.4 < time.monotonic() - began < 3
    assert stops.heartbeat() == error.UNKNOWN_MEMBER_ID


def test_a_static_member_leaves_by_its_instance_alone(broker, wire):
    ClassicMember(broker, "g", instance="one").enter(t=[0])
    members = [{"memberID": "", "groupInstanceID": instance} for instance in ("one", "x")]
    left = wire.call("LeaveGroup", 4, groupID="g", members=members)
    assert [each["errorCode"] for each in left["members"]] == [error.NONE, error.UNKNOWN_MEMBER_ID]
    wait_for_state(wire, "g", "Empty")


# Groups of the other type

def test_a_consumer_group_refuses_what_is_not_for_it(broker, wire):
    member = ConsumerMember(broker, "new")
    assert member.join()["errorCode"] == error.NONE
    wait_for_assignment(member, 4)
    # No protocol that its members could share: the classic member stays outside.
    stranger = ClassicMember(broker, "new")
    assert stranger.join(protocolType="connect")["errorCode"] == error.INCONSISTENT_GROUP_PROTOCOL
    assert describe(wire, "new", 6)["errorCode"] == error.GROUP_ID_NOT_FOUND
    assert describe(wire, "new", 5)["groupState"] == "Dead"
    answer = wire.call("ConsumerGroupDescribe", 1, groupIDs=["new", "unknown"])["groups"]
    assert [each["errorCode"] for each in answer] == [error.NONE, error.GROUP_ID_NOT_FOUND]
    assert answer[0]["groupState"] == "Stable" and len(answer[0]["members"]) == 1
    assert listed(wire, 5, typesFilter=["consumer"]).keys() == {"new"}
    assert listed(wire, 5, typesFilter=["classic"]).keys() == set()


def test_a_classic_group_that_cannot_be_upgraded_refuses_consumer_members(broker, wire):
    ClassicMember(broker, "old", protocols=["mine"]).enter(t=[0])
    before = describe(wire, "old")
    # Its members' metadata belongs to another kind of protocol.
    connect = ClassicMember(broker, "workers")
    assert connect.join(protocolType="connect")["errorCode"] == error.NONE
    assert connect.sync([(connect.member, b"work")])["errorCode"] == error.NONE
    assert ConsumerMember(broker, "workers").join()["errorCode"] == error.GROUP_ID_NOT_FOUND
    assert wire.call("ConsumerGroupDescribe", 0, groupIDs=["workers"])["groups"][0]["errorCode"] == error.GROUP_ID_NOT_FOUND
    assert describe(wire, "old") == before
    assert connect.heartbeat() == error.NONE


# The consumer protocol

def wait_for_assignment(member, count, within=10):
    deadline = time.monotonic() + within
    while member.count != count:
        assert time.monotonic() < deadline, f"{member.owned}, not {count} partitions"
        answer = member.report()
        assert answer["errorCode"] == error.NONE, answer
        time.sleep(0.05)


def test_partitions_move_only_after_they_were_given_back(broker):
    one, two = ConsumerMember(broker, "g"), ConsumerMember(broker, "g")
    assert one.join()["errorCode"] == error.NONE
    wait_for_assignment(one, 4)
    assert two.join()["errorCode"] == error.NONE
    # Asked to give up two, the first says for a while that it still has all: the second must wait.
    held = one.owned
    for _ in range(5):
        one.beat(topicPartitions=held)
        two.report()
        assert two.count == 0
        time.sleep(0.1)
    assert one.count == 2
    one.report()
    wait_for_assignment(two, 2)
    places = [(each["topicID"], number) for member in (one, two) for each in member.owned for number in each["partitions"]]
    assert len(set(places)) == 4


def test_a_stale_epoch_is_fenced_and_its_commit_refused(broker, wire):
    one, two = ConsumerMember(broker, "g"), ConsumerMember(broker, "g")
    one.join()
    wait_for_assignment(one, 4)
    assert one.commit("t", 1) == error.NONE
    two.join()
    deadline = time.monotonic() + 10
    while one.count + two.count < 4 or two.count == 0:
        assert time.monotonic() < deadline
        one.report()
        two.report()
    assert one.commit("t", 9, generationIDOrMemberEpoch=one.epoch + 1) == error.STALE_MEMBER_EPOCH
    assert one.commit("t", 9, memberID="stranger") == error.UNKNOWN_MEMBER_ID
    assert one.beat(memberEpoch=one.epoch + 1)["errorCode"] == error.FENCED_MEMBER_EPOCH
    assert one.beat(memberID="stranger")["errorCode"] == error.UNKNOWN_MEMBER_ID
    assert committed(wire, "g", "t")[0][0] == 1
    wrong = [{"name": "t", "partitionIndexes": [0]}]
    answer = wire.call("OffsetFetch", 9, groups=[{"groupID": "g", "memberID": one.member, "memberEpoch": 1000, "topics": wrong}])
    assert answer["groups"][0]["errorCode"] == error.STALE_MEMBER_EPOCH


@pytest.mark.parametrize("changed,expected", [
    ({"memberEpoch": -3}, error.INVALID_REQUEST),
    ({"rebalanceTimeoutMs": -1}, error.INVALID_REQUEST),
    ({"subscribedTopicNames": None}, error.INVALID_REQUEST),
    ({"memberID": ""}, error.INVALID_REQUEST),
    ({"instanceID": ""}, error.INVALID_REQUEST),
    ({"rackID": ""}, error.INVALID_REQUEST),
    ({"serverAssignor": "mine"}, error.UNSUPPORTED_ASSIGNOR),
    ({"subscribedTopicNames": None, "subscribedTopicRegex": "a("}, error.INVALID_REGULAR_EXPRESSION),
    ({"subscribedTopicNames": None, "subscribedTopicRegex": "(?=a)"}, error.INVALID_REGULAR_EXPRESSION),
])
def test_a_heartbeat_that_makes_no_sense_is_refused(changed, expected, broker, wire):
    assert ConsumerMember(broker, "g").join(**changed)["errorCode"] == expected
    assert listed(wire) == {}


def test_a_static_member_of_a_consumer_group_comes_back_for_its_place(broker):
    old = ConsumerMember(broker, "g", instance="one")
    old.join()
    wait_for_assignment(old, 4)
    early = ConsumerMember(broker, "g", instance="one")
    assert early.join()["errorCode"] == error.UNRELEASED_INSTANCE_ID
    assert old.beat(memberEpoch=-2)["errorCode"] == error.NONE
    new = ConsumerMember(broker, "g", instance="one")
    assert new.join()["errorCode"] == error.NONE
    wait_for_assignment(new, 4)
    assert old.beat(memberEpoch=1)["errorCode"] in (error.UNKNOWN_MEMBER_ID, error.FENCED_INSTANCE_ID)


def test_a_pattern_is_looked_up_by_the_broker(broker):
    create_topic(broker, "match-1", 2)
    create_topic(broker, "other", 2)
    member = ConsumerMember(broker, "g")
    assert member.join(subscribedTopicNames=None, subscribedTopicRegex="match-[0-9]+")["errorCode"] == error.NONE
    wait_for_assignment(member, 2)
    create_topic(broker, "match-2", 3)
    create_topic(broker, "match-x", 3)
    wait_for_assignment(member, 5, within=25)


# Administration

def test_a_live_group_is_not_deleted_and_an_empty_one_is(broker, wire):
    member = ClassicMember(broker, "g").enter(t=[0])
    assert member.commit("t", 5) == error.NONE
    delete = lambda *names: [each["errorCode"] for each in wire.call("DeleteGroups", 2, groupsNames=list(names))["results"]]
    assert delete("g", "unknown") == [error.NON_EMPTY_GROUP, error.GROUP_ID_NOT_FOUND]
    member.leave()
    wait_for_state(wire, "g", "Empty")
    assert committed(wire, "g", "t")[0][0] == 5
    assert delete("g") == [error.NONE]
    assert committed(wire, "g", "t")[0][0] == -1
    assert "g" not in listed(wire)


def test_offsets_of_a_subscribed_topic_are_not_deleted(broker, wire):
    create_topic(broker, "u", 1)
    assert commit(wire, "g", "u", 8) == error.NONE
    member = ClassicMember(broker, "g").enter(t=[0])
    assert member.commit("t", 5) == error.NONE
    topics = [{"name": name, "partitions": [{"partitionIndex": 0}]} for name in ("t", "u")]
    answer = wire.call("OffsetDelete", 0, groupID="g", topics=topics)
    errors = {topic["name"]: topic["partitions"][0]["errorCode"] for topic in answer["topics"]}
    assert errors == {"t": error.GROUP_SUBSCRIBED_TO_TOPIC, "u": error.NONE}
    assert committed(wire, "g", "t")[0][0] == 5 and committed(wire, "g", "u")[0][0] == -1


def test_groups_are_listed_by_state(broker, wire):
    ClassicMember(broker, "stable").enter(t=[0])
    commit(wire, "empty", "t", 1)
    assert listed(wire, 4, statesFilter=["Stable"]).keys() == {"stable"}
    assert listed(wire, 4, statesFilter=["Empty"]).keys() == {"empty"}
    assert listed(wire, 4, statesFilter=["Nonsense"]).keys() == set()
    assert listed(wire, 3).keys() == {"stable", "empty"}


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


def wait_for_offset(wire, group, topic, offset, within=10):
    deadline = time.monotonic() + within
    while (seen := committed(wire, group, topic)[0][0]) != offset:
        assert time.monotonic() < deadline, f"{group} has {seen} of {topic}, not {offset}"
        time.sleep(0.1)
