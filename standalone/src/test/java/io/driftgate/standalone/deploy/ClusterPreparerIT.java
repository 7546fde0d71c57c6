package io.driftgate.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.driftgate.embedded.AccessControl;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.embedded.EmbeddedKafka;
import io.driftgate.embedded.EmbeddedKafkaConfig;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.ServiceAcls;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPreparerIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();
    private static final SchemaRegistrySection REGISTRY =
            new SchemaRegistrySection(URI.create(CLUSTER.registryUrl()), Optional.empty(), Optional.empty());

    @TempDir
    Path temporary;

    private final TopicPrefix prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
    private final List<String> told = new ArrayList<>();
    private AccessControl control;
    private EmbeddedKafka kafka;

    @BeforeEach
    void startBroker() throws IOException {
        Map<String, String> passwords = new HashMap<>(Map.of(KafkaUser.ADMIN.name(), "pw"));
        Files.createDirectory(temporary.resolve("users"));
        for (KafkaUser user : KafkaUser.ofServices()) {
            passwords.put(user.name(), "pw");
            Files.writeString(temporary.resolve("users").resolve(user.name()), "0a1b2c");
        }
        control = new AccessControl(passwords, Set.of(KafkaUser.ADMIN.name()));
        kafka = EmbeddedKafka.start(
                EmbeddedKafkaConfig.in(temporary.resolve("kafka")).with(control));
    }

    @AfterEach
    void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldMakeAllThatAServiceMayNotMakeItself() throws Exception {
        prepare();
        prepare();
        assertThat(told).contains("kafka: 5 users", "kafka: the ACLs of each").hasSize(6);
        try (Admin admin = Admin.create(client(KafkaUser.ADMIN))) {
            assertThat(admin.describeUserScramCredentials().all().get(30, TimeUnit.SECONDS))
                    .containsKeys(
                            KafkaUser.ofServices().stream().map(KafkaUser::name).toArray(String[]::new));
        }
        try (KafkaAccess sinks = access(KafkaUser.of(Service.ALERT_SINKS))) {
            assertThatCode(() -> sinks.prepare(
                            new TopicsSection(2, 1, false),
                            List.of(TopicCatalogue.ALERTS, TopicCatalogue.deadLetters(Service.ALERT_SINKS))))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldTakeAwayWhatAServiceMayNoLongerDoAndLeaveWhatPeopleWereAllowed() throws Exception {
        AclBinding tooMuch = allow(Service.ALERT_SINKS, "everything");
        AclBinding byPeople = allow(Service.USERS, "their-own");
        try (Admin admin = Admin.create(client(KafkaUser.ADMIN))) {
            admin.createAcls(List.of(tooMuch, byPeople)).all().get(30, TimeUnit.SECONDS);
            prepare();
            Set<AclBinding> expected = Stream.of(Service.values())
                    .flatMap(service -> new ServiceAcls(prefix, ServiceAcls.USER).of(service).stream())
                    .collect(Collectors.toSet());
            expected.add(byPeople);
            assertThat(admin.describeAcls(AclBindingFilter.ANY).values().get(30, TimeUnit.SECONDS))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(told).contains("kafka: the ACLs of each, and 1 others gone");
    }

    private void prepare() throws Exception {
        ClusterConfig config = new ClusterConfig(
                1,
                section(KafkaUser.ADMIN),
                REGISTRY,
                new TopicsSection(2, 1, true),
                temporary.resolve("users"),
                Duration.ofSeconds(30));
        new ClusterPreparer(config, prefix, told::add).prepare();
    }

    private KafkaAccess access(KafkaUser user) throws IOException {
        return new KafkaAccess(section(user), REGISTRY, prefix, user.name());
    }

    private KafkaSection section(KafkaUser user) throws IOException {
        Path file = temporary.resolve(user.name() + ".properties");
        Files.write(
                file,
                control.clientProperties(user.name()).entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
        return new KafkaSection(kafka.bootstrapServers(), Optional.of(new KafkaSection.ClientProperties(file)));
    }

    private Map<String, Object> client(KafkaUser user) {
        Map<String, Object> settings = new HashMap<>(control.clientProperties(user.name()));
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    private static AclBinding allow(Service service, String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + KafkaUser.of(service).name(), "*", AclOperation.WRITE, AclPermissionType.ALLOW));
    }
}
