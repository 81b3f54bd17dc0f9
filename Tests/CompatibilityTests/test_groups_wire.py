"""The group APIs by hand: every version, bad input, states and time-outs of classic groups, administration."""

import threading
import time
import uuid

import pytest

import group_wire as error
from group_fixtures import broker, wire  # fixtures
from group_settings import QUICK
from group_wire import (
    ClassicMember, ConsumerMember, GroupWire, assignment, commit, committed, describe, find_coordinator, listed, served, topic_id,
    wait_for_coordinator, wait_for_state)
from topics import create_topic

CLASSIC_APIS = {
    "JoinGroup": 10, "SyncGroup": 6, "Heartbeat": 5, "LeaveGroup": 6, "OffsetCommit": 11, "OffsetFetch": 11,
    "FindCoordinator": 7, "DescribeGroups": 7, "ListGroups": 6, "DeleteGroups": 3, "OffsetDelete": 1}


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
