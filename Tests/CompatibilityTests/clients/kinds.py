"""The kinds of members a group can have: which program, with which settings, and what it can say of itself."""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from clients.java import class_path

FOLDER = Path(__file__).resolve().parents[1]
GO_PACKAGES = Path("/usr/share/gocode")
# Our own client's member: `swift build -c release --product compatibility-member`, or one that is named.
SWIFT_MEMBER = Path(os.environ.get("OTTLA_MEMBER", FOLDER.parents[1] / ".build/release/compatibility-member"))


@dataclass(frozen=True)
class Kind:
    name: str
    program: str
    settings: dict = field(default_factory=dict)
    # Whether it says what it is given; where not, the broker is asked.
    says_assignment: bool = True
    # Whether it says so at the time of the change, or only once it comes to it.
    says_it_at_once: bool = True
    # kcat prints what it reads and leaves the time and the commits to the library.
    is_kcat: bool = False
    # A worker that starts, rebalances and ends in seconds rather than at once.
    is_slow: bool = False
    # An application that ends when it finds that it has lost its place, and is to be started again.
    ends_when_fenced: bool = False

    @property
    def protocol(self):
        return self.settings.get("protocol", "classic")

    @property
    def is_installed(self):
        """Go's libraries come as Debian's packages, and from nowhere else; our own member is built with everything else."""
        if self.program == "swift":
            return SWIFT_MEMBER.is_file()
        return not self.program.startswith("go/") or GO_PACKAGES.is_dir()

    def __str__(self):
        return self.name


def kind(name, program, **arguments):
    settings = {key: arguments.pop(key) for key in ("protocol", "strategy", "instance") if key in arguments}
    return Kind(name, program, settings, **arguments)


KINDS = {each.name: each for each in [
    kind("confluent-range", "confluent_member.py", strategy="range"),
    kind("confluent-roundrobin", "confluent_member.py", strategy="roundrobin"),
    kind("confluent-cooperative", "confluent_member.py", strategy="cooperative-sticky"),
    kind("confluent-consumer", "confluent_member.py", protocol="consumer", strategy="uniform"),
    kind("kafka-python", "kafka_python_member.py", strategy="range"),
    # It applies an assignment, and may say so only after the next rebalance has begun.
    kind("kafka-python-cooperative", "kafka_python_member.py", strategy="cooperative-sticky", says_it_at_once=False),
    kind("aiokafka", "aiokafka_member.py", strategy="roundrobin"),
    kind("java-range", "java", strategy="range"),
    kind("java-cooperative", "java", strategy="cooperative-sticky"),
    kind("java-consumer", "java", protocol="consumer", strategy="range"),
    kind("kcat", "kcat", is_kcat=True),
    kind("sarama", "go/sarama", strategy="range"),
    kind("kafka-go", "go/kafkago", says_assignment=False),
    # It says so seconds later, and not at all where the next rebalance has begun.
    kind("faust", "faust_member.py", is_slow=True, says_assignment=False, says_it_at_once=False),
    kind("quix", "quix_member.py", ends_when_fenced=True),
    kind("ottla-range", "swift", strategy="range"),
    kind("ottla-roundrobin", "swift", strategy="roundrobin"),
    kind("ottla-sticky", "swift", strategy="sticky"),
    kind("ottla-cooperative", "swift", strategy="cooperative-sticky"),
    kind("ottla-consumer", "swift", protocol="consumer", strategy="uniform"),
]}


class MemberPrograms:
    """Compiles what has to be compiled, once, and gives the command line of each member."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.compiled = {}
        self.lock = threading.Lock()

    def command(self, kind, bootstrap, group, topic, events, settings):
        """What to run. `settings` come on top of the kind's own."""
        settings = {**kind.settings, **settings}
        if kind.is_kcat:
            return kcat_command(bootstrap, group, topic, settings)
        arguments = [bootstrap, group, topic, str(events), *(f"{key}={value}" for key, value in settings.items())]
        if kind.program == "swift":
            return [str(SWIFT_MEMBER), *arguments]
        if kind.program == "java":
            return [*self.once("java", self.java), *arguments]
        if kind.program.startswith("go/"):
            return [*self.once(kind.program, lambda: self.go(kind.program)), *arguments]
        return [sys.executable, "-W", "ignore", str(FOLDER / "members" / kind.program), *arguments]

    def once(self, program, compile):
        with self.lock:
            if program not in self.compiled:
                self.compiled[program] = compile()
            return self.compiled[program]

    def java(self):
        source = FOLDER / "java/GroupMember.java"
        subprocess.run(["javac", "-nowarn", "-cp", class_path(), "-d", str(self.directory), str(source)], check=True, timeout=120)
        return [
            "java", "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{self.directory}:{class_path()}", "GroupMember"]

    def go(self, program):
        target = self.directory / program.replace("/", "-")
        # Debian's packages of Go libraries are a GOPATH, without modules.
        environment = os.environ | {
            "GO111MODULE": "off", "GOFLAGS": "", "GOPATH": str(GO_PACKAGES), "GOCACHE": str(self.directory / "go-cache")}
        done = subprocess.run(
            ["go", "build", "-o", str(target), "."], cwd=FOLDER / "members" / program, env=environment, capture_output=True, timeout=300)
        if done.returncode != 0:
            raise AssertionError(f"go build of {program}:\n{done.stderr.decode()}")
        return [str(target)]


def kcat_command(bootstrap, group, topic, settings):
    properties = {
        "session.timeout.ms": settings.get("session", 6000), "heartbeat.interval.ms": settings.get("heartbeat", 500),
        "auto.commit.interval.ms": 200, "auto.offset.reset": "earliest", "fetch.wait.max.ms": 100,
        "reconnect.backoff.ms": 50, "reconnect.backoff.max.ms": 300,
        "topic.metadata.refresh.interval.ms": 500, "partition.assignment.strategy": settings.get("strategy", "range")}
    if "instance" in settings:
        properties["group.instance.id"] = settings["instance"]
    options = [word for key, value in properties.items() for word in ("-X", f"{key}={value}")]
    return ["kcat", "-b", bootstrap, *options, "-u", "-f", "%t %p %o %s\\n", "-G", group, topic]
