"""The group APIs spoken by hand, in any version; and a member that does no more than it is told."""

import struct
import time
import uuid

import schemas
from wire import Wire, api_versions

(
    NONE, OFFSET_METADATA_TOO_LARGE, COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, ILLEGAL_GENERATION,
    INCONSISTENT_GROUP_PROTOCOL, INVALID_GROUP_ID, UNKNOWN_MEMBER_ID, INVALID_SESSION_TIMEOUT, REBALANCE_IN_PROGRESS,
) = 0, 12, 14, 15, 16, 22, 23, 24, 25, 26, 27
UNKNOWN_TOPIC_OR_PARTITION, UNSUPPORTED_VERSION, INVALID_REQUEST = 3, 35, 42
NON_EMPTY_GROUP, GROUP_ID_NOT_FOUND, MEMBER_ID_REQUIRED, GROUP_MAX_SIZE_REACHED, FENCED_INSTANCE_ID = 68, 69, 79, 81, 82
GROUP_SUBSCRIBED_TO_TOPIC, UNKNOWN_TOPIC_ID = 86, 100
FENCED_MEMBER_EPOCH, UNRELEASED_INSTANCE_ID, UNSUPPORTED_ASSIGNOR, STALE_MEMBER_EPOCH, INVALID_REGULAR_EXPRESSION = 110, 111, 112, 113, 128


class GroupWire(Wire):
    """A connection that takes and gives messages by the schemas."""

    def send_message(self, name, version, values):
        block = schemas.blocks()[f"{name} request"]
        body = schemas.encode(f"{name} request", version, values)
        # A flexible request has the second kind of header: tags behind the client id.
        return self.send_request(block.key, version, (b"\0" if version in block.flexible else b"") + body)

    def receive_message(self, name, version):
        received = self.receive()
        assert received is not None, f"the connection was closed instead of an answer to {name} version {version}"
        content = received[1].data
        if version in schemas.blocks()[f"{name} response"].flexible and name != "ApiVersions":
            assert content[0] == 0, "tags in a response header"
            content = content[1:]
        return schemas.decode(f"{name} response", version, content)

    def call(self, name, version, **values):
        self.send_message(name, version, values)
        return self.receive_message(name, version)


def served(broker, name):
    """The versions of an API that the broker says it serves."""
    key, known = schemas.apis()[name]
    with Wire(broker) as connection:
        low, high = api_versions(connection)[key]
    assert low in known and high in known
    return range(low, high + 1)


def subscription(*topics, version=1):
    return struct.pack(">h", version) + schemas.encode("ConsumerProtocolSubscription", version, {"topics": list(topics)})


def assignment(version=1, **topics):
    places = [{"topic": topic, "partitions": partitions} for topic, partitions in topics.items()]
    return struct.pack(">h", version) + schemas.encode("ConsumerProtocolAssignment", version, {"assignedPartitions": places})


def assigned_places(content):
    """The (topic, partition) pairs of a member's assignment."""
    if not content:
        return []
    version = min(struct.unpack(">h", content[:2])[0], 3)
    # What later versions and libraries put behind the partitions is their own.
    reader = schemas.Reader(schemas.blocks()["ConsumerProtocolAssignment"], version, content[2:])
    return [(each["topic"], number) for each in reader.value(reader.block.fields[0], True) for number in each["partitions"]]


class ClassicMember:
    """A member of a classic group, on a connection of its own."""

    def __init__(self, broker, group, topic="t", session=10_000, rebalance=10_000, instance=None, protocols=("range",)):
        self.wire = GroupWire(broker, timeout=30)
        self.group, self.session, self.rebalance, self.instance = group, session, rebalance, instance
        self.protocols = [{"name": name, "metadata": subscription(topic)} for name in protocols]
        self.member, self.generation, self.leader = "", -1, None

    def join_request(self, **changed):
        return {
            "groupID": self.group, "sessionTimeoutMs": self.session, "rebalanceTimeoutMs": self.rebalance, "memberID": self.member,
            "groupInstanceID": self.instance, "protocolType": "consumer", "protocols": self.protocols} | changed

    def send_join(self, version=7, **changed):
        self.wire.send_message("JoinGroup", version, self.join_request(**changed))

    def joined(self, version=7):
        answer = self.wire.receive_message("JoinGroup", version)
        if answer["errorCode"] in (NONE, MEMBER_ID_REQUIRED):
            self.member = answer["memberID"]
        if answer["errorCode"] == NONE:
            self.generation, self.leader = answer["generationID"], answer["leader"]
        return answer

    def join(self, version=7, **changed):
        """Asks, and asks again with the member id it is given."""
        self.send_join(version, **changed)
        answer = self.joined(version)
        if answer["errorCode"] == MEMBER_ID_REQUIRED:
            self.send_join(version, **changed)
            answer = self.joined(version)
        return answer

    @property
    def is_leader(self):
        return self.leader == self.member

    def sync(self, assignments=(), version=4, **changed):
        pairs = [{"memberID": member, "assignment": content} for member, content in assignments]
        return self.wire.call("SyncGroup", version, **({
            "groupID": self.group, "generationID": self.generation, "memberID": self.member, "groupInstanceID": self.instance,
            "assignments": pairs} | changed))

    def heartbeat(self, version=3, **changed):
        return self.wire.call("Heartbeat", version, **({
            "groupID": self.group, "generationID": self.generation, "memberID": self.member,
            "groupInstanceID": self.instance} | changed))["errorCode"]

    def leave(self):
        return self.wire.call("LeaveGroup", 3, groupID=self.group, members=[{"memberID": self.member, "groupInstanceID": self.instance}])

    def commit(self, topic, offset, partition=0, version=7, metadata="", **changed):
        """The error of one partition's commit as this member."""
        return commit(self.wire, self.group, topic, offset, partition, version, metadata, **({
            "generationIDOrMemberEpoch": self.generation, "memberID": self.member} | changed))

    def enter(self, **topics):
        """Joins and syncs alone, with these partitions."""
        assert self.join()["errorCode"] == NONE
        answer = self.sync([(self.member, assignment(**topics))])
        assert answer["errorCode"] == NONE
        return self


def commit(wire, group, topic, offset, partition=0, version=7, metadata="", **changed):
    content = {"partitionIndex": partition, "committedOffset": offset, "committedMetadata": metadata}
    name = {"topicID": topic} if version >= 10 else {"name": topic}
    answer = wire.call("OffsetCommit", version, **({"groupID": group, "topics": [name | {"partitions": [content]}]} | changed))
    return answer["topics"][0]["partitions"][0]["errorCode"]


def committed(wire, group, topic, partitions=(0,), version=5, **changed):
    """partition -> (offset, metadata, error) by OffsetFetch."""
    places = [{"name": topic, "partitionIndexes": list(partitions)}]
    if version < 8:
        answer = wire.call("OffsetFetch", version, groupID=group, topics=places, **changed)
        assert answer.get("errorCode", 0) == 0, answer
    else:
        if version >= 10:
            places = [{"topicID": topic, "partitionIndexes": list(partitions)}]
        answer = wire.call("OffsetFetch", version, groups=[{"groupID": group, "topics": places} | changed])["groups"][0]
        assert answer["errorCode"] == 0, answer
    return {
        each["partitionIndex"]: (each["committedOffset"], each["metadata"], each["errorCode"])
        for each in answer["topics"][0]["partitions"]}


def describe(wire, group, version=5):
    return wire.call("DescribeGroups", version, groups=[group])["groups"][0]


def listed(wire, version=5, **filters):
    answer = wire.call("ListGroups", version, **filters)
    assert answer["errorCode"] == NONE
    return {each["groupID"]: each for each in answer["groups"]}


def find_coordinator(wire, group, version=4):
    if version >= 4:
        return wire.call("FindCoordinator", version, keyType=0, coordinatorKeys=[group])["coordinators"][0]
    return wire.call("FindCoordinator", version, key=group, keyType=0) if version >= 1 else wire.call("FindCoordinator", 0, key=group)


class ConsumerMember:
    """A member of a consumer group (KIP-848): each beat says what it is told to say."""

    def __init__(self, broker, group, topics=("t",), instance=None, rebalance=10_000, member=None):
        self.wire = GroupWire(broker, timeout=30)
        self.group, self.topics, self.instance, self.rebalance = group, list(topics), instance, rebalance
        self.member, self.epoch, self.owned = member or str(uuid.uuid4()), 0, []

    def beat(self, version=1, **changed):
        answer = self.wire.call("ConsumerGroupHeartbeat", version, **({
            "groupID": self.group, "memberID": self.member, "memberEpoch": self.epoch, "instanceID": self.instance} | changed))
        if answer["errorCode"] == NONE:
            self.epoch = answer["memberEpoch"]
            if answer["assignment"] is not None:
                self.owned = answer["assignment"]["topicPartitions"]
        return answer

    def join(self, **changed):
        return self.beat(**({
            "memberEpoch": 0, "rebalanceTimeoutMs": self.rebalance, "subscribedTopicNames": self.topics, "topicPartitions": []} | changed))

    def report(self, **changed):
        """Says that it owns what it was given."""
        return self.beat(topicPartitions=self.owned, **changed)

    @property
    def count(self):
        return sum(len(each["partitions"]) for each in self.owned)

    def commit(self, topic, offset, partition=0, version=9, **changed):
        return commit(self.wire, self.group, topic, offset, partition, version, **({
            "generationIDOrMemberEpoch": self.epoch, "memberID": self.member} | changed))


# Waiting

def wait_for_coordinator(broker, group="any", within=15):
    deadline = time.monotonic() + within
    with GroupWire(broker) as connection:
        while (answer := find_coordinator(connection, group))["errorCode"] != NONE:
            assert answer["errorCode"] in (COORDINATOR_NOT_AVAILABLE, COORDINATOR_LOAD_IN_PROGRESS), answer
            assert time.monotonic() < deadline, "no coordinator"
            time.sleep(0.05)
        deadline_load = time.monotonic() + within
        while committed_error(connection, group) == COORDINATOR_LOAD_IN_PROGRESS:
            assert time.monotonic() < deadline_load, "the coordinator is still loading"
            time.sleep(0.05)


def committed_error(connection, group):
    answer = connection.call("OffsetFetch", 5, groupID=group, topics=[{"name": "t", "partitionIndexes": [0]}])
    return answer["errorCode"]


def topic_id(wire, topic):
    answer = wire.call("Metadata", 12, topics=[{"name": topic}])
    return answer["topics"][0]["topicID"]


def wait_for_state(wire, group, state, within=10):
    deadline = time.monotonic() + within
    while (seen := describe(wire, group)["groupState"]) != state:
        assert time.monotonic() < deadline, f"the group is {seen}, not {state}"
        time.sleep(0.05)


def wait_for_assignment(member, count, within=10):
    deadline = time.monotonic() + within
    while member.count != count:
        assert time.monotonic() < deadline, f"{member.owned}, not {count} partitions"
        answer = member.report()
        assert answer["errorCode"] == NONE, answer
        time.sleep(0.05)


def wait_for_offset(wire, group, topic, offset, within=10):
    deadline = time.monotonic() + within
    while (seen := committed(wire, group, topic)[0][0]) != offset:
        assert time.monotonic() < deadline, f"{group} has {seen} of {topic}, not {offset}"
        time.sleep(0.1)
