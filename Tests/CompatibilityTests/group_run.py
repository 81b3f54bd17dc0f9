"""A group of member processes over one topic, with records flowing: started, killed, paused and watched from outside."""

import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from confluent_kafka import Producer

from group_history import Event, History
from group_wire import GroupWire, assigned_places, describe

KCAT_REBALANCE = re.compile(r"rebalanced.*?: (assigned|revoked|incremental\S* \S+): ?(.*)$")
KCAT_PLACE = re.compile(r"(\S+) \[(\d+)\]")


class Member:
    """One process of a group."""

    def __init__(self, name, kind, command, directory):
        self.name, self.kind = name, kind
        self.events_file = Path(directory) / f"{name}.events"
        self.output_file = Path(directory) / f"{name}.out"
        self.errors_file = Path(directory) / f"{name}.err"
        self.killed_at = None
        # (from, to) times at which it stood still.
        self.pauses = []
        self.started_at = time.time()
        with open(self.output_file, "ab") as output, open(self.errors_file, "ab") as errors:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)

    def kill(self):
        self.process.kill()
        self.process.wait(10)
        self.killed_at = time.time()

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)
        self.pauses.append([time.time(), None])

    def resume(self):
        self.pauses[-1][1] = time.time()
        self.process.send_signal(signal.SIGCONT)

    def ask_to_leave(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, within=20):
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} did not leave within {within} s\n{self.complaints()}") from None

    def is_running(self):
        return self.process.poll() is None

    def end(self):
        """For the end of a test, however it went."""
        if self.is_running():
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait(10)

    def complaints(self):
        lines = [event.text for event in self.events() if event.what == "error"][-10:]
        return "\n".join([f"{self.name}: {line}" for line in lines] + [self.errors_file.read_text("utf-8", "replace")[-3000:]])

    def events(self):
        if self.kind.is_kcat:
            return self._kcat_events()
        if not self.events_file.exists():
            return []
        return [Event.parse(self.name, line) for line in whole_lines(self.events_file)]

    def _kcat_events(self):
        """kcat gives no times: its assignments stand before its records, all at time zero."""
        for line in whole_lines(self.errors_file):
            match = KCAT_REBALANCE.search(line)
            if match:
                places = tuple((topic, int(number)) for topic, number in KCAT_PLACE.findall(match.group(2)))
                yield Event(0.0, self.name, "revoked" if "revoke" in match.group(1) else "assigned", places)
        for line in whole_lines(self.output_file):
            topic, partition, offset, value = line.split(" ")
            yield Event(0.0, self.name, "record", ((topic, int(partition)),), int(offset), value)

    def owned(self):
        """The partitions it says are its own now."""
        owned = set()
        for event in self.events():
            if event.what == "assigned":
                owned |= set(event.places)
            elif event.what in ("revoked", "lost"):
                owned -= set(event.places)
            elif event.what == "left":
                owned = set()
        return owned


def whole_lines(path):
    content = path.read_bytes()
    return content[:content.rfind(b"\n") + 1].decode("utf-8", "replace").splitlines()


class Feeder:
    """Writes numbered records to every partition in turn, about `rate` a second, until it is stopped."""

    def __init__(self, bootstrap, topic, partitions, rate=200):
        self.topic, self.partitions, self.rate = topic, partitions, rate
        # (topic, partition) -> offset -> value, of what was acknowledged.
        self.stored = {}
        self.attempted = 0
        self.failed = []
        self.stopping = self.holding = False
        self.producer = Producer({
            "bootstrap.servers": bootstrap, "enable.idempotence": True, "linger.ms": 5, "log_level": 2,
            "reconnect.backoff.ms": 50, "reconnect.backoff.max.ms": 300, "topic.metadata.refresh.interval.ms": 1000})
        self.thread = threading.Thread(target=self.run)

    def start(self):
        self.thread.start()
        return self

    def run(self):
        due, last = 0, time.monotonic()
        while not self.stopping:
            now = time.monotonic()
            due += (now - last) * self.rate if not self.holding else 0
            last = now
            if self.attempted >= due:
                self.producer.poll(0.01)
                continue
            value = str(self.attempted)
            self.producer.produce(self.topic, value, partition=self.attempted % self.partitions, on_delivery=self.report)
            self.attempted += 1
            self.producer.poll(0)

    def report(self, error, message):
        if error is not None:
            self.failed.append(error.str())
        else:
            self.stored.setdefault((message.topic(), message.partition()), {})[message.offset()] = message.value().decode()

    def stop(self):
        self.stopping = True
        if self.thread.is_alive():
            self.thread.join()
        remaining = self.producer.flush(30)
        assert not remaining and not self.failed, f"{remaining} records unanswered, {self.failed[:3]}"

    @property
    def stored_count(self):
        return sum(map(len, self.stored.values()))


class Observer:
    """Asks again and again how far the group has committed, as a lag monitor would."""

    def __init__(self, broker, group, topic, partitions):
        self.broker, self.group, self.topic, self.partitions = broker, group, topic, range(partitions)
        # (time asked, time answered, {(topic, partition): offset})
        self.seen = []
        self.failure = None
        self.stopping = False
        # One look after the other, so that they stand in their order.
        self.looking = threading.Lock()
        self.thread = threading.Thread(target=self.run)

    def start(self):
        self.thread.start()
        return self

    def run(self):
        while not self.stopping:
            self.look()
            time.sleep(0.2)

    def look(self):
        with self.looking:
            return self._look()

    def _look(self):
        asked = time.time()
        try:
            with GroupWire(self.broker, timeout=5) as wire:
                topics = [{"name": self.topic, "partitionIndexes": list(self.partitions)}]
                answer = wire.call("OffsetFetch", 5, groupID=self.group, topics=topics)
        except (OSError, AssertionError) as failure:
            # The broker is being killed, or not there.
            self.failure = failure
            return None
        if answer["errorCode"] != 0:
            self.failure = answer["errorCode"]
            return None
        offsets = {
            (topic["name"], each["partitionIndex"]): each["committedOffset"]
            for topic in answer["topics"] for each in topic["partitions"] if each["errorCode"] == 0 and each["committedOffset"] >= 0}
        self.seen.append((asked, time.time(), offsets))
        return offsets

    def stop(self):
        self.stopping = True
        self.thread.join()


class GroupRun:
    """The whole: a broker, a topic, the members of one group, a feeder and an observer."""

    def __init__(self, broker, programs, directory, topic, partitions, group, session=4000, heartbeat=300, rate=200):
        self.broker, self.programs = broker, programs
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.topic, self.partitions, self.group = topic, partitions, group
        self.session, self.heartbeat = session, heartbeat
        self.members = []
        self.places = {(topic, partition) for partition in range(partitions)}
        self.feeder = Feeder(broker.bootstrap, topic, partitions, rate)
        self.observer = Observer(broker, group, topic, partitions)

    def __enter__(self):
        self.feeder.start()
        self.observer.start()
        return self

    def __exit__(self, *_):
        self.feeder.stopping = True
        self.observer.stop()
        for member in self.members:
            member.end()
        self.feeder.thread.join()
        self.feeder.producer.purge()

    def add(self, kind, subscription=None, **settings):
        if not kind.is_installed:
            pytest.skip(f"the library of {kind} is not installed here")
        name = f"{kind.name}-{len(self.members)}"
        home = self.directory / name
        home.mkdir()
        told = {"session": self.session, "heartbeat": self.heartbeat, "directory": home, **settings}
        command = self.programs.command(
            kind, self.broker.bootstrap, self.group, subscription or self.topic, self.directory / f"{name}.events", told)
        member = Member(name, kind, command, self.directory)
        self.members.append(member)
        return member

    def resume(self, member):
        """Lets it go on; gives back who takes part now: itself, or another where it is of a kind that ends when it is fenced."""
        member.resume()
        if member.kind.ends_when_fenced:
            deadline = time.monotonic() + 3
            while member.is_running() and time.monotonic() < deadline:
                time.sleep(0.05)
            if not member.is_running():
                member.killed_at = member.pauses[-1][0]
                return self.add(member.kind)
        return member

    def leave(self, *members):
        """Has members leave, and waits until they are gone."""
        # kcat counts a record as read before it prints it: it loses one when it is ended between the two.
        holds = any(member.kind.is_kcat for member in members)
        if holds:
            self.feeder.holding = True
            self.feeder.producer.flush(10)
            self.wait_until(self.everything_is_read, "every record is read")
        for member in members:
            member.ask_to_leave()
        for member in members:
            member.wait()
        if holds:
            self.feeder.holding = False

    # Waiting

    def settle(self, *members, within=30):
        """Waits until these members, and no others, own all partitions between them, and each has one."""
        deadline = time.monotonic() + within
        since = None
        while time.monotonic() < deadline:
            for member in members:
                assert member.is_running(), f"{member.name} ended with {member.process.returncode}\n{member.complaints()}"
            shares = self.shares(members)
            if shares is not None and self.is_divided(shares, members):
                since = since or time.monotonic()
                if time.monotonic() - since > 0.3:
                    return shares
            else:
                since = None
            time.sleep(0.05)
        shares = self.shares(members)
        raise AssertionError(
            f"{[member.name for member in members]} did not divide the partitions within {within} s: {shares}\n"
            + "\n".join(member.complaints() for member in members))

    def is_divided(self, shares, members):
        given = [place for share in shares.values() for place in share]
        least = 1 if self.partitions >= len(members) else 0
        return len(shares) == len(members) and len(given) == len(set(given)) and set(given) == self.places \
            and all(len(share) >= least for share in shares.values())

    def shares(self, members):
        if all(member.kind.says_assignment for member in members):
            return {member.name: member.owned() for member in members}
        return self.described()

    def described(self):
        """The broker's own word of who has what; None while it is not settled."""
        with GroupWire(self.broker) as wire:
            group = describe(wire, self.group)
        if group["groupState"] != "Stable":
            return None
        topics = {topic for topic, _ in self.places}
        return {
            each["memberID"]: {place for place in assigned_places(each["memberAssignment"]) if place[0] in topics}
            for each in group["members"]}

    def stay(self, seconds, *members):
        """Nothing happens for a while: nobody may be given or lose a partition."""
        # The last of a rebalance that moved nothing may still be on its way to a member.
        time.sleep(0.5)
        before = {member.name: self.changes(member) for member in members}
        divided = self.described()
        time.sleep(seconds)
        for member in members:
            assert member.is_running(), f"{member.name} ended with {member.process.returncode}\n{member.complaints()}"
            if member.kind.says_it_at_once:
                assert self.changes(member) == before[member.name], f"{member.name} was rebalanced while nothing happened"
        assert self.described() == divided, "the group was divided anew while nothing happened"

    @staticmethod
    def changes(member):
        return [event for event in member.events() if event.what in ("assigned", "revoked", "lost")]

    def wait_until(self, condition, what, within=20):
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if condition():
                return
            time.sleep(0.05)
        complaints = "\n".join(member.complaints() for member in self.members if member.is_running())
        raise AssertionError(f"{what() if callable(what) else what}: not within {within} s\n{complaints}")

    def everything_is_read(self):
        seen = set()
        for member in self.members:
            seen |= {(event.place, event.offset) for event in member.events() if event.what == "record"}
        return all((place, offset) in seen for place, offsets in self.feeder.stored.items() for offset in offsets)

    def flow(self, seconds):
        time.sleep(seconds)

    # The end

    def finish(self, within=30):
        """Ends the feed, lets the members read and commit to the end, ends them, and checks all that was seen."""
        self.feeder.stop()
        self.wait_until(self.everything_is_read, "every record is read", within)
        ends = {place: max(offsets) + 1 for place, offsets in self.feeder.stored.items()}
        self.wait_until(
            lambda: self.observer.look() == ends,
            lambda: f"committed to the ends {ends}, seen {self.observer.seen[-1:]}, {self.observer.failure}", within)
        running = [member for member in self.members if member.is_running()]
        self.leave(*running)
        self.observer.stop()
        self.check()

    def check(self):
        history = History(self.members, self.feeder, self.observer)
        problems = history.problems()
        assert not problems, f"{len(problems)} problems, the first of them:\n" + "\n".join(problems[:15])
