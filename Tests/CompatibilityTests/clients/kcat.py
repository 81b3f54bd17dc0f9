"""kcat over Debian's librdkafka."""

import os
import subprocess
import tempfile

from clients.record import Record

NAME = "kcat"
# A line is a record to kcat: the headers are the same for all, the time is its own.
DELIMITER = "~\x01~"
SEPARATOR = "|\x02|"


def sample():
    return [
        Record(b"plain", b"key"),
        Record(b"two\nlines", b"key"),
        Record("grüße — 記録".encode(), "schlüssel".encode()),
        Record(b"long " * 10_000, b"long"),
    ]


def run(*arguments, stdin=b"", within=60):
    done = subprocess.run(["kcat", *map(str, arguments)], input=stdin, capture_output=True, timeout=within)
    if done.returncode != 0:
        raise AssertionError(f"kcat {' '.join(map(str, arguments))}\nexit {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def produce(bootstrap, topic, records, codec="none", acks="all", partition=0, properties=None):
    headers = {record.headers for record in records}
    if len(headers) > 1:
        raise ValueError("kcat gives all records the same headers")
    arguments = ["-b", bootstrap, "-P", "-t", topic, "-p", partition, "-z", codec, "-X", f"acks={acks}", "-D", DELIMITER]
    for name, value in next(iter(headers), ()):
        arguments += ["-H", f"{name}={value.decode()}"]
    for key, value in (properties or {}).items():
        arguments += ["-X", f"{key}={value}"]
    lines = []
    if any(record.key is None for record in records) and any(record.key is not None for record in records):
        raise ValueError("kcat needs keys for all records or for none")
    for record in records:
        key = b"" if record.key is None else record.key + SEPARATOR.encode()
        lines.append(key + record.value)
    if records and records[0].key is not None:
        arguments += ["-K", SEPARATOR]
    # Through a file: kcat stops reading standard input at 1 MB lines, and a pipe would need a second thread.
    with tempfile.NamedTemporaryFile() as file:
        file.write(DELIMITER.encode().join(lines))
        file.flush()
        with open(file.name, "rb") as stdin:
            done = subprocess.run(["kcat", *map(str, arguments)], stdin=stdin, capture_output=True, timeout=120)
    if done.returncode != 0:
        raise AssertionError(f"kcat ended with {done.returncode}: {done.stderr.decode()}")


def consume(bootstrap, topic, count, partition=0, start=0, within=60, properties=None):
    arguments = ["kcat", "-b", bootstrap, "-C", "-q", "-t", topic, "-p", str(partition), "-o", str(start), "-c", str(count)]
    for key, value in (properties or {}).items():
        arguments += ["-X", f"{key}={value}"]
    arguments += ["-f", "%o %T %K %S %k%s%h\n\x03"]
    done = subprocess.run(arguments, capture_output=True, timeout=within, env=os.environ)
    if done.returncode != 0:
        raise AssertionError(f"kcat ended with {done.returncode}: {done.stderr.decode()}")
    return list(parse(done.stdout))


def parse(output):
    position = 0
    while position < len(output):
        fields = []
        for _ in range(4):
            end = output.index(b" ", position)
            fields.append(int(output[position:end]))
            position = end + 1
        offset, timestamp, key_size, value_size = fields
        key, position = take(output, position, key_size)
        value, position = take(output, position, value_size)
        end = output.index(b"\n\x03", position)
        yield Record(value, key, headers(output[position:end]), timestamp, offset)
        position = end + 2


def take(output, position, size):
    # kcat prints nothing for a null, and -1 as its size.
    return (None, position) if size < 0 else (output[position:position + size], position + size)


def headers(text):
    if not text:
        return ()
    pairs = (pair.partition(b"=") for pair in text.split(b","))
    return tuple((name.decode(), None if value == b"NULL" else value) for name, _, value in pairs)
