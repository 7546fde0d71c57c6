package io.driftgate.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.driftgate.embedded.AccessControl;
import io.driftgate.embedded.EmbeddedKafka;
import io.driftgate.embedded.EmbeddedKafkaConfig;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A broker that knows one user per service, {@code driftgate-<service>}, and an admin, and allows what it is told by ACLs. */
final class SecuredBroker implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ADMIN = "admin";

    private final AccessControl control;
    private final EmbeddedKafka kafka;
    private final Admin admin;

    SecuredBroker(Path folder) {
        Map<String, String> passwords = Arrays.stream(Service.values())
                .collect(Collectors.toMap(SecuredBroker::user, service -> "pw-" + service.label()));
        passwords.put(ADMIN, "pw-admin");
        control = new AccessControl(passwords, Set.of(ADMIN));
        RecordingAuthorizer.forget();
        kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder)
                .with(control)
                .with("authorizer.class.name", RecordingAuthorizer.class.getName()));
        admin = Admin.create(client(ADMIN));
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Settings of a client that is this service. */
    Map<String, Object> client(Service service) {
        return client(user(service));
    }

    private Map<String, Object> client(String user) {
        Map<String, Object> settings = new HashMap<>(control.clientProperties(user));
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    /** The file that a service's {@code kafka.client_properties} names. */
    Path clientProperties(Service service, Path folder) throws IOException {
        String text = control.clientProperties(user(service)).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve(user(service) + ".properties"), text);
    }

    /** Allows what {@code driftgate config acls --json} printed. */
    List<AclBinding> allow(List<String> printed) throws Exception {
        List<AclBinding> acls = printed.stream().map(SecuredBroker::parse).toList();
        admin.createAcls(acls).all().get();
        return acls;
    }

    void allow(AclBinding acl) throws Exception {
        admin.createAcls(List.of(acl)).all().get();
    }

    private static AclBinding parse(String line) {
        try {
            JsonNode acl = JSON.readTree(line);
            return new AclBinding(
                    new ResourcePattern(
                            ResourceType.valueOf(acl.path("resource_type").asText()),
                            acl.path("name").asText(),
                            PatternType.valueOf(acl.path("pattern_type").asText())),
                    new AccessControlEntry(
                            acl.path("principal").asText(),
                            acl.path("host").asText(),
                            AclOperation.valueOf(acl.path("operation").asText()),
                            AclPermissionType.valueOf(acl.path("permission").asText())));
        } catch (IOException broken) {
            throw new IllegalArgumentException("printed: " + line, broken);
        }
    }

    void takeBack(AclBinding acl) throws Exception {
        admin.deleteAcls(List.of(acl.toFilter())).all().get();
    }

    /** Where each partition of the topic ends; nothing while there is no such topic. */
    List<Long> ends(TopicPrefix prefix, Topic topic) throws Exception {
        String name = prefix.name(topic);
        if (!admin.listTopics().names().get().contains(name)) {
            return List.of();
        }
        int partitions = Objects.requireNonNull(admin.describeTopics(List.of(name))
                        .allTopicNames()
                        .get()
                        .get(name))
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(number -> new TopicPartition(name, number), number -> OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream()
                .map(end -> end.offset())
                .toList();
    }

    private static String user(Service service) {
        return "driftgate-" + service.label();
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
