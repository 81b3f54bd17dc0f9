"""Administration through three independent admin clients."""

import pytest
from confluent_kafka import KafkaError, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import (
    AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, NewPartitions, NewTopic, OffsetSpec, ResourceType)
from kafka import KafkaAdminClient
from kafka import TopicPartition as Place
from kafka.admin import ConfigResource as Resource
from kafka.admin import NewPartitions as Partitions
from kafka.admin import NewTopic as Topic

from clients import confluent
from clients.record import Record, numbered
from topics import create_topic, end_offset, start_offset


@pytest.fixture
def admin(broker):
    return AdminClient({"bootstrap.servers": broker.bootstrap})


def only(futures):
    (future,) = futures.values()
    return future.result(20)


def error_of(futures):
    with pytest.raises(KafkaException) as caught:
        only(futures)
    return caught.value.args[0]


def test_confluent_creates_grows_and_deletes_topics(broker, admin):
    only(admin.create_topics([NewTopic("made", 3, 1, config={"retention.ms": "1000000"})]))
    assert error_of(admin.create_topics([NewTopic("made", 3, 1)])).code() == KafkaError.TOPIC_ALREADY_EXISTS
    assert error_of(admin.create_topics([NewTopic("bad name", 3, 1)])).code() == KafkaError.TOPIC_EXCEPTION
    assert error_of(admin.create_topics([NewTopic("none", 0, 1)])).code() == KafkaError.INVALID_PARTITIONS
    assert error_of(admin.create_topics([NewTopic("three", 1, 3)])).code() == KafkaError.INVALID_REPLICATION_FACTOR
    assert error_of(admin.create_topics([NewTopic("odd", 1, 1, config={"no.such": "1"})])).code() == KafkaError.INVALID_CONFIG
    only(admin.create_partitions([NewPartitions("made", 6)]))
    assert error_of(admin.create_partitions([NewPartitions("made", 4)])).code() == KafkaError.INVALID_PARTITIONS
    assert len(only(admin.describe_topics(TopicCollection(["made"]))).partitions) == 6
    only(admin.delete_topics(["made"]))
    assert error_of(admin.delete_topics(["made"])).code() == KafkaError.UNKNOWN_TOPIC_OR_PART
    assert "made" not in admin.list_topics(timeout=10).topics


def test_confluent_only_validates_when_asked_to(broker, admin):
    only(admin.create_topics([NewTopic("imagined", 3, 1)], validate_only=True))
    assert "imagined" not in admin.list_topics(timeout=10).topics


def test_confluent_creates_topics_with_the_brokers_own_defaults(start_broker):
    broker = start_broker(settings={"num.partitions": 4})
    admin = AdminClient({"bootstrap.servers": broker.bootstrap})
    only(admin.create_topics([NewTopic("default")]))
    assert len(admin.list_topics(timeout=10).topics["default"].partitions) == 4


def test_many_partitions_are_created_quickly(broker, admin):
    only(admin.create_topics([NewTopic("wide", 1000, 1)]))
    assert len(admin.list_topics(timeout=10).topics["wide"].partitions) == 1000
    confluent.produce(broker.bootstrap, "wide", numbered(3), partition=999)
    only(admin.delete_topics(["wide"]))


def test_confluent_describes_and_alters_configs(broker, admin):
    create_topic(broker, "configured", retention_ms=5000)
    resource = ConfigResource(ResourceType.TOPIC, "configured")
    described = only(admin.describe_configs([resource]))
    assert described["retention.ms"].value == "5000" and not described["retention.ms"].is_default
    assert described["segment.bytes"].value == "1073741824" and described["segment.bytes"].is_default
    change = ConfigResource(ResourceType.TOPIC, "configured", incremental_configs=[
        ConfigEntry("segment.bytes", "2097152", incremental_operation=AlterConfigOpType.SET),
        ConfigEntry("retention.ms", None, incremental_operation=AlterConfigOpType.DELETE)])
    only(admin.incremental_alter_configs([change]))
    described = only(admin.describe_configs([resource]))
    assert (described["segment.bytes"].value, described["retention.ms"].value) == ("2097152", "604800000")
    for name, value in [("segment.bytes", "lots"), ("no.such.config", "1"), ("cleanup.policy", "burn")]:
        wrong = ConfigResource(ResourceType.TOPIC, "configured", incremental_configs=[
            ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET)])
        assert error_of(admin.incremental_alter_configs([wrong])).code() == KafkaError.INVALID_CONFIG
    missing = ConfigResource(ResourceType.TOPIC, "nowhere")
    assert error_of(admin.describe_configs([missing])).code() == KafkaError.UNKNOWN_TOPIC_OR_PART


def test_confluent_changes_a_broker_config_while_it_runs(broker, admin):
    broker_id = str(next(iter(admin.list_topics(timeout=10).brokers)))
    change = ConfigResource(ResourceType.BROKER, broker_id, incremental_configs=[
        ConfigEntry("log.retention.ms", "123456", incremental_operation=AlterConfigOpType.SET)])
    only(admin.incremental_alter_configs([change]))
    create_topic(broker, "inherits")
    described = only(admin.describe_configs([ConfigResource(ResourceType.TOPIC, "inherits")]))
    assert described["retention.ms"].value == "123456"
    fixed = ConfigResource(ResourceType.BROKER, broker_id, incremental_configs=[
        ConfigEntry("log.dirs", "/elsewhere", incremental_operation=AlterConfigOpType.SET)])
    assert error_of(admin.incremental_alter_configs([fixed])).code() in (KafkaError.INVALID_CONFIG, KafkaError.INVALID_REQUEST)


def test_confluent_describes_the_cluster(broker, admin):
    cluster = admin.describe_cluster(request_timeout=10).result(10)
    assert [(node.host, node.port) for node in cluster.nodes] == [(broker.host, broker.port)]
    assert cluster.controller is not None and len(cluster.cluster_id) == 22


def test_confluent_lists_offsets_and_deletes_records(broker, admin):
    create_topic(broker, "offsets", message_timestamp_before_max_ms=9223372036854775807)
    confluent.produce(broker.bootstrap, "offsets", [Record(b"%d" % n, timestamp=1000 + (500 if n == 3 else n)) for n in range(10)])
    place = TopicPartition("offsets", 0)

    def listed(spec):
        return only(admin.list_offsets({place: spec}, request_timeout=10)).offset

    assert listed(OffsetSpec.earliest()) == 0
    assert listed(OffsetSpec.latest()) == 10
    assert listed(OffsetSpec.max_timestamp()) == 3
    assert listed(OffsetSpec.for_timestamp(1002)) == 2
    assert listed(OffsetSpec.for_timestamp(1400)) == 3
    assert listed(OffsetSpec.for_timestamp(2000)) == -1
    deleted = only(admin.delete_records([TopicPartition("offsets", 0, 4)]))
    assert deleted.low_watermark == 4
    assert (start_offset(broker, "offsets"), end_offset(broker, "offsets")) == (4, 10)
    assert error_of(admin.delete_records([TopicPartition("offsets", 0, 40)])).code() == KafkaError.OFFSET_OUT_OF_RANGE
    assert [record.value for record in confluent.consume(broker.bootstrap, "offsets", 6, start=4)] == [b"%d" % n for n in range(4, 10)]


def test_deleted_records_stay_deleted_after_a_restart(broker, admin):
    create_topic(broker, "gone")
    confluent.produce(broker.bootstrap, "gone", numbered(100))
    only(admin.delete_records([TopicPartition("gone", 0, 60)]))
    broker.stop()
    broker.restart()
    assert start_offset(broker, "gone") == 60


def test_kafka_python_administers(broker):
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    try:
        admin.create_topics([Topic("python", 2, 1)])
        assert "python" in admin.list_topics()
        admin.create_partitions({"python": Partitions(3)})
        assert len(admin.describe_topics(["python"])[0]["partitions"]) == 3
        admin.alter_configs([Resource("TOPIC", "python", {"retention.ms": "77777"})])
        assert "77777" in str(admin.describe_configs([Resource("TOPIC", "python")]))
        cluster = admin.describe_cluster()
        assert len(cluster["brokers"]) == 1
        confluent.produce(broker.bootstrap, "python", numbered(10))
        admin.delete_records({Place("python", 0): 5})
        assert start_offset(broker, "python") == 5
        assert admin.describe_log_dirs()
        admin.delete_topics(["python"])
        assert "python" not in admin.list_topics()
    finally:
        admin.close()


@pytest.mark.timeout(200)
def test_java_administers(broker, java):
    steps = java.admin(broker.bootstrap)
    expected = {
        "createTopics": "3",
        "createTopics_again": "TopicExistsException",
        "createTopics_bad_name": "InvalidTopicException",
        "createTopics_three_replicas": "InvalidReplicationFactorException",
        "listTopics": "true",
        "describeTopics": "3",
        "describeTopics_unknown": "UnknownTopicOrPartitionException",
        "createPartitions": "null",
        "createPartitions_fewer": "InvalidPartitionsException",
        "partitions": "5",
        "describeCluster_nodes": "1",
        "describeCluster_id": "22",
        "describeCluster_controller": "true",
        "describeConfigs": "86400000",
        "incrementalAlterConfigs": "null",
        "incrementalAlterConfigs_bad_value": "InvalidConfigurationException",
        "incrementalAlterConfigs_unknown": "InvalidConfigurationException",
        "configs_after": "604800000,2097152,DYNAMIC_TOPIC_CONFIG",
        "broker_configs": "true",
        "listConfigResources": "true",
        "describeProducers": "9/0",
        "listOffsets_earliest": "0",
        "listOffsets_latest": "10",
        "listOffsets_maxTimestamp": "4",
        "listOffsets_forTimestamp": "3",
        "listOffsets_future": "-1",
        "deleteRecords": "6",
        "deleteRecords_past_the_end": "OffsetOutOfRangeException",
        "listOffsets_earliest_after": "6",
        "describeLogDirs": "true",
        "deleteTopics": "null",
        "listTopics_after": "false",
    }
    # Of an exception its class counts, not its words.
    wrong = {name: steps.get(name) for name, result in expected.items() if (steps.get(name) or "").split(":")[0] != result}
    assert not wrong
