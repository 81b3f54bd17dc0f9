"""Topics for tests, made and asked about through an admin client."""

from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec


def create_topic(broker, name, partitions=1, **configs):
    """Makes a topic; `segment_bytes=1` stands for the config `segment.bytes`."""
    config = {key.replace("_", "."): str(value) for key, value in configs.items()}
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    admin.create_topics([NewTopic(name, partitions, 1, config=config)], request_timeout=20)[name].result(20)
    return name


def end_offset(broker, topic, partition=0):
    return listed_offset(broker, topic, OffsetSpec.latest(), partition)


def start_offset(broker, topic, partition=0):
    return listed_offset(broker, topic, OffsetSpec.earliest(), partition)


def listed_offset(broker, topic, spec, partition=0):
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    place = TopicPartition(topic, partition)
    return admin.list_offsets({place: spec}, request_timeout=20)[place].result(20).offset
