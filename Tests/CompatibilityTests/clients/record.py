"""A record as every client can be made to give it."""

from dataclasses import dataclass

CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]
ACKS = [0, 1, "all"]


@dataclass(frozen=True)
class Record:
    value: bytes | None
    key: bytes | None = None
    headers: tuple = ()
    timestamp: int | None = None
    offset: int | None = None

    def sent(self):
        """What the producer said of it: all but the place it was given."""
        return Record(self.value, self.key, self.headers, self.timestamp)


def sample():
    """Every shape of a record: nulls, empties, binary, long, repeated and null headers, timestamps out of order."""
    start = 1_700_000_000_000
    return [
        Record(b"plain", timestamp=start),
        Record(b"with key", b"key", timestamp=start + 5),
        Record(None, b"tombstone", timestamp=start + 10),
        Record(b"", b"empty value", timestamp=start + 3),
        Record(b"empty key", b"", timestamp=start + 4),
        Record(None, None, timestamp=start + 6),
        Record(bytes(range(256)), bytes(range(255, -1, -1)), timestamp=start + 7),
        Record(b"headers", b"h", (("a", b"1"), ("b", b"\x00\xff"), ("a", b"2")), start + 8),
        Record(b"null header", b"h", (("none", None), ("empty", b"")), start + 9),
        Record("grüße — 記録".encode(), "schlüssel".encode(), (("ключ", "значение".encode()),), start + 11),
        Record(b"long " * 10_000, b"long", timestamp=start + 12),
        Record(b"old", b"old", timestamp=1),
    ]


def sample_with_contents():
    """The sample without the record that has neither key nor value: some clients refuse to send that one."""
    return [record for record in sample() if record.key is not None or record.value is not None]


def sample_with_header_values():
    """The same without null headers."""
    return [record for record in sample_with_contents() if all(value is not None for _, value in record.headers)]


def numbered(count, size=100):
    """`count` records with values of `size` bytes that are told apart by them, padded with what a codec can do little with."""
    return [Record(b"%010d:" % n + padding(n, size - 11), b"k%d" % (n % 97)) for n in range(count)]


def padding(number, size):
    digits = b"%d" % (number * 2654435761 % (1 << 61))
    return (digits * (size // len(digits) + 1))[:size]


def number(record):
    return int(record.value[:10])
