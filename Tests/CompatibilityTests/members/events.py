"""What a member of a group says of itself: a line an event, in a file that outlives it.

    SECONDS assigned TOPIC:PARTITION ...      SECONDS record TOPIC:PARTITION OFFSET VALUE
    SECONDS revoked TOPIC:PARTITION ...       SECONDS committed TOPIC:PARTITION OFFSET
    SECONDS lost TOPIC:PARTITION ...          SECONDS error TEXT
    SECONDS left

A record's line is written before its offset is committed; `revoked` before the partition is given up.
"""

import os
import signal
import sys
import time


class Events:
    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def say(self, *words):
        # One write for a line: a killed member leaves no half of one.
        os.write(self.file, (f"{time.time():.6f} " + " ".join(map(str, words)) + "\n").encode())

    def partitions(self, event, places):
        self.say(event, *(f"{place.topic}:{place.partition}" for place in places))

    def record(self, topic, partition, offset, value):
        self.say("record", f"{topic}:{partition}", offset, value.decode())

    def committed(self, topic, partition, offset):
        self.say("committed", f"{topic}:{partition}", offset)

    def error(self, failure):
        self.say("error", type(failure).__name__, str(failure).replace("\n", " "))


class Arguments:
    """PROGRAM BOOTSTRAP GROUP TOPIC EVENTS [name=value ...]; a topic that begins with ^ is a pattern."""

    def __init__(self, words):
        self.bootstrap, self.group, self.topic, path = words[:4]
        self.settings = dict(word.split("=", 1) for word in words[4:])
        self.events = Events(path)
        self.session = int(self.settings.get("session", 6000))
        self.heartbeat = int(self.settings.get("heartbeat", 500))
        self.commit_every = float(self.settings.get("commit", 0.2))
        self.strategy = self.settings.get("strategy", "range")
        self.protocol = self.settings.get("protocol", "classic")
        self.instance = self.settings.get("instance")

    @property
    def is_pattern(self):
        return self.topic.startswith("^")


class Stop:
    """Set by SIGTERM: the member leaves its group and ends."""

    def __init__(self):
        self.requested = False
        signal.signal(signal.SIGTERM, self.request)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def request(self, *_):
        self.requested = True


def arguments():
    return Arguments(sys.argv[1:])


class Pace:
    """Says when the next commit is due."""

    def __init__(self, seconds):
        self.seconds, self.last = seconds, time.monotonic()

    def is_due(self):
        if time.monotonic() - self.last < self.seconds:
            return False
        self.last = time.monotonic()
        return True
