package io.driftgate.schemas.topic;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Decides what each service, under a principal of its own, may do at Kafka: what the catalogue says that it writes and reads,
 * and no more. {@code DESCRIBE} comes with {@code READ} and {@code WRITE}; an idempotent producer needs nothing beyond
 * {@code WRITE} on a topic (KIP-679), so no right on the cluster is among them.
 *
 * <ul>
 *   <li>A service may make, and look through the settings of, each topic that it writes or reads: whichever starts first
 *       makes it. A topic that is there it may neither alter nor delete.
 *   <li>The correlator's applications own what begins with their id: changelogs, and the transactions of {@code
 *       exactly_once_v2}, whose ids are {@code <application id>-<process id>-<thread>}. There are no repartition topics, whose
 *       records Streams would delete.
 *   <li>People and their programs ({@link Service#USERS}) read, in groups of their own.
 * </ul>
 *
 * @param prefix what stands before every name
 * @param principalPrefix what stands before {@code driftgate-<service>}: Kafka's kind of principal, {@code User:}
 */
public record ServiceAcls(TopicPrefix prefix, String principalPrefix) {

    /** Kafka's own kind of principal. */
    public static final String USER = "User:";

    private static final String ANY_HOST = "*";

    public ServiceAcls {
        if (principalPrefix.indexOf(':') < 1) {
            throw new IllegalArgumentException(
                    "principal prefix: '" + principalPrefix + "' (expected: a kind and a colon, such as " + USER + ")");
        }
    }

    /** Who the service must be towards Kafka: {@code User:driftgate-ingest-proxy}. */
    public String principal(Service service) {
        return principalPrefix + "driftgate-" + service.label();
    }

    /** What the service needs, topics in the order the data flows, then the rest. */
    public List<AclBinding> of(Service service) {
        List<AclBinding> acls = new ArrayList<>();
        for (Topic topic : TopicCatalogue.topics()) {
            List<AclOperation> operations = operations(service, topic);
            acls.addAll(allow(service, topic(PatternType.LITERAL, prefix.name(topic)), operations));
        }
        switch (service) {
            case STREAMS_CORRELATOR ->
                ClientNames.APPLICATIONS.forEach(id -> acls.addAll(application(prefix.name(id))));
            case ALERT_SINKS -> acls.addAll(groups(service, ClientNames.SINK_GROUPS));
            case USERS -> acls.addAll(groups(service, ClientNames.USER_GROUPS));
            case INGEST_PROXY, DRIFT_COLLECTORS -> {
                // What they read, each instance reads whole and outside of any group.
            }
        }
        return List.copyOf(acls);
    }

    private static List<AclOperation> operations(Service service, Topic topic) {
        List<AclOperation> operations = new ArrayList<>();
        if (topic.readers().contains(service)) {
            operations.add(AclOperation.READ);
        }
        if (topic.writers().contains(service)) {
            operations.add(AclOperation.WRITE);
        }
        if (!operations.isEmpty() && service != Service.USERS) {
            operations.add(AclOperation.CREATE);
            operations.add(AclOperation.DESCRIBE_CONFIGS);
        }
        return operations;
    }

    private List<AclBinding> application(String id) {
        Service owner = Service.STREAMS_CORRELATOR;
        String owned = id + "-";
        List<AclBinding> acls = new ArrayList<>();
        acls.addAll(allow(
                owner,
                topic(PatternType.PREFIXED, owned),
                List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE)));
        acls.addAll(allow(
                owner, new ResourcePattern(ResourceType.GROUP, id, PatternType.LITERAL), List.of(AclOperation.READ)));
        acls.addAll(allow(
                owner,
                new ResourcePattern(ResourceType.TRANSACTIONAL_ID, owned, PatternType.PREFIXED),
                List.of(AclOperation.WRITE)));
        return acls;
    }

    private List<AclBinding> groups(Service service, String begin) {
        return allow(
                service,
                new ResourcePattern(ResourceType.GROUP, prefix.name(begin), PatternType.PREFIXED),
                List.of(AclOperation.READ));
    }

    private List<AclBinding> allow(Service service, ResourcePattern resource, List<AclOperation> operations) {
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource,
                        new AccessControlEntry(principal(service), ANY_HOST, operation, AclPermissionType.ALLOW)))
                .toList();
    }

    private static ResourcePattern topic(PatternType type, String name) {
        return new ResourcePattern(ResourceType.TOPIC, name, type);
    }
}
