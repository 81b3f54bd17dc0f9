"""Messages and log entries by the notation of `Schemas/`, for every version: a reader of that notation of its own, and a codec.

Messages are dictionaries by field name. What a request leaves out has its default.
"""

import re
import struct
import uuid
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

SCHEMAS = Path(__file__).resolve().parents[2] / "Schemas"
NUMBERS = {
    "int8": ">b", "int16": ">h", "uint16": ">H", "int32": ">i", "uint32": ">I", "int64": ">q", "float64": ">d",
    "ErrorCode": ">h", "Offset": ">q"}
NONE = range(0, 0)
ALL = range(0, 1 << 15)


def versions(text):
    """`v3`, `v0-2`, `v3+`"""
    match = re.fullmatch(r"v(\d+)(?:(\+)|-(\d+))?", text)
    first = int(match[1])
    if match[2]:
        return range(first, 1 << 15)
    return range(first, int(match[3] or first) + 1)


@dataclass
class Field:
    name: str
    type: str
    is_array: bool
    nullable: range
    versions: range = ALL
    default: str | None = None
    tag: int | None = None
    struct: list | None = None


@dataclass
class Block:
    fields: list
    versions: range = ALL
    flexible: range = NONE
    key: int | None = None
    structs: dict = field(default_factory=dict)


class Parser:
    def __init__(self, path):
        lines = (re.sub(r"//.*", "", line).strip() for line in path.read_text().splitlines())
        self.lines = [line for line in lines if line]
        self.position = 0

    def next(self):
        self.position += 1
        return self.lines[self.position - 1]

    def blocks(self):
        """Every block of the file by its name: `JoinGroup request`, `OffsetCommit key`, `ConsumerProtocolAssignment`."""
        found, name, number, spread, flexible = {}, None, None, ALL, NONE
        while self.position < len(self.lines):
            words = self.next().rstrip("{").split()
            if words[0] == "api":
                name, number, spread, flexible = words[1], int(words[2]), versions(words[3]), flexible_of(words)
            elif words[0] == "entry":
                name, number = words[1], int(words[2])
            elif words[0] in ("request", "response"):
                found[f"{name} {words[0]}"] = self.block(spread, flexible, number)
            elif words[0] in ("key", "value"):
                found[f"{name} {words[0]}"] = self.block(versions(words[1]), flexible_of(words), number)
            elif words[0] == "data":
                found[words[1]] = self.block(versions(words[2]), flexible_of(words), None)
        return found

    def block(self, spread, flexible, number):
        block = Block([], spread, flexible, number)
        block.fields = self.fields(block.structs)
        return block

    def fields(self, structs):
        fields = []
        while (line := self.next()) != "}":
            if line.startswith("struct "):
                structs[line.split()[1]] = self.fields(structs)
                continue
            opens = line.endswith("{")
            each = self.field(line.rstrip("{").strip())
            if opens:
                structs[each.type] = self.fields(structs)
            fields.append(each)
        return fields

    def field(self, line):
        name, kind, *rest = line.split()
        optional, nullable = kind.partition("?")[1:]
        bare = kind.partition("?")[0]
        each = Field(name, bare.strip("[]"), bare.startswith("["), (versions(nullable) if nullable else ALL) if optional else NONE)
        while rest:
            word = rest.pop(0)
            if word == "=":
                each.default = rest.pop(0)
            elif word.startswith("@"):
                each.tag = int(word[1:])
            elif re.fullmatch(r"v\d+(\+|-\d+)?", word):
                each.versions = versions(word)
        return each


def flexible_of(words):
    return versions(words[words.index("flexible") + 1]) if "flexible" in words else NONE


@lru_cache(maxsize=None)
def blocks():
    found = {}
    for path in [*SCHEMAS.glob("Messages/*.schema"), *SCHEMAS.glob("Logs/*.schema"), SCHEMAS / "Embedded.schema"]:
        found |= Parser(path).blocks()
    return found


def apis():
    """Name to (key, versions)."""
    return {name.split()[0]: (block.key, block.versions) for name, block in blocks().items() if name.endswith(" request")}


def encode(name, version, values):
    block = blocks()[name]
    assert version in block.versions, f"{name} has no version {version}"
    writer = Writer(block, version)
    writer.struct(block.fields, values)
    return b"".join(writer.parts)


def decode(name, version, data):
    reader = Reader(blocks()[name], version, data)
    values = reader.struct(reader.block.fields)
    assert reader.position == len(data), f"{len(data) - reader.position} bytes are left of {name} version {version}"
    return values


def unsigned_varint(value):
    content = bytearray()
    while value > 0x7F:
        content.append(value & 0x7F | 0x80)
        value >>= 7
    content.append(value)
    return bytes(content)


class Writer:
    def __init__(self, block, version):
        self.block, self.version, self.flexible, self.parts = block, version, version in block.flexible, []

    def struct(self, fields, values):
        unknown = set(values) - {each.name for each in fields}
        assert not unknown, f"no such fields: {unknown}"
        tagged = []
        for each in fields:
            if self.version not in each.versions:
                continue
            value = values.get(each.name, default_of(each))
            if each.tag is None:
                self.value(each, value, each.is_array)
            elif self.flexible and each.name in values:
                tagged.append((each, value))
        if self.flexible:
            self.parts.append(unsigned_varint(len(tagged)))
            for each, value in sorted(tagged, key=lambda pair: pair[0].tag):
                inner = Writer(self.block, self.version)
                inner.value(each, value, each.is_array)
                content = b"".join(inner.parts)
                self.parts.append(unsigned_varint(each.tag) + unsigned_varint(len(content)) + content)

    def count(self, count, short=False):
        if self.flexible:
            self.parts.append(unsigned_varint(0 if count is None else count + 1))
        else:
            self.parts.append(struct.pack(">h" if short else ">i", -1 if count is None else count))

    def value(self, each, value, is_array):
        if is_array:
            self.count(None if value is None else len(value))
            for element in value or ():
                self.value(each, element, False)
        elif each.type in NUMBERS:
            self.parts.append(struct.pack(NUMBERS[each.type], value))
        elif each.type == "bool":
            self.parts.append(b"\1" if value else b"\0")
        elif each.type == "uuid":
            self.parts.append(value.bytes if isinstance(value, uuid.UUID) else value or bytes(16))
        elif each.type in ("string", "bytes", "records"):
            content = value.encode() if isinstance(value, str) else value
            self.count(None if content is None else len(content), each.type == "string")
            self.parts.append(content or b"")
        else:
            fields = self.block.structs[each.type]
            if self.version in each.nullable and not each.is_array:
                self.parts.append(b"\xff" if value is None else b"\1")
            if value is not None:
                self.struct(fields, value)


class Reader:
    def __init__(self, block, version, data):
        self.block, self.version, self.flexible, self.data, self.position = block, version, version in block.flexible, data, 0

    def take(self, count):
        content = self.data[self.position:self.position + count]
        assert len(content) == count, "the message ends early"
        self.position += count
        return content

    def number(self, layout):
        return struct.unpack(layout, self.take(struct.calcsize(layout)))[0]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return value

    def count(self, short=False):
        count = self.varint() - 1 if self.flexible else self.number(">h" if short else ">i")
        return None if count < 0 else count

    def struct(self, fields):
        values = {each.name: default_of(each) for each in fields if self.version in each.versions and each.tag is not None}
        for each in fields:
            if self.version in each.versions and each.tag is None:
                values[each.name] = self.value(each, each.is_array)
        if self.flexible:
            tags = {each.tag: each for each in fields if each.tag is not None and self.version in each.versions}
            last = -1
            for _ in range(self.varint()):
                tag, size = self.varint(), self.varint()
                assert tag > last, "tags are out of order"
                last, end = tag, self.position + size
                if tag in tags:
                    values[tags[tag].name] = self.value(tags[tag], tags[tag].is_array)
                    assert self.position == end, f"the tagged field {tag} has another size"
                self.position = end
        return values

    def value(self, each, is_array):
        if is_array:
            count = self.count()
            assert count is not None or self.version in each.nullable, f"{each.name} is null"
            return None if count is None else [self.value(each, False) for _ in range(count)]
        if each.type in NUMBERS:
            return self.number(NUMBERS[each.type])
        if each.type == "bool":
            return self.take(1) != b"\0"
        if each.type == "uuid":
            return uuid.UUID(bytes=bytes(self.take(16)))
        if each.type in ("string", "bytes", "records"):
            count = self.count(each.type == "string")
            assert count is not None or self.version in each.nullable or each.type == "records", f"{each.name} is null"
            if count is None:
                return None
            return self.take(count).decode() if each.type == "string" else bytes(self.take(count))
        if self.version in each.nullable and not each.is_array and self.number(">b") < 0:
            return None
        return self.struct(self.block.structs[each.type])


def default_of(each):
    if each.is_array:
        return None if each.default == "null" else []
    if each.default is None:
        return {"string": "", "bytes": b"", "bool": False, "uuid": uuid.UUID(int=0)}.get(each.type, 0 if each.type in NUMBERS else {})
    if each.default == "null":
        return None
    if each.type in NUMBERS:
        return int(each.default)
    return each.default == "true" if each.type == "bool" else each.default.strip('"')
