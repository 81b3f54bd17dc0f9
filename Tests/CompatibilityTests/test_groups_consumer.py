"""Consumer groups (KIP-848) by hand, and groups of the other type."""

import time

import pytest

import group_wire as error
from group_fixtures import broker, wire  # fixtures
from group_wire import ClassicMember, ConsumerMember, committed, describe, listed, wait_for_assignment
from topics import create_topic

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
