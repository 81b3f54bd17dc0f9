import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member by Kafka's own client, on either protocol. Arguments and events as in members/events.py. */
public class GroupMember implements ConsumerRebalanceListener {
    private static final Map<String, String> ASSIGNORS = Map.of(
        "range", "org.apache.kafka.clients.consumer.RangeAssignor",
        "roundrobin", "org.apache.kafka.clients.consumer.RoundRobinAssignor",
        "sticky", "org.apache.kafka.clients.consumer.StickyAssignor",
        "cooperative-sticky", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");

    private final FileOutputStream events;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    public static void main(String[] arguments) throws Exception {
        new GroupMember(arguments).run(arguments[2]);
    }

    private GroupMember(String[] words) throws Exception {
        events = new FileOutputStream(words[3], true);
        for (int i = 4; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            settings.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        consumer = new KafkaConsumer<>(properties(words[0], words[1]), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping = true;
            try {
                ended.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private boolean isClassic() {
        return settings.getOrDefault("protocol", "classic").equals("classic");
    }

    private Properties properties(String bootstrap, String group) {
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("group.id", group);
        properties.put("group.protocol", settings.getOrDefault("protocol", "classic"));
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("fetch.max.wait.ms", "100");
        properties.put("max.poll.records", "50");
        properties.put("metadata.max.age.ms", "500");
        properties.put("reconnect.backoff.ms", "50");
        properties.put("reconnect.backoff.max.ms", "300");
        properties.put("default.api.timeout.ms", "10000");
        properties.put("request.timeout.ms", "8000");
        String strategy = settings.getOrDefault("strategy", "range");
        if (isClassic()) {
            properties.put("session.timeout.ms", settings.getOrDefault("session", "6000"));
            properties.put("heartbeat.interval.ms", settings.getOrDefault("heartbeat", "500"));
            properties.put("partition.assignment.strategy", ASSIGNORS.get(strategy));
        } else if (strategy.equals("range") || strategy.equals("uniform")) {
            properties.put("group.remote.assignor", strategy);
        }
        if (settings.containsKey("instance")) {
            properties.put("group.instance.id", settings.get("instance"));
        }
        return properties;
    }

    private void run(String topic) throws Exception {
        if (!topic.startsWith("^")) {
            consumer.subscribe(List.of(topic), this);
        } else if (isClassic()) {
            consumer.subscribe(Pattern.compile(topic), this);
        } else {
            consumer.subscribe(new SubscriptionPattern(topic), this);
        }
        long every = (long) (Double.parseDouble(settings.getOrDefault("commit", "0.2")) * 1e9);
        long last = System.nanoTime();
        while (!stopping) {
            try {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    say("record", record.topic() + ":" + record.partition(), String.valueOf(record.offset()),
                        new String(record.value(), StandardCharsets.UTF_8));
                    positions.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
                }
            } catch (KafkaException failure) {
                say("error", failure.getClass().getSimpleName(), String.valueOf(failure.getMessage()).replace('\n', ' '));
            }
            if (System.nanoTime() - last >= every) {
                last = System.nanoTime();
                commit();
            }
        }
        commit();
        consumer.close();
        say("left");
        ended.countDown();
    }

    private void commit() {
        if (positions.isEmpty()) {
            return;
        }
        var offsets = new HashMap<>(positions);
        try {
            consumer.commitSync(offsets, Duration.ofSeconds(5));
        } catch (KafkaException failure) {
            say("error", "commit", failure.getClass().getSimpleName());
            return;
        }
        offsets.forEach((place, offset) -> {
            say("committed", place.topic() + ":" + place.partition(), String.valueOf(offset.offset()));
            positions.remove(place, offset);
        });
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> places) {
        say("assigned", text(places));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> places) {
        commit();
        say("revoked", text(places));
        positions.keySet().removeAll(places);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> places) {
        say("lost", text(places));
        positions.keySet().removeAll(places);
    }

    private static String text(Collection<TopicPartition> places) {
        return places.stream().map(place -> place.topic() + ":" + place.partition()).collect(Collectors.joining(" "));
    }

    private synchronized void say(String... words) {
        var now = java.time.Instant.now();
        String line = String.format("%d.%06d %s%n", now.getEpochSecond(), now.getNano() / 1000, String.join(" ", words));
        try {
            events.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
