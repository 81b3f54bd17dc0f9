"""Groups of real clients, each member a process: members join, leave, are killed and paused while records flow."""

import time

import pytest

from clients.kinds import KINDS
from group_run import GroupRun
from group_settings import QUICK
from topics import create_topic

PARTITIONS = 6
# What is slow begins first, so that it does not end last.
BY_PACE = sorted(KINDS, key=lambda name: not KINDS[name].is_slow)


@pytest.mark.soak
@pytest.mark.beside
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", BY_PACE)
def test_the_life_of_a_group(name, run):
    broker, kind = run.start_broker(settings=QUICK), KINDS[name]
    topic = create_topic(broker, "life", PARTITIONS)
    within = 60 if kind.is_slow else 30
    with GroupRun(broker, run.programs, run.directory / "group", topic, PARTITIONS, "living") as group:
        first, second = group.add(kind), group.add(kind)
        group.settle(first, second, within=within)
        third, fourth = group.add(kind), group.add(kind)
        group.settle(first, second, third, fourth, within=within)
        group.stay(run.scale.group_flow, first, second, third, fourth)
        # One dies and one stands still longer than its session: the other two take over.
        third.kill()
        fourth.pause()
        group.settle(first, second, within=within)
        fourth = group.resume(fourth)
        group.settle(first, second, fourth, within=within)
        began = time.monotonic()
        group.leave(second)
        group.settle(first, fourth, within=within)
        # Whoever says that he leaves is not waited for.
        assert kind.is_slow or time.monotonic() - began < group.session / 1000 + 2
        group.flow(run.scale.group_flow)
        group.leave(first, fourth)
        # Records come while nobody is there; the next go on where the last committed.
        group.flow(0.5)
        group.settle(group.add(kind), group.add(kind), within=within)
        group.finish()


@pytest.mark.beside
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["confluent-range", "confluent-cooperative", "confluent-consumer", "java-range", "java-consumer",
                                  "kafka-python", "aiokafka", "ottla-range", "ottla-cooperative", "ottla-consumer"])
def test_a_static_member_keeps_its_partitions_across_a_restart(name, run):
    broker = run.start_broker(settings=QUICK | {"group.consumer.session.timeout.ms": 8000})
    kind = KINDS[name]
    topic = create_topic(broker, "static", PARTITIONS)
    with GroupRun(broker, run.programs, run.directory / "group", topic, PARTITIONS, "statics", session=8000) as group:
        stays, returns = group.add(kind, instance="one"), group.add(kind, instance="two")
        shares = group.settle(stays, returns)
        group.stay(0.5, stays, returns)
        changes = group.changes(stays)
        group.leave(returns)
        group.flow(0.5)
        again = group.add(kind, instance="two")
        assert group.settle(stays, again)[again.name] == shares[returns.name]
        if kind.protocol == "classic":
            # A member that dies comes back in time as well. In a consumer group its place is taken until its session ends.
            again.kill()
            once_more = group.add(kind, instance="two")
            assert group.settle(stays, once_more)[once_more.name] == shares[returns.name]
        assert group.changes(stays) == changes, "the other member was rebalanced"
        group.finish()


@pytest.mark.beside
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["confluent-range", "confluent-consumer", "java-range", "java-consumer", "kafka-python", "aiokafka"])
def test_a_broker_that_stands_still_for_less_than_the_session_starts_no_rebalance(name, run):
    broker = run.start_broker(settings=QUICK)
    kind = KINDS[name]
    topic = create_topic(broker, "still", PARTITIONS)
    with GroupRun(broker, run.programs, run.directory / "group", topic, PARTITIONS, "still") as group:
        members = [group.add(kind), group.add(kind)]
        group.settle(*members)
        group.stay(0.5, *members)
        before = [group.changes(member) for member in members]
        broker.stand_still(group.session / 1000 - 1)
        group.stay(group.session / 1000, *members)
        assert [group.changes(member) for member in members] == before
        group.finish()


@pytest.mark.beside
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kinds", [
    ["confluent-range", "java-range", "kafka-python", "quix"],
    ["confluent-roundrobin", "aiokafka"],
    ["confluent-cooperative", "java-cooperative", "kafka-python-cooperative"],
    # As a leader this Sarama reads only the first version of what the others say of themselves.
    ["sarama", "kafka-go"],
    # Ours, in turn with others as leaders.
    ["ottla-range", "confluent-range", "java-range"],
    ["ottla-cooperative", "java-cooperative", "confluent-cooperative"],
    ["ottla-consumer", "java-consumer", "confluent-consumer"],
], ids="+".join)
def test_different_clients_share_a_group(kinds, run):
    broker = run.start_broker(settings=QUICK)
    topic = create_topic(broker, "mixed", 8)
    with GroupRun(broker, run.programs, run.directory / "group", topic, 8, "mixed") as group:
        members = [group.add(KINDS[name]) for name in kinds]
        group.settle(*members)
        # Whoever leads is gone in the end: each makes the assignment once.
        while len(members) > 1:
            group.leave(members.pop(0))
            group.settle(*members)
        members.append(group.add(KINDS[kinds[0]]))
        group.settle(*members)
        group.finish()


@pytest.mark.beside
@pytest.mark.timeout(300)
@pytest.mark.parametrize("versions", [["0.9", "0.10.0", "0.10.1", "2.5"], ["0.11", "1.0", "2.0", "2.3"]], ids=" ".join)
def test_clients_that_believe_in_old_brokers_share_a_group(versions, run):
    """kafka-python told which broker it speaks to: it uses the versions of that time."""
    broker = run.start_broker(settings=QUICK)
    topic = create_topic(broker, "old", 8)
    with GroupRun(broker, run.programs, run.directory / "group", topic, 8, "old") as group:
        members = [group.add(KINDS["kafka-python"], version=version) for version in versions]
        group.settle(*members)
        while len(members) > 1:
            group.leave(members.pop(0))
            group.settle(*members)
        group.finish()


@pytest.mark.beside
@pytest.mark.timeout(300)
# Not librdkafka's cooperative-sticky: its leader adds data of its own to assignments, which would be lost.
@pytest.mark.parametrize("classic,consumer", [("java-range", "java-consumer"), ("confluent-range", "confluent-consumer"),
                                              ("java-cooperative", "confluent-consumer"), ("ottla-range", "ottla-consumer"),
                                              ("ottla-cooperative", "java-consumer")])
def test_a_group_changes_its_protocol_while_it_lives(classic, consumer, run):
    """Member by member from the classic protocol to the consumer protocol and back, with records flowing."""
    broker = run.start_broker(settings=QUICK)
    topic = create_topic(broker, "migrated", PARTITIONS)
    with GroupRun(broker, run.programs, run.directory / "group", topic, PARTITIONS, "migrated") as group:
        old = [group.add(KINDS[classic]), group.add(KINDS[classic])]
        group.settle(*old)
        new = group.add(KINDS[consumer])
        group.settle(*old, new)
        group.leave(old[0])
        group.settle(old[1], new)
        other = group.add(KINDS[consumer])
        group.settle(old[1], new, other)
        group.leave(old[1])
        group.settle(new, other)
        # And back: the last member of the consumer protocol takes it along.
        back = group.add(KINDS[classic])
        group.settle(new, other, back)
        group.leave(new)
        group.leave(other)
        group.settle(back)
        last = group.add(KINDS[classic])
        group.settle(back, last)
        group.finish()


@pytest.mark.beside
@pytest.mark.timeout(300)
# kafka-python is not among them: given an assignment after it saw a new topic, it does nothing more, not even a heartbeat.
@pytest.mark.parametrize("name", ["confluent-range", "confluent-consumer", "java-range", "java-consumer", "aiokafka", "ottla-range",
                                  "ottla-consumer"])
def test_a_pattern_takes_in_topics_that_come_later(name, run):
    broker = run.start_broker(settings=QUICK)
    create_topic(broker, "orders-old", 2)
    create_topic(broker, "invoices", 2)
    topic = create_topic(broker, "orders-new", 2)
    with GroupRun(broker, run.programs, run.directory / "group", topic, 2, "patterns") as group:
        group.places = {(topic, 0), (topic, 1), ("orders-old", 0), ("orders-old", 1)}
        members = [group.add(KINDS[name], subscription="^orders-.*"), group.add(KINDS[name], subscription="^orders-.*")]
        group.settle(*members)
        create_topic(broker, "orders-later", 3)
        group.places |= {("orders-later", number) for number in range(3)}
        group.settle(*members, within=30)
        group.finish()
