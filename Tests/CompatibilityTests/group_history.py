"""What must be true of what the members of a group saw, whoever coordinates them. Knows nothing of the broker.

- Every acknowledged record was processed by some member.
- While a member owns a partition it reads on without a gap, from where the group had committed: not later than the
  first record nobody had processed, not earlier than the last commit known when it was given the partition. So records
  are processed twice only where nobody had committed them.
- No two live members own a partition at once. One that was killed or stood still longer than its session has lost it.
- The group's committed offsets never go back.
"""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    time: float
    member: str
    what: str
    places: tuple = ()
    offset: int | None = None
    text: str = ""

    @classmethod
    def parse(cls, member, line):
        moment, what, *words = line.split(" ")
        if what in ("record", "committed"):
            value = words[2] if what == "record" else ""
            return cls(float(moment), member, what, (parse_place(words[0]),), int(words[1]), value)
        if what in ("assigned", "revoked", "lost"):
            return cls(float(moment), member, what, tuple(parse_place(word) for word in words if word))
        return cls(float(moment), member, what, text=" ".join(words))

    @property
    def place(self):
        return self.places[0]


def parse_place(word):
    topic, _, partition = word.rpartition(":")
    return topic, int(partition)


@dataclass
class Ownership:
    """One member's time with one partition, as the member saw it."""

    member: object
    place: tuple
    begin: float
    end: float
    # (time, offset) of the records processed in it.
    records: list


class History:
    def __init__(self, members, feeder, observer):
        self.members, self.feeder, self.observer = members, feeder, observer
        self.events = {member.name: list(member.events()) for member in members}

    def problems(self):
        return [
            *self.unread(), *self.foreign(), *self.gaps(), *self.starts(), *self.overlaps(), *self.commits_going_back()]

    # Records

    def records(self):
        for events in self.events.values():
            yield from (event for event in events if event.what == "record")

    def unread(self):
        seen = {(event.place, event.offset) for event in self.records()}
        for place, offsets in self.feeder.stored.items():
            missing = sorted(offset for offset in offsets if (place, offset) not in seen)
            if missing:
                yield f"{place}: {len(missing)} records were skipped, at {missing[:10]}"

    def foreign(self):
        """A record is the one that was written, or one whose acknowledgement the writer never saw."""
        for event in self.records():
            stored = self.feeder.stored.get(event.place, {}).get(event.offset)
            known = stored == event.text if stored is not None else event.text.isdigit() and int(event.text) < self.feeder.attempted
            if not known:
                yield f"{event.member}: {event.place} offset {event.offset} has {event.text!r}, written was {stored!r}"

    # Ownership

    def ownerships(self):
        for member in self.members:
            if not member.kind.is_kcat and any(event.what == "assigned" for event in self.events[member.name]):
                yield from ownerships_of(member, self.events[member.name])

    def timed_ownerships(self):
        return (owned for owned in self.ownerships() if owned.member.kind.says_it_at_once)

    def gaps(self):
        for owned in self.ownerships():
            for (_, before), (_, after) in zip(owned.records, owned.records[1:]):
                if after != before + 1:
                    yield f"{owned.member.name}: {owned.place} went from {before} to {after}"

    def starts(self):
        processed = defaultdict(list)
        for event in self.records():
            processed[event.place].append((event.time, event.offset))
        commits = self.commits()
        for owned in self.timed_ownerships():
            if not owned.records:
                continue
            time, first = owned.records[0]
            least = max((offset for moment, offset in commits[owned.place] if moment <= owned.begin), default=0)
            # kcat's records carry no time: they count as processed before all others.
            most = max((offset + 1 for moment, offset in processed[owned.place] if moment < time), default=0)
            if first < least:
                yield f"{owned.member.name}: {owned.place} began again at {first}, {least} was committed"
            if first > most:
                yield f"{owned.member.name}: {owned.place} began at {first}, only {most} were processed"

    def commits(self):
        """(when it was surely in force, offset) for each partition."""
        commits = defaultdict(list)
        for events in self.events.values():
            for event in events:
                if event.what == "committed":
                    commits[event.place].append((event.time, event.offset))
        for _, answered, offsets in self.observer.seen:
            for place, offset in offsets.items():
                commits[place].append((answered, offset))
        return commits

    def overlaps(self):
        by_place = defaultdict(list)
        for owned in self.timed_ownerships():
            by_place[owned.place].append(owned)
        for place, times in by_place.items():
            times.sort(key=lambda owned: owned.begin)
            for number, owned in enumerate(times):
                for later in times[number + 1:]:
                    if later.member is not owned.member and later.begin < owned.end and not excused(owned, later.begin):
                        yield (
                            f"{place}: {owned.member.name} had it from {owned.begin:.3f} to {owned.end:.3f}, "
                            f"{later.member.name} was given it at {later.begin:.3f}")

    def commits_going_back(self):
        highest = {}
        for asked, _, offsets in self.observer.seen:
            for place, offset in offsets.items():
                if offset < highest.get(place, 0):
                    yield f"{place}: the group's committed offset went back from {highest[place]} to {offset} at {asked:.3f}"
                highest[place] = max(offset, highest.get(place, 0))


def ownerships_of(member, events):
    opened, finished = {}, []
    end = member.killed_at or float("inf")

    def close(place, time):
        if place in opened:
            owned = opened.pop(place)
            owned.end = time
            finished.append(owned)

    for event in events:
        if event.what == "assigned":
            for place in event.places:
                close(place, event.time)
                opened[place] = Ownership(member, place, event.time, end, [])
        elif event.what in ("revoked", "lost"):
            for place in event.places:
                close(place, event.time)
        elif event.what == "left":
            for place in list(opened):
                close(place, event.time)
        elif event.what == "record" and event.place in opened:
            opened[event.place].records.append((event.time, event.offset))
    return finished + list(opened.values())


def excused(owned, moment):
    """Whether the member had stood still before another got its partition: it could not know that it had lost it."""
    return any(owned.begin <= begin <= moment <= owned.end for begin, _ in owned.member.pauses)
