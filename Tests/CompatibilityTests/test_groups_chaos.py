"""Groups in a storm: members killed, paused, added and sent away at random, the broker killed in between."""

import random
import time

import pytest

from clients.kinds import KINDS
from group_run import GroupRun
from group_settings import QUICK
from topics import create_topic

PARTITIONS = 8


@pytest.mark.soak
@pytest.mark.beside
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kinds", [
    ["confluent-range", "confluent-consumer"],
    ["confluent-cooperative", "java-cooperative"],
    ["java-range", "confluent-range", "kafka-python"],
    ["java-consumer", "confluent-consumer"],
    ["aiokafka", "confluent-roundrobin"],
    ["ottla-range", "confluent-range"],
    ["ottla-cooperative", "java-cooperative"],
    ["ottla-consumer", "confluent-consumer", "java-consumer"],
], ids="+".join)
def test_nothing_is_lost_in_a_storm(kinds, run):
    generator = random.Random(run.seed)
    broker = run.start_broker(settings=QUICK)
    topic = create_topic(broker, "storm", PARTITIONS)
    with GroupRun(broker, run.programs, run.directory / "group", topic, PARTITIONS, "storm") as group:
        Storm(group, [KINDS[name] for name in kinds], generator).rage(run.scale.storm_seconds)
        group.settle(*[member for member in group.members if member.is_running()], within=60)
        group.finish(30)


class Storm:
    MOST = 5

    def __init__(self, group, kinds, generator):
        self.group, self.kinds, self.generator = group, kinds, generator
        self.paused, self.leaving = [], []

    def rage(self, seconds):
        for _ in range(3):
            self.add()
        self.group.settle(*self.running(), within=60)
        deadline = time.monotonic() + seconds
        # The broker is killed in the middle of it at least once, whatever the dice say.
        until_kill = seconds / 2
        while time.monotonic() < deadline:
            if deadline - time.monotonic() < until_kill:
                self.kill_broker()
                until_kill = -1
            self.generator.choice([self.add, self.add, self.kill, self.leave, self.pause, self.resume, self.kill_broker])()
            time.sleep(self.generator.uniform(0.2, 1.5))
        while self.paused:
            self.resume()
        for member in self.leaving:
            member.wait()
        if not self.running():
            self.add()

    def running(self):
        return [member for member in self.group.members if member.is_running() and member not in self.leaving]

    def victim(self):
        running = [member for member in self.running() if member not in self.paused]
        return self.generator.choice(running) if len(running) > 1 else None

    def add(self):
        if len(self.running()) < self.MOST:
            self.group.add(self.generator.choice(self.kinds))

    def kill(self):
        if victim := self.victim():
            victim.kill()

    def leave(self):
        if victim := self.victim():
            victim.ask_to_leave()
            self.leaving.append(victim)

    def pause(self):
        if not self.paused and (victim := self.victim()):
            victim.pause()
            self.paused.append(victim)

    def resume(self):
        if self.paused:
            self.paused.pop().resume()

    def kill_broker(self):
        self.group.broker.kill()
        time.sleep(self.generator.uniform(0, 1))
        self.group.broker.restart()
