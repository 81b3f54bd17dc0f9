import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/** What an administrator does with groups. `live` has a static member `one` and a dynamic one, `idle` only offsets. */
class GroupAdministration {
    interface Step {
        Object take() throws Exception;
    }

    private final Admin admin;
    private final BiConsumer<String, Step> step;

    GroupAdministration(Admin admin, BiConsumer<String, Step> step) {
        this.admin = admin;
        this.step = step;
    }

    void run(String topic, String live, String idle) {
        var first = new TopicPartition(topic, 0);
        var second = new TopicPartition(topic, 1);
        step.accept("list", () -> sorted(admin.listGroups().all().get().stream().map(each -> each.groupId()).toList()));
        step.accept("list stable", () -> names(new ListGroupsOptions().inGroupStates(Set.of(GroupState.STABLE))));
        step.accept("list empty", () -> names(new ListGroupsOptions().inGroupStates(Set.of(GroupState.EMPTY))));
        step.accept("list consumer", () -> names(new ListGroupsOptions().withTypes(Set.of(GroupType.CONSUMER))));
        step.accept("describe live", () -> {
            var group = admin.describeConsumerGroups(List.of(live)).all().get().get(live);
            return group.groupState() + "/" + group.partitionAssignor() + "/" + group.members().size() + "/"
                + group.members().stream().mapToInt(member -> member.assignment().topicPartitions().size()).sum() + "/"
                + group.members().stream().map(member -> member.groupInstanceId().orElse("-")).sorted().collect(Collectors.joining(","))
                + "/" + (group.coordinator() != null);
        });
        step.accept("describe idle", () -> admin.describeConsumerGroups(List.of(idle)).all().get().get(idle).groupState());
        step.accept("describe unknown", () -> admin.describeConsumerGroups(List.of("nowhere")).all().get());
        step.accept("offsets idle", () -> offsets(idle));
        step.accept("alter live", () -> admin.alterConsumerGroupOffsets(live, Map.of(first, new OffsetAndMetadata(1))).all().get());
        step.accept("alter idle", () -> admin.alterConsumerGroupOffsets(idle, Map.of(first, new OffsetAndMetadata(3, "back"))).all().get());
        step.accept("offsets altered", () -> offsets(idle));
        step.accept("delete offset live", () -> admin.deleteConsumerGroupOffsets(live, Set.of(first)).all().get());
        step.accept("delete offset idle", () -> admin.deleteConsumerGroupOffsets(idle, Set.of(second)).all().get());
        step.accept("offsets deleted", () -> offsets(idle));
        step.accept("delete live", () -> admin.deleteConsumerGroups(List.of(live)).all().get());
        step.accept("delete idle", () -> admin.deleteConsumerGroups(List.of(idle)).all().get());
        step.accept("delete unknown", () -> admin.deleteConsumerGroups(List.of("nowhere")).all().get());
        step.accept("offsets gone", () -> offsets(idle));
        step.accept("remove static member", () -> admin.removeMembersFromConsumerGroup(
            live, new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove("one")))).all().get());
        step.accept("remove nobody", () -> admin.removeMembersFromConsumerGroup(
            live, new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove("nobody")))).all().get());
        step.accept("members left", () -> admin.describeConsumerGroups(List.of(live)).all().get().get(live).members().size());
    }

    private String names(ListGroupsOptions options) throws Exception {
        return sorted(admin.listGroups(options).all().get().stream().map(each -> each.groupId()).toList());
    }

    private String offsets(String group) throws Exception {
        var offsets = new TreeMap<String, String>();
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get()
            .forEach((place, offset) -> offsets.put(place.toString(), offset.offset() + ":" + offset.metadata()));
        return offsets.toString().replace(" ", "");
    }

    private static String sorted(Collection<String> names) {
        return names.stream().sorted().collect(Collectors.joining(","));
    }
}
