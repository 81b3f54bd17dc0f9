"""Reads `__consumer_offsets` as another program would: any consumer's records, decoded by Kafka's formats."""

import struct

import schemas

KEYS = {block.key: name.split()[0] for name, block in schemas.blocks().items() if name.endswith(" key")}
# Two numbers for one record: 0 is the older one.
KEYS |= {0: "OffsetCommit"}
GROUP_TOPIC = "__consumer_offsets"


def decode(key, value):
    """(name, key fields, value fields or None for a tombstone)"""
    number = struct.unpack(">h", key[:2])[0]
    name = KEYS[number]
    fields = schemas.decode(f"{name} key", 0, key[2:])
    if value is None:
        return name, fields, None
    version = struct.unpack(">h", value[:2])[0]
    return name, fields, schemas.decode(f"{name} value", version, value[2:]) | {"version": version}


def java_hash(text):
    value = 0
    for unit in struct.unpack(f">{len(text.encode('utf-16-be')) // 2}H", text.encode("utf-16-be")):
        value = (31 * value + unit) & 0xFFFFFFFF
    return value - (1 << 32) if value & 0x80000000 else value


def partition_of(group, count):
    value = java_hash(group)
    return (0 if value == -(1 << 31) else abs(value)) % count


class State:
    """What the records add up to, read from the start."""

    def __init__(self):
        self.entries = {}

    def take(self, key, value):
        name, fields, content = decode(key, value)
        place = (name, *fields.values())
        if content is None:
            self.entries.pop(place, None)
        else:
            self.entries[place] = content

    def offsets(self, group):
        return {
            (topic, partition): content["offset"] for (name, *key), content in self.entries.items()
            if name == "OffsetCommit" and key[0] == group for _, topic, partition in [key]}

    def of_group(self, name, group):
        """The entries of one kind, by what follows the group in their key."""
        return {tuple(key[1:]): content for (kind, *key), content in self.entries.items() if kind == name and key[0] == group}
