package io.driftgate.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceAclsTest {

    private final ServiceAcls acls = new ServiceAcls(new TopicPrefix("staging."), ServiceAcls.USER);

    @ParameterizedTest
    @EnumSource(Service.class)
    void shouldLetAServiceWriteAndReadWhatTheCatalogueSays(Service service) {
        for (Topic topic : TopicCatalogue.topics()) {
            Set<AclOperation> operations = operations(acls.of(service), ResourceType.TOPIC, "staging." + topic.name());

            assertThat(operations.contains(AclOperation.WRITE))
                    .as("%s writes %s", service, topic.name())
                    .isEqualTo(topic.writers().contains(service));
            assertThat(operations.contains(AclOperation.READ))
                    .as("%s reads %s", service, topic.name())
                    .isEqualTo(topic.readers().contains(service));
        }
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void shouldGiveNoRightOnTheClusterAndNoneToAlterOrDelete(Service service) {
        assertThat(acls.of(service))
                .isNotEmpty()
                .allSatisfy(acl -> {
                    assertThat(acl.entry().principal()).isEqualTo("User:driftgate-" + service.label());
                    assertThat(acl.pattern().name()).startsWith("staging.");
                    assertThat(acl.pattern().resourceType())
                            .isIn(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID);
                    assertThat(acl.entry().operation())
                            .isIn(
                                    AclOperation.READ,
                                    AclOperation.WRITE,
                                    AclOperation.CREATE,
                                    AclOperation.DESCRIBE_CONFIGS);
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldLetUsersOnlyRead() {
        assertThat(acls.of(Service.USERS))
                .allSatisfy(acl -> assertThat(acl.entry().operation()).isEqualTo(AclOperation.READ));
        assertThat(operations(acls.of(Service.USERS), ResourceType.GROUP, "staging.users-"))
                .containsExactly(AclOperation.READ);
    }

    /** A prefix that matched a topic of the catalogue would make its reader a writer. */
    @Test
    void shouldNotReachATopicOfTheCatalogueByAPrefix() {
        List<String> prefixes = Arrays.stream(Service.values())
                .flatMap(service -> acls.of(service).stream())
                .map(AclBinding::pattern)
                .filter(pattern -> pattern.patternType() == PatternType.PREFIXED)
                .map(pattern -> pattern.name())
                .toList();

        assertThat(prefixes).contains("staging.driftgate-drift-", "staging.alert-sinks-");
        assertThat(Arrays.stream(Service.values())
                        .flatMap(service -> acls.of(service).stream())
                        .filter(acl -> acl.pattern().resourceType() == ResourceType.TOPIC)
                        .filter(acl -> acl.pattern().patternType() == PatternType.PREFIXED)
                        .flatMap(acl -> TopicCatalogue.topics().stream()
                                .map(topic -> "staging." + topic.name())
                                .filter(name -> name.startsWith(acl.pattern().name()))))
                .isEmpty();
    }

    @Test
    void shouldGiveTheCorrelatorItsGroupItsTransactionsAndItsChangelogs() {
        List<AclBinding> own = acls.of(Service.STREAMS_CORRELATOR);

        assertThat(operations(own, ResourceType.GROUP, "staging.driftgate-drift"))
                .containsExactly(AclOperation.READ);
        assertThat(operations(own, ResourceType.TRANSACTIONAL_ID, "staging.driftgate-drift-"))
                .containsExactly(AclOperation.WRITE);
        assertThat(operations(own, ResourceType.TOPIC, "staging.driftgate-drift-"))
                .containsExactlyInAnyOrder(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE);
    }

    @Test
    void shouldWriteCommandsThatAShellTakes() {
        List<String> commands =
                AclText.commands(new ServiceAcls(TopicPrefix.NONE, "User:O=a b,CN=").of(Service.ALERT_SINKS));

        assertThat(commands)
                .containsExactly(
                        call("'User:O=a b,CN=driftgate-alert-sinks' --operation Read --operation Create --operation"
                                + " DescribeConfigs --resource-pattern-type literal --topic alerts"),
                        call(
                                "'User:O=a b,CN=driftgate-alert-sinks' --operation Read --operation Write --operation Create"
                                        + " --operation DescribeConfigs --resource-pattern-type literal --topic alert-deliveries"),
                        call("'User:O=a b,CN=driftgate-alert-sinks' --operation Write --operation Create --operation"
                                + " DescribeConfigs --resource-pattern-type literal --topic alert-sinks-dead-letters"),
                        call("'User:O=a b,CN=driftgate-alert-sinks' --operation Read --resource-pattern-type prefixed"
                                + " --group alert-sinks-"));
    }

    @Test
    void shouldWriteOneJsonObjectALine() {
        assertThat(AclText.jsonLines(acls.of(Service.STREAMS_CORRELATOR)))
                .hasSameSizeAs(acls.of(Service.STREAMS_CORRELATOR))
                .contains(
                        "{\"principal\":\"User:driftgate-streams-correlator\",\"host\":\"*\",\"permission\":\"ALLOW\","
                                + "\"operation\":\"WRITE\",\"resource_type\":\"TRANSACTIONAL_ID\",\"pattern_type\":\"PREFIXED\","
                                + "\"name\":\"staging.driftgate-drift-\"}");
    }

    @Test
    void shouldRefuseAPrincipalWithoutItsKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServiceAcls(TopicPrefix.NONE, "driftgate"))
                .withMessageContaining("'driftgate' (expected: a kind and a colon");
    }

    private static String call(String arguments) {
        return "kafka-acls.sh --bootstrap-server \"$BOOTSTRAP_SERVER\" --command-config \"$COMMAND_CONFIG\" --add"
                + " --allow-principal " + arguments;
    }

    private static Set<AclOperation> operations(List<AclBinding> acls, ResourceType type, String name) {
        return acls.stream()
                .filter(acl -> acl.pattern().resourceType() == type
                        && acl.pattern().name().equals(name))
                .map(acl -> acl.entry().operation())
                .collect(Collectors.toSet());
    }
}
