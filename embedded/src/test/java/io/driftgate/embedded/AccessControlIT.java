package io.driftgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessControlIT {

    private final AccessControl control =
            new AccessControl(Map.of("admin", "one", "writer", "two", "other", "three"), Set.of("admin"));

    @TempDir
    Path folder;

    @Test
    void shouldLetInOnlyWhoIsKnownAndAllowOnlyWhatAclsSay() throws Exception {
        try (EmbeddedKafka kafka =
                        EmbeddedKafka.start(EmbeddedKafkaConfig.in(folder).with(control));
                Admin admin = Admin.create(settings(kafka, control, "admin"))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, "t", PatternType.LITERAL),
                            new AccessControlEntry("User:writer", "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
                    .all()
                    .get();

            // Idempotent, as producers are by default: one right is enough.
            send(settings(kafka, control, "writer"));
            assertThatThrownBy(() -> send(settings(kafka, control, "other")))
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
            AccessControl wrong = new AccessControl(Map.of("writer", "guessed"), Set.of());
            assertThatThrownBy(() -> send(settings(kafka, wrong, "writer")))
                    .hasRootCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void shouldTakeNoUserThatIsTheBrokersAndShowNoPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessControl(Map.of("broker", "x"), Set.of()))
                .withMessageContaining("no user broker");
        assertThatIllegalArgumentException().isThrownBy(() -> new AccessControl(Map.of(), Set.of("admin")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessControl(Map.of("a", "hunter2\""), Set.of()))
                .withMessageNotContaining("hunter2");
        assertThat(new AccessControl(Map.of("a", "hunter2"), Set.of()))
                .hasToString("AccessControl[users=[a], superUsers=[]]");
    }

    private static void send(Map<String, Object> settings) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("t", "k", "v")).get();
        }
    }

    private static Map<String, Object> settings(EmbeddedKafka kafka, AccessControl control, String user) {
        Map<String, Object> settings = new HashMap<>(control.clientProperties(user));
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("max.block.ms", Duration.ofSeconds(20).toMillis());
        return settings;
    }
}
