import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own client at the end of a pipe: a command a line on standard input, answers on standard output. */
public class KafkaJavaClient {
    private static final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private static final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            try {
                switch (words[0]) {
                    case "produce" -> produce(words);
                    case "consume" -> consume(words);
                    case "admin" -> admin(words[1]);
                    case "groups" -> groups(words);
                    default -> out.println("error no such command: " + words[0]);
                }
            } catch (Throwable failure) {
                out.println("error " + oneLine(failure));
            }
            out.println("end");
            out.flush();
        }
    }

    // produce BOOTSTRAP TOPIC PARTITION COUNT [key=value ...], then COUNT records
    private static void produce(String[] words) throws Exception {
        String topic = words[2];
        int partition = Integer.parseInt(words[3]);
        int count = Integer.parseInt(words[4]);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            records.add(record(topic, partition, in.readLine().split(" ")));
        }
        Properties properties = properties(words, 5);
        properties.put("bootstrap.servers", words[1]);
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> futures = new ArrayList<>(count);
            for (var record : records) {
                futures.add(producer.send(record));
            }
            for (var future : futures) {
                out.println("offset " + future.get(90, TimeUnit.SECONDS).offset());
            }
        }
    }

    // consume BOOTSTRAP TOPIC PARTITION START COUNT MILLISECONDS [key=value ...]
    private static void consume(String[] words) throws Exception {
        var place = new TopicPartition(words[2], Integer.parseInt(words[3]));
        int count = Integer.parseInt(words[5]);
        long deadline = System.nanoTime() + Long.parseLong(words[6]) * 1_000_000;
        Properties properties = properties(words, 7);
        properties.put("bootstrap.servers", words[1]);
        properties.putIfAbsent("enable.auto.commit", "false");
        properties.putIfAbsent("auto.offset.reset", "none");
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seek(place, Long.parseLong(words[4]));
            for (int seen = 0; seen < count; ) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(seen + " of " + count + " records came in time");
                }
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    if (seen++ < count) {
                        out.println("record " + text(record));
                    }
                }
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, String[] fields) {
        Long timestamp = fields[0].equals("-") ? null : Long.valueOf(fields[0]);
        List<Header> headers = new ArrayList<>();
        for (int i = 3; i < fields.length; i += 2) {
            headers.add(new RecordHeader(new String(bytes(fields[i]), StandardCharsets.UTF_8), bytes(fields[i + 1])));
        }
        return new ProducerRecord<>(topic, partition, timestamp, bytes(fields[1]), bytes(fields[2]), headers);
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        var line = new StringBuilder().append(record.offset()).append(' ').append(record.timestamp())
            .append(' ').append(text(record.key())).append(' ').append(text(record.value()));
        for (var header : record.headers()) {
            line.append(' ').append(text(header.key().getBytes(StandardCharsets.UTF_8))).append(' ').append(text(header.value()));
        }
        return line.toString();
    }

    /** A dash is null, everything else an equals sign and base64. */
    private static byte[] bytes(String word) {
        return word.equals("-") ? null : Base64.getDecoder().decode(word.substring(1));
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "-" : "=" + Base64.getEncoder().encodeToString(bytes);
    }

    private static Properties properties(String[] words, int start) {
        var properties = new Properties();
        for (int i = start; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            properties.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return properties;
    }

    private static String oneLine(Throwable failure) {
        var cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        return (cause.getClass().getSimpleName() + ": " + cause.getMessage()).replace('\n', ' ');
    }

    // Each step prints `step NAME RESULT`; the test says what the result has to be.
    private static void admin(String bootstrap) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", "20000", "request.timeout.ms", "15000"))) {
            topicSteps(admin);
            configSteps(admin);
            recordSteps(admin, bootstrap);
            step("deleteTopics", () -> admin.deleteTopics(List.of("java-admin")).all().get());
            step("listTopics after", () -> admin.listTopics().names().get().contains("java-admin"));
        }
    }

    // groups BOOTSTRAP TOPIC LIVE IDLE
    private static void groups(String[] words) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", words[1], "default.api.timeout.ms", "20000", "request.timeout.ms", "15000"))) {
            new GroupAdministration(admin, (name, action) -> step(name, action::take)).run(words[2], words[3], words[4]);
        }
    }

    private static void topicSteps(Admin admin) {
        var topic = new NewTopic("java-admin", 3, (short) 1).configs(Map.of("retention.ms", "86400000"));
        step("createTopics", () -> admin.createTopics(List.of(topic)).numPartitions("java-admin").get());
        step("createTopics again", () -> admin.createTopics(List.of(topic)).all().get());
        step("createTopics bad name", () -> admin.createTopics(List.of(new NewTopic("no/slash", 1, (short) 1))).all().get());
        step("createTopics three replicas", () -> admin.createTopics(List.of(new NewTopic("three", 1, (short) 3))).all().get());
        step("listTopics", () -> admin.listTopics().names().get().contains("java-admin"));
        step("describeTopics", () -> admin.describeTopics(List.of("java-admin")).allTopicNames().get().get("java-admin").partitions().size());
        step("describeTopics unknown", () -> admin.describeTopics(List.of("nowhere")).allTopicNames().get());
        step("createPartitions", () -> admin.createPartitions(Map.of("java-admin", NewPartitions.increaseTo(5))).all().get());
        step("createPartitions fewer", () -> admin.createPartitions(Map.of("java-admin", NewPartitions.increaseTo(2))).all().get());
        step("partitions", () -> admin.describeTopics(List.of("java-admin")).allTopicNames().get().get("java-admin").partitions().size());
        step("describeCluster nodes", () -> admin.describeCluster().nodes().get().size());
        step("describeCluster id", () -> admin.describeCluster().clusterId().get().length());
        step("describeCluster controller", () -> admin.describeCluster().controller().get() != null);
    }

    private static void configSteps(Admin admin) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, "java-admin");
        step("describeConfigs", () -> admin.describeConfigs(List.of(resource)).all().get().get(resource).get("retention.ms").value());
        step("incrementalAlterConfigs", () -> admin.incrementalAlterConfigs(Map.of(resource, List.of(
            new AlterConfigOp(new ConfigEntry("retention.ms", ""), AlterConfigOp.OpType.DELETE),
            new AlterConfigOp(new ConfigEntry("segment.bytes", "2097152"), AlterConfigOp.OpType.SET)))).all().get());
        step("incrementalAlterConfigs bad value", () -> admin.incrementalAlterConfigs(Map.of(resource, List.of(
            new AlterConfigOp(new ConfigEntry("segment.bytes", "many"), AlterConfigOp.OpType.SET)))).all().get());
        step("incrementalAlterConfigs unknown", () -> admin.incrementalAlterConfigs(Map.of(resource, List.of(
            new AlterConfigOp(new ConfigEntry("segment.bites", "1"), AlterConfigOp.OpType.SET)))).all().get());
        step("configs after", () -> {
            var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            return config.get("retention.ms").value() + "," + config.get("segment.bytes").value() + "," + config.get("segment.bytes").source();
        });
        step("broker configs", () -> {
            int id = admin.describeCluster().nodes().get().iterator().next().id();
            var broker = new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(id));
            return admin.describeConfigs(List.of(broker)).all().get().get(broker).get("log.retention.hours") != null;
        });
        step("listConfigResources", () -> admin.listConfigResources().all().get().contains(resource));
    }

    private static void recordSteps(Admin admin, String bootstrap) throws Exception {
        var place = new TopicPartition("java-admin", 0);
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        try (producer) {
            for (int i = 0; i < 10; i++) {
                // The largest time is in the middle.
                long time = 1_700_000_000_000L + (i == 4 ? 1_000 : i);
                producer.send(new ProducerRecord<>("java-admin", 0, time, null, new byte[] {(byte) i})).get();
            }
            step("describeProducers", () -> admin.describeProducers(List.of(place)).partitionResult(place).get().activeProducers().stream()
                .map(state -> state.lastSequence() + "/" + state.producerEpoch()).collect(Collectors.joining(",")));
        }
        step("listOffsets earliest", () -> offset(admin, place, OffsetSpec.earliest()));
        step("listOffsets latest", () -> offset(admin, place, OffsetSpec.latest()));
        step("listOffsets maxTimestamp", () -> offset(admin, place, OffsetSpec.maxTimestamp()));
        step("listOffsets forTimestamp", () -> offset(admin, place, OffsetSpec.forTimestamp(1_700_000_000_003L)));
        step("listOffsets future", () -> offset(admin, place, OffsetSpec.forTimestamp(1_900_000_000_000L)));
        step("deleteRecords", () -> admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(6))).lowWatermarks().get(place).get().lowWatermark());
        step("deleteRecords past the end", () -> admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(60))).all().get());
        step("listOffsets earliest after", () -> offset(admin, place, OffsetSpec.earliest()));
        step("describeLogDirs", () -> {
            int id = admin.describeCluster().nodes().get().iterator().next().id();
            var sizes = new TreeMap<String, Boolean>();
            for (var directory : admin.describeLogDirs(List.of(id)).allDescriptions().get().get(id).values()) {
                directory.replicaInfos().forEach((key, info) -> sizes.put(key.toString(), info.size() > 0));
            }
            return sizes.get("java-admin-0");
        });
    }

    private static long offset(Admin admin, TopicPartition place, OffsetSpec spec) throws Exception {
        return admin.listOffsets(Map.of(place, spec)).partitionResult(place).get().offset();
    }

    private static void step(String name, Callable<Object> action) {
        String result;
        try {
            result = String.valueOf(action.call());
        } catch (Throwable failure) {
            result = oneLine(failure);
        }
        out.println("step " + name.replace(' ', '_') + " " + result);
    }
}
