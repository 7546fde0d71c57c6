package io.driftgate.schemas.topic;

import static io.driftgate.schemas.topic.Service.ALERT_SINKS;
import static io.driftgate.schemas.topic.Service.DRIFT_COLLECTORS;
import static io.driftgate.schemas.topic.Service.INGEST_PROXY;
import static io.driftgate.schemas.topic.Service.STREAMS_CORRELATOR;
import static io.driftgate.schemas.topic.Service.USERS;

import io.driftgate.schemas.events.AccessEvent;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertDelivery;
import io.driftgate.schemas.events.Anomaly;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.QuotaDemand;
import io.driftgate.schemas.events.QuotaGrant;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.SnapshotRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Every topic of Driftgate, in the order the data flows. Nothing else spells a topic name. */
public final class TopicCatalogue {

    /** Partitions of every topic in production; all the topics that one task reads together must have the same count. */
    public static final int DEFAULT_PARTITIONS = 8;

    public static final Topic ACCESS_EVENTS = deleted(
                    "access-events", "principal, or ip:<address>", AccessEvent.class, days(7))
            .flow(Set.of(INGEST_PROXY), Set.of(STREAMS_CORRELATOR, USERS));
    public static final Topic CLOUD_CHANGES = deleted("cloud-changes", "entity", CloudChange.class, days(30))
            .flow(Set.of(DRIFT_COLLECTORS), Set.of(STREAMS_CORRELATOR, DRIFT_COLLECTORS));
    public static final Topic STATE_SNAPSHOTS = deleted("state-snapshots", "scope", SnapshotRecord.class, days(7))
            .flow(Set.of(DRIFT_COLLECTORS), Set.of(STREAMS_CORRELATOR));
    public static final Topic ENTITY_FACTS = deleted("entity-facts", "entity", EntityFact.class, days(2))
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(STREAMS_CORRELATOR));
    public static final Topic ROUTE_FACTS = deleted("route-facts", "gateway/route", RouteFact.class, days(2))
            .partitionedBy("gateway")
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(STREAMS_CORRELATOR));
    public static final Topic SCOPE_FACTS = deleted("scope-facts", "scope", ScopeFact.class, days(2))
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(STREAMS_CORRELATOR));
    public static final Topic DRIFT = compacted("drift", "resource key", DriftRecord.class)
            .partitionedBy("entity")
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(USERS));
    public static final Topic ANOMALIES =
            deleted("anomalies", "subject", Anomaly.class, days(7)).flow(Set.of(STREAMS_CORRELATOR), Set.of(USERS));
    public static final Topic QUOTA_DEMAND = deleted("quota-demand", "shard", QuotaDemand.class, Duration.ofHours(1))
            .flow(Set.of(INGEST_PROXY), Set.of(STREAMS_CORRELATOR));
    public static final Topic QUOTA_GRANTS = deleted(
                    "quota-grants", "incarnation", QuotaGrant.class, Duration.ofHours(1))
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(INGEST_PROXY));
    /**
     * Gateways also read what they wrote here, to take back what is true no more. The correlator takes back the bindings of a
     * gateway that is gone for a day.
     */
    public static final Topic ROUTE_BINDINGS = compacted("route-bindings", "gateway/route/instance", RouteBinding.class)
            .flow(Set.of(INGEST_PROXY, STREAMS_CORRELATOR), Set.of(STREAMS_CORRELATOR, INGEST_PROXY));

    /** The correlator also reads what it wrote here, to notice what others wrote or erased. */
    public static final Topic ROUTE_GUARDS = compacted("route-guards", "gateway/route", RouteGuard.class)
            .partitionedBy("gateway")
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(INGEST_PROXY, STREAMS_CORRELATOR));

    public static final Topic REVOCATIONS = compacted("revocations", "credential id", Revocation.class)
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(INGEST_PROXY, STREAMS_CORRELATOR));
    public static final Topic GATEWAY_STATUS = compacted("gateway-status", "gateway/instance", GatewayStatus.class)
            .flow(Set.of(INGEST_PROXY), Set.of(STREAMS_CORRELATOR));
    /** Collectors also read what they wrote here, to say of a scope that they do not read any more that it is gone. */
    public static final Topic COLLECTOR_STATUS = compacted("collector-status", "scope", CollectorStatus.class)
            .flow(Set.of(DRIFT_COLLECTORS), Set.of(STREAMS_CORRELATOR, DRIFT_COLLECTORS));

    /** Collectors read a scope again at once when a person says so. */
    public static final Topic OPERATOR_COMMANDS = deleted(
                    "operator-commands", "full key of the target", OperatorCommand.class, days(7))
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(STREAMS_CORRELATOR, DRIFT_COLLECTORS));

    public static final Topic OPERATOR_ACTIONS = deleted(
                    "operator-actions", "target id", OperatorAction.class, days(90))
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(USERS));
    public static final Topic ALERTS = aged("alerts", Optional.of(Alert.class))
            .flow(Set.of(STREAMS_CORRELATOR), Set.of(ALERT_SINKS, STREAMS_CORRELATOR, USERS));
    /** The same as {@link #ALERTS}, as CloudEvents 1.0 in JSON, for readers without Avro. */
    public static final Topic ALERTS_JSON =
            aged("alerts-json", Optional.empty()).flow(Set.of(STREAMS_CORRELATOR), Set.of(USERS));

    /** The sinks also read what they wrote here, so that a restart tells nobody twice. */
    public static final Topic ALERT_DELIVERIES = deleted(
                    "alert-deliveries", "fingerprint", AlertDelivery.class, days(30))
            .flow(Set.of(ALERT_SINKS), Set.of(ALERT_SINKS, USERS));

    private static final List<Topic> ALL = all();
    private static final Map<String, Topic> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Topic::name, Function.identity()));

    private TopicCatalogue() {}

    /** Every topic, in the order the data flows, dead letters last. */
    public static List<Topic> topics() {
        return ALL;
    }

    /** The topic of that name, without prefix. */
    public static Optional<Topic> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /**
     * Where a service puts what it could not use.
     *
     * @throws IllegalArgumentException for {@link Service#USERS}, who keep theirs elsewhere
     */
    public static Topic deadLetters(Service service) {
        if (service == USERS) {
            throw new IllegalArgumentException("dead letters of users (expected: one of our services)");
        }
        return deleted(service.label() + "-dead-letters", "as the source", DeadLetter.class, days(30))
                .flow(Set.of(service), Set.of(USERS));
    }

    private static List<Topic> all() {
        List<Topic> topics = new ArrayList<>(List.of(
                ACCESS_EVENTS,
                CLOUD_CHANGES,
                STATE_SNAPSHOTS,
                ENTITY_FACTS,
                ROUTE_FACTS,
                SCOPE_FACTS,
                DRIFT,
                ANOMALIES,
                QUOTA_DEMAND,
                QUOTA_GRANTS,
                ROUTE_BINDINGS,
                ROUTE_GUARDS,
                REVOCATIONS,
                GATEWAY_STATUS,
                COLLECTOR_STATUS,
                OPERATOR_COMMANDS,
                OPERATOR_ACTIONS,
                ALERTS,
                ALERTS_JSON,
                ALERT_DELIVERIES));
        for (Service service : List.of(INGEST_PROXY, DRIFT_COLLECTORS, STREAMS_CORRELATOR, ALERT_SINKS)) {
            topics.add(deadLetters(service));
        }
        return List.copyOf(topics);
    }

    /**
     * Topics whose records are orders to their readers. They are taken only with the correlator's signature, and the
     * correlator reads them too, to put back what others wrote over or erased.
     */
    public static List<Topic> feedback() {
        return List.of(ROUTE_GUARDS, REVOCATIONS, QUOTA_GRANTS, OPERATOR_COMMANDS, ALERTS);
    }

    private static Draft deleted(String name, String key, Class<? extends SpecificRecord> value, Duration retention) {
        return new Draft(name, key, key, Optional.of(value), CleanUp.DELETE, Optional.of(retention), Duration.ZERO);
    }

    private static Draft compacted(String name, String key, Class<? extends SpecificRecord> value) {
        return new Draft(name, key, key, Optional.of(value), CleanUp.COMPACT, Optional.empty(), Duration.ZERO);
    }

    private static Draft aged(String name, Optional<Class<? extends SpecificRecord>> value) {
        return new Draft(
                name,
                "fingerprint",
                "fingerprint",
                value,
                CleanUp.COMPACT_DELETE,
                Optional.of(days(30)),
                Duration.ofHours(1));
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }

    /** A topic that nobody writes or reads yet. */
    private record Draft(
            String name,
            String key,
            String partitionedBy,
            Optional<Class<? extends SpecificRecord>> value,
            CleanUp cleanUp,
            Optional<Duration> retention,
            Duration minCompactionLag) {

        Draft partitionedBy(String part) {
            return new Draft(name, key, part, value, cleanUp, retention, minCompactionLag);
        }

        Topic flow(Set<Service> writers, Set<Service> readers) {
            return new Topic(name, key, partitionedBy, value, cleanUp, retention, minCompactionLag, writers, readers);
        }
    }
}
