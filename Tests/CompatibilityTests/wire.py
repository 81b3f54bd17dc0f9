"""The protocol's own bytes, written by hand for the versions that no current client speaks, and for what none should."""

import gzip
import itertools
import socket
import struct
import time
import zlib

import cramjam
import lz4.frame

from log_files import CODECS, crc32c, decompress

PRODUCE, FETCH, LIST_OFFSETS, METADATA, FIND_COORDINATOR, API_VERSIONS, DELETE_TOPICS = 0, 1, 2, 3, 10, 18, 20
NONE, CORRUPT_MESSAGE, UNKNOWN_TOPIC, UNSUPPORTED_VERSION, INVALID_RECORD = 0, 2, 3, 35, 87
OFFSET_OUT_OF_RANGE, INVALID_REQUIRED_ACKS, OUT_OF_ORDER_SEQUENCE, DUPLICATE_SEQUENCE, INVALID_PRODUCER_EPOCH = 1, 21, 45, 46, 47
UNSUPPORTED_COMPRESSION_TYPE = 76


def string(text):
    return struct.pack(">h", -1) if text is None else struct.pack(">h", len(text.encode())) + text.encode()


def sized(content):
    return struct.pack(">i", -1) if content is None else struct.pack(">i", len(content)) + content


def array(items):
    return struct.pack(">i", len(items)) + b"".join(items)


class Answer:
    """Reads an answer from its front."""

    def __init__(self, data):
        self.data, self.position = data, 0

    def take(self, layout):
        values = struct.unpack_from(">" + layout, self.data, self.position)
        self.position += struct.calcsize(">" + layout)
        return values[0] if len(values) == 1 else values

    def string(self):
        count = self.take("h")
        return None if count < 0 else self.raw(count).decode()

    def sized(self):
        count = self.take("i")
        return None if count < 0 else self.raw(count)

    def raw(self, count):
        content = self.data[self.position:self.position + count]
        assert len(content) == count, "the answer ends early"
        self.position += count
        return content

    def array(self, element):
        return [element(self) for _ in range(self.take("i"))]

    def at_end(self):
        assert self.position == len(self.data), f"{len(self.data) - self.position} bytes are left of the answer"


class Wire:
    """One connection that speaks frames."""

    def __init__(self, broker, timeout=10):
        self.socket = socket.create_connection((broker.host, broker.port), timeout=timeout)
        self.correlation = itertools.count(1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def send_request(self, key, version, body, client="wire"):
        number = next(self.correlation)
        header = struct.pack(">hhi", key, version, number) + string(client)
        self.send(sized(header + body))
        return number

    def receive(self):
        """The next answer's correlation id and content; None at the end of the connection."""
        prefix = self._exactly(4)
        if prefix is None:
            return None
        content = self._exactly(struct.unpack(">i", prefix)[0])
        assert content is not None, "the connection ended inside an answer"
        return struct.unpack(">i", content[:4])[0], Answer(content[4:])

    def ask(self, key, version, body):
        number = self.send_request(key, version, body)
        received = self.receive()
        assert received is not None, f"the connection was closed instead of an answer to API {key} version {version}"
        assert received[0] == number
        return received[1]

    def _exactly(self, count):
        content = b""
        while len(content) < count:
            try:
                part = self.socket.recv(count - len(content))
            except ConnectionResetError:
                part = b""
            if not part:
                return None
            content += part
        return content

    def is_closed_within(self, seconds):
        """Whether the other side ends the connection in time. What it still says before that is dropped."""
        self.socket.settimeout(seconds)
        try:
            while self.socket.recv(65536):
                pass
            return True
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False


# Batches and message sets

def varint(value):
    value = value << 1 ^ value >> 63
    content = bytearray()
    while value > 0x7F:
        content.append(value & 0x7F | 0x80)
        value >>= 7
    content.append(value)
    return bytes(content)


def record(offset_delta, value, key=None, timestamp_delta=0):
    def part(content):
        return varint(-1) if content is None else varint(len(content)) + content

    body = b"\0" + varint(timestamp_delta) + varint(offset_delta) + part(key) + part(value) + varint(0)
    return varint(len(body)) + body


def batch(values, producer=-1, epoch=-1, sequence=-1, attributes=0, timestamp=None, count=None, last_delta=None):
    """A record batch of magic 2, uncompressed."""
    timestamp = int(time.time() * 1000) if timestamp is None else timestamp
    records = b"".join(record(n, value) for n, value in enumerate(values))
    count = len(values) if count is None else count
    last_delta = len(values) - 1 if last_delta is None else last_delta
    checked = struct.pack(
        ">hiqqqhii", attributes, last_delta, timestamp, timestamp, producer, epoch, sequence, count) + records
    tail = struct.pack(">ibI", -1, 2, crc32c(checked)) + checked
    return struct.pack(">qi", 0, len(tail)) + tail


def message(magic, value, key=None, codec=0, timestamp=1_700_000_000_000):
    checked = struct.pack(">bb", magic, codec)
    if magic == 1:
        checked += struct.pack(">q", timestamp)
    checked += sized(key) + sized(value)
    return struct.pack(">I", zlib.crc32(checked)) + checked


def message_set(messages, offsets=None):
    offsets = range(len(messages)) if offsets is None else offsets
    return b"".join(struct.pack(">q", offset) + sized(content) for offset, content in zip(offsets, messages))


def compressed_message_set(magic, codec, messages):
    """A wrapper message: inner offsets are relative in magic 1."""
    inner = message_set(messages)
    content = {1: gzip.compress, 2: lambda data: bytes(cramjam.snappy.compress_raw(data)), 3: lz4_frame(magic)}[codec](inner)
    return message_set([message(magic, content, codec=codec)], [len(messages) - 1])


def lz4_frame(magic):
    def compress(data):
        frame = bytearray(lz4.frame.compress(data, block_linked=False, content_checksum=False, store_size=False))
        if magic == 0:
            # The clients of that time summed the frame's magic number too.
            frame[6] = xxh32(bytes(frame[:6])) >> 8 & 0xFF
        return bytes(frame)

    return compress


def xxh32(data):
    """xxHash of fewer than 16 bytes, seed 0."""
    one, two, three, four, five = 2654435761, 2246822519, 3266489917, 668265263, 374761393

    def rotated(value, by):
        value &= 0xFFFFFFFF
        return value << by | value >> 32 - by

    state, position = five + len(data), 0
    while position + 4 <= len(data):
        state = rotated(state + int.from_bytes(data[position:position + 4], "little") * three, 17) * four
        position += 4
    for byte in data[position:]:
        state = rotated(state + byte * five, 11) * one
    state &= 0xFFFFFFFF
    state = (state ^ state >> 15) * two & 0xFFFFFFFF
    state = (state ^ state >> 13) * three & 0xFFFFFFFF
    return state ^ state >> 16


def parse_message_set(data):
    """(offset, magic, key, value, timestamp) of each whole message, wrappers opened."""
    answer, messages = Answer(data), []
    while len(data) - answer.position >= 12:
        offset, size = answer.take("qi")
        if len(data) - answer.position < size:
            break
        entry = Answer(answer.raw(size))
        crc, magic, attributes = entry.take("Ibb")
        assert crc == zlib.crc32(entry.data[4:]), f"wrong checksum of the message at {offset}"
        timestamp = entry.take("q") if magic == 1 else None
        key, value = entry.sized(), entry.sized()
        entry.at_end()
        if attributes & 7:
            if magic == 0 and attributes & 7 == 3:
                # Readers of that time did not look at the checksum of the frame's header: ours does.
                value = value[:6] + bytes([xxh32(value[4:6]) >> 8 & 0xFF]) + value[7:]
            inner = parse_message_set(decompress(CODECS[attributes & 7], value))
            shift = offset - inner[-1][0] if magic == 1 else 0
            messages += [(at + shift, *rest) for at, *rest in inner]
        else:
            messages.append((offset, magic, key, value, timestamp))
    return messages


# Requests

def produce_body(version, topic, records, acks=-1, partition=0, timeout=10_000):
    transactional = string(None) if version >= 3 else b""
    data = array([string(topic) + array([struct.pack(">i", partition) + sized(records)])])
    return transactional + struct.pack(">hi", acks, timeout) + data


def produce(wire, version, topic, records, **arguments):
    """The (error, base offset) of a Produce request up to version 8."""
    answer = wire.ask(PRODUCE, version, produce_body(version, topic, records, **arguments))

    def partition(part):
        _, error, offset = part.take("ihq")
        if version >= 2:
            part.take("q")
        if version >= 5:
            part.take("q")
        if version >= 8:
            part.array(lambda each: (each.take("i"), each.string()))
            part.string()
        return error, offset

    topics = answer.array(lambda part: (part.string(), part.array(partition)))
    if version >= 1:
        answer.take("i")
    answer.at_end()
    return topics[0][1][0]


def fetch(wire, version, topic, offset, partition=0, wait=100, size=1 << 20):
    """The (error, high watermark, records) of a Fetch request up to version 6."""
    body = struct.pack(">iii", -1, wait, 1)
    if version >= 3:
        body += struct.pack(">i", size)
    if version >= 4:
        body += struct.pack(">b", 0)
    place = struct.pack(">iq", partition, offset)
    if version >= 5:
        place += struct.pack(">q", -1)
    body += array([string(topic) + array([place + struct.pack(">i", size)])])
    answer = wire.ask(FETCH, version, body)
    if version >= 1:
        answer.take("i")

    def partition_answer(part):
        _, error, high = part.take("ihq")
        if version >= 4:
            part.take("q")
        if version >= 5:
            part.take("q")
        if version >= 4:
            part.take("i")
        return error, high, part.sized() or b""

    topics = answer.array(lambda part: (part.string(), part.array(partition_answer)))
    answer.at_end()
    return topics[0][1][0]


def api_versions(wire):
    """What the broker says it serves: key to (lowest, highest)."""
    answer = wire.ask(API_VERSIONS, 0, b"")
    assert answer.take("h") == NONE
    ranges = answer.array(lambda part: part.take("hhh"))
    answer.at_end()
    return {key: (low, high) for key, low, high in ranges}


def init_producer_id(wire):
    """A fresh (producer id, epoch)."""
    answer = wire.ask(22, 0, string(None) + struct.pack(">i", 60_000))
    _, error, producer, epoch = answer.take("ihqh")
    assert error == NONE
    return producer, epoch
