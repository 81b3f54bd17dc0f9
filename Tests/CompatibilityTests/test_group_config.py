"""Settings of single groups (config resource type 32) over the wire: set, bounded, shown, listed, gone by, and there after a kill."""

import pytest

from group_wire import NONE, ConsumerMember, GroupWire, wait_for_coordinator
from topics import create_topic

GROUP, BROKER, INVALID_CONFIG, INVALID_REQUEST = 32, 4, 40, 42
HEARTBEAT, SESSION, INTERVAL = (
    "consumer.heartbeat.interval.ms", "consumer.session.timeout.ms", "consumer.assignment.interval.ms")


@pytest.fixture
def broker(start_broker):
    broker = start_broker()
    create_topic(broker, "t", 4)
    wait_for_coordinator(broker)
    return broker


def alter(broker, name, kind=GROUP, **settings):
    changes = [
        {"name": key.replace("_", "."), "configOperation": 1 if value is None else 0, "value": value} for key, value in settings.items()]
    with GroupWire(broker, timeout=30) as wire:
        answer = wire.call(
            "IncrementalAlterConfigs", 1, resources=[{"resourceType": kind, "resourceName": name, "configs": changes}], validateOnly=False)
    return answer["responses"][0]["errorCode"], answer["responses"][0]["errorMessage"]


def describe(broker, name):
    with GroupWire(broker, timeout=30) as wire:
        result = wire.call(
            "DescribeConfigs", 4, resources=[{"resourceType": GROUP, "resourceName": name, "configurationKeys": None}],
            includeSynonyms=True, includeDocumentation=True)["results"][0]
    assert result["errorCode"] == NONE, result
    return {each["name"]: (each["value"], each["configSource"], each["readOnly"]) for each in result["configs"]}


def groups_with_settings(broker):
    with GroupWire(broker, timeout=30) as wire:
        answer = wire.call("ListConfigResources", 1, resourceTypes=[GROUP])
    assert answer["errorCode"] == NONE
    return [each["resourceName"] for each in answer["configResources"]]


def test_a_group_goes_by_its_own_settings(broker):
    assert describe(broker, "g") == {
        SESSION: ("45000", 5, False), HEARTBEAT: ("5000", 5, False), INTERVAL: ("1000", 5, False)}
    member, other = ConsumerMember(broker, "g"), ConsumerMember(broker, "other")
    assert member.join()["heartbeatIntervalMs"] == 5_000
    assert alter(broker, "g", consumer_heartbeat_interval_ms="9000", consumer_session_timeout_ms="60000") == (NONE, None)
    assert member.beat()["heartbeatIntervalMs"] == 9_000
    assert other.join()["heartbeatIntervalMs"] == 5_000
    # 8 is GROUP_CONFIG.
    assert describe(broker, "g")[HEARTBEAT] == ("9000", 8, False)
    assert groups_with_settings(broker) == ["g"]

    broker.kill()
    broker.start()
    wait_for_coordinator(broker)
    member = ConsumerMember(broker, "g")
    assert member.join()["heartbeatIntervalMs"] == 9_000
    assert alter(broker, "g", consumer_heartbeat_interval_ms=None, consumer_session_timeout_ms=None) == (NONE, None)
    assert member.beat()["heartbeatIntervalMs"] == 5_000
    assert groups_with_settings(broker) == []


@pytest.mark.parametrize("settings, words", [
    ({"consumer_session_timeout_ms": "44999"}, "from 45000 to 60000"),
    ({"consumer_heartbeat_interval_ms": "15001"}, "from 5000 to 15000"),
    ({"consumer_assignment_interval_ms": "15001"}, "from 0 to 15000"),
    ({"consumer_sesion_timeout_ms": "50000"}, "Did you mean consumer.session.timeout.ms?"),
    ({"share_session_timeout_ms": "50000"}, "not served yet")])
def test_what_a_group_may_not_have_is_refused(broker, settings, words):
    code, message = alter(broker, "g", **settings)
    assert code == INVALID_CONFIG
    assert words in message
    assert groups_with_settings(broker) == []


def test_there_are_no_settings_for_all_groups(broker):
    assert alter(broker, "", consumer_session_timeout_ms="50000")[0] == INVALID_REQUEST


def test_the_interval_of_all_groups_changes_while_the_broker_runs(broker):
    assert alter(broker, "", BROKER, group_consumer_assignment_interval_ms="15001")[0] == INVALID_CONFIG
    assert alter(broker, "", BROKER, group_consumer_assignment_interval_ms="0") == (NONE, None)
    assert describe(broker, "g")[INTERVAL][:2] == ("0", 3)
    # Each that joins is in a target at once.
    members = [ConsumerMember(broker, "g") for _ in range(3)]
    assert [member.join()["memberEpoch"] for member in members] == [1, 2, 3]
