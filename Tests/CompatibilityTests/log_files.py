"""Reads Kafka's files by their published format. Knows nothing of the broker's own code, so that it can disagree with it."""

import gzip
import io
import struct
from dataclasses import dataclass, field
from pathlib import Path

import cramjam
import lz4.frame
import zstandard

CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]
BATCH_HEADER = struct.Struct(">qiibIhiqqqhii")
SNAPPY_STREAM = b"\x82SNAPPY\x00"


class Malformed(AssertionError):
    """A file is not what its format says."""


def crc_table(polynomial):
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (polynomial if value & 1 else 0)
        table.append(value)
    return table


CASTAGNOLI = crc_table(0x82F63B78)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CASTAGNOLI[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


@dataclass
class StoredRecord:
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple


@dataclass
class Batch:
    position: int
    size: int
    base_offset: int
    last_offset: int
    leader_epoch: int
    attributes: int
    base_timestamp: int
    max_timestamp: int
    producer_id: int
    producer_epoch: int
    base_sequence: int
    records: list = field(repr=False)

    @property
    def codec(self):
        return CODECS[self.attributes & 7]


class Reader:
    def __init__(self, data):
        self.data, self.position = data, 0

    def take(self, count):
        if count < 0 or self.position + count > len(self.data):
            raise Malformed(f"{count} bytes wanted at {self.position} of {len(self.data)}")
        self.position += count
        return self.data[self.position - count:self.position]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return value >> 1 ^ -(value & 1)
            shift += 7
            if shift > 63:
                raise Malformed("a varint longer than ten bytes")

    def sized(self):
        count = self.varint()
        return None if count == -1 else self.take(count)


def decompress(codec, data):
    if codec == "none":
        return data
    if codec == "gzip":
        return gzip.GzipFile(fileobj=io.BytesIO(data)).read()
    if codec == "lz4":
        return lz4.frame.decompress(data)
    if codec == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return decompress_snappy(data)


def decompress_snappy(data):
    if not data.startswith(SNAPPY_STREAM):
        return bytes(cramjam.snappy.decompress_raw(data))
    reader = Reader(data)
    reader.take(16)
    blocks = []
    while reader.position < len(data):
        blocks.append(bytes(cramjam.snappy.decompress_raw(reader.take(struct.unpack(">i", reader.take(4))[0]))))
    return b"".join(blocks)


def read_batch(data, position, check_crc=True):
    if position + 61 > len(data):
        raise Malformed(f"half a batch header at {position}")
    (base, length, epoch, magic, crc, attributes, last_delta, base_time, max_time,
     producer, producer_epoch, sequence, count) = BATCH_HEADER.unpack_from(data, position)
    if magic != 2:
        raise Malformed(f"magic {magic} at {position}")
    end = position + 12 + length
    if length < 49 or end > len(data):
        raise Malformed(f"a batch of {length} bytes at {position}, but the file has {len(data)}")
    if check_crc and crc32c(data[position + 21:end]) != crc:
        raise Malformed(f"wrong checksum at {position}, offset {base}")
    append_time = max_time if attributes & 8 else None
    records = read_records(
        decompress(CODECS[attributes & 7], data[position + 61:end]), count, base, base_time, append_time)
    if records and records[-1].offset > base + last_delta:
        raise Malformed(f"a record past the last offset of the batch at {position}")
    return Batch(
        position, 12 + length, base, base + last_delta, epoch, attributes, base_time, max_time, producer, producer_epoch,
        sequence, records)


def read_records(data, count, base_offset, base_timestamp, append_time):
    reader, records = Reader(data), []
    for _ in range(count):
        size = reader.varint()
        end = reader.position + size
        reader.take(1)
        timestamp = base_timestamp + reader.varint()
        offset = base_offset + reader.varint()
        key, value = reader.sized(), reader.sized()
        headers = tuple((reader.sized().decode(), reader.sized()) for _ in range(reader.varint()))
        if reader.position != end:
            raise Malformed(f"record {offset} has {size} bytes but its fields end {end - reader.position} bytes early")
        records.append(StoredRecord(offset, timestamp if append_time is None else append_time, key, value, headers))
    if reader.position != len(data):
        raise Malformed(f"{len(data) - reader.position} bytes behind the last record of the batch at offset {base_offset}")
    return records


def read_log(path, check_crc=True):
    """The batches of a segment. Zeros behind the last one are allowed: the file may be longer than what is written."""
    data, position, batches = Path(path).read_bytes(), 0, []
    while position < len(data) and any(data[position:position + 61]):
        batches.append(read_batch(data, position, check_crc))
        position += batches[-1].size
    return batches


def read_entries(path, layout):
    """The entries of an index, without the zeros behind them that a preallocated file has."""
    data, entry = Path(path).read_bytes(), struct.Struct(layout)
    if len(data) % entry.size:
        raise Malformed(f"{path}: {len(data)} bytes are not a multiple of {entry.size}")
    entries = list(entry.iter_unpack(data))
    while entries and not any(entries[-1]):
        entries.pop()
    return entries


@dataclass
class Segment:
    base_offset: int
    path: Path
    batches: list

    @property
    def offset_index(self):
        return read_entries(self.path.with_suffix(".index"), ">ii")

    @property
    def time_index(self):
        return read_entries(self.path.with_suffix(".timeindex"), ">qi")

    def check(self):
        """What holds between a segment and its indexes."""
        self.check_batches()
        if self.path.with_suffix(".index").exists():
            self.check_offset_index()
        if self.path.with_suffix(".timeindex").exists():
            self.check_time_index()

    def check_batches(self):
        expected = self.base_offset
        for batch in self.batches:
            if batch.base_offset < expected or batch.last_offset < batch.base_offset:
                raise Malformed(f"{self.path}: offset {batch.base_offset} after {expected - 1}")
            expected = batch.last_offset + 1

    def check_offset_index(self):
        starts = {batch.position: batch for batch in self.batches}
        previous = -1
        for relative, position in self.offset_index:
            if relative <= previous:
                raise Malformed(f"{self.path}: offset index goes from {previous} to {relative}")
            if position not in starts:
                raise Malformed(f"{self.path}: the offset index points to {position}, where no batch starts")
            batch = starts[position]
            if not batch.base_offset <= self.base_offset + relative <= batch.last_offset:
                raise Malformed(f"{self.path}: offset {self.base_offset + relative} is not in the batch at {position}")
            previous = relative

    def check_time_index(self):
        previous = None
        for timestamp, relative in self.time_index:
            if previous is not None and timestamp <= previous:
                raise Malformed(f"{self.path}: time index goes from {previous} to {timestamp}")
            later = [b for b in self.batches if b.last_offset <= self.base_offset + relative and b.max_timestamp > timestamp]
            if later:
                raise Malformed(f"{self.path}: a batch up to offset {self.base_offset + relative} is later than {timestamp}")
            previous = timestamp


@dataclass
class StoredPartition:
    directory: Path
    segments: list

    @property
    def batches(self):
        return [batch for segment in self.segments for batch in segment.batches]

    @property
    def records(self):
        return [record for batch in self.batches for record in batch.records]

    def check(self):
        for segment, following in zip(self.segments, self.segments[1:]):
            if segment.batches and segment.batches[-1].last_offset >= following.base_offset:
                raise Malformed(f"{segment.path}: reaches into {following.path.name}")
        for segment in self.segments:
            segment.check()
        return self


def read_partition(directory, check_crc=True):
    """A partition as its files tell it, checked."""
    paths = sorted(Path(directory).glob("*.log"))
    for path in paths:
        if len(path.stem) != 20 or not path.stem.isdigit():
            raise Malformed(f"{path.name} is no segment's name")
    segments = [Segment(int(path.stem), path, read_log(path, check_crc)) for path in paths]
    return StoredPartition(Path(directory), segments).check()


def read_checkpoint(path):
    """The lines of a checkpoint, split: its version and count are checked."""
    lines = Path(path).read_text().splitlines()
    if lines[0] != "0" or int(lines[1]) != len(lines) - 2:
        raise Malformed(f"{path}: version {lines[0]}, count {lines[1]}, {len(lines) - 2} lines")
    return [line.split(" ") for line in lines[2:]]


def read_properties(path, separator="="):
    pairs = (line.partition(separator) for line in Path(path).read_text().splitlines() if line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def read_producer_snapshot(path):
    """The producers of a `.snapshot`: id, epoch, last sequence, last offset, offset delta, time, coordinator epoch, first offset."""
    data = Path(path).read_bytes()
    version, crc, count = struct.unpack_from(">hIi", data)
    if version != 1 or crc32c(data[6:]) != crc:
        raise Malformed(f"{path}: version {version}, checksum {crc:#x}")
    entry = struct.Struct(">qhiqiqiq")
    if len(data) != 10 + count * entry.size:
        raise Malformed(f"{path}: {count} producers in {len(data)} bytes")
    return list(entry.iter_unpack(data[10:]))
