package io.driftgate.standalone.demo;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.schemas.events.AccessEvent;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/** Reads back what the services wrote: the demo believes nothing else. One thread. */
final class Watch implements AutoCloseable {

    private static final Duration TURN = Duration.ofMillis(2);

    private final KafkaAccess kafka;
    private final List<TopicLog<?>> logs = new ArrayList<>();

    final TopicLog<SnapshotRecord> snapshots;
    final TopicLog<EntityFact> facts;
    final TopicLog<CloudChange> changes;
    final TopicLog<DriftRecord> drifts;
    final TopicLog<Alert> alerts;
    final TopicLog<RouteBinding> bindings;
    final TopicLog<RouteGuard> guards;
    final TopicLog<AccessEvent> accesses;
    final TopicLog<GatewayStatus> gateways;
    private final List<TopicLog<DeadLetter>> deadLetters = new ArrayList<>();

    /** @param kafka stays the caller's to close */
    Watch(KafkaAccess kafka) {
        this.kafka = kafka;
        try {
            snapshots = follow(TopicCatalogue.STATE_SNAPSHOTS, SnapshotRecord.class);
            facts = follow(TopicCatalogue.ENTITY_FACTS, EntityFact.class);
            changes = follow(TopicCatalogue.CLOUD_CHANGES, CloudChange.class);
            drifts = follow(TopicCatalogue.DRIFT, DriftRecord.class);
            alerts = follow(TopicCatalogue.ALERTS, Alert.class);
            bindings = follow(TopicCatalogue.ROUTE_BINDINGS, RouteBinding.class);
            guards = follow(TopicCatalogue.ROUTE_GUARDS, RouteGuard.class);
            accesses = follow(TopicCatalogue.ACCESS_EVENTS, AccessEvent.class);
            gateways = follow(TopicCatalogue.GATEWAY_STATUS, GatewayStatus.class);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** What is wanted as soon as it is there; nothing when it is not there in time. */
    <T> Optional<T> await(Duration patience, Supplier<Optional<T>> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            for (TopicLog<?> log : logs) {
                log.poll(TURN);
            }
            Optional<T> found = wanted.get();
            if (found.isPresent() || System.nanoTime() - deadline > 0) {
                return found;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Letters on all topics of such, read to their ends; a topic that is not there holds none. */
    int deadLetters(Duration patience) {
        if (deadLetters.isEmpty()) {
            for (Service service : Service.values()) {
                if (service != Service.USERS) {
                    deadLetters.add(follow(TopicCatalogue.deadLetters(service), DeadLetter.class));
                }
            }
        }
        int letters = 0;
        for (TopicLog<DeadLetter> log : deadLetters) {
            log.readToEnd(patience);
            letters += (int) log.entries().count();
        }
        return letters;
    }

    private <V extends SpecificRecord> TopicLog<V> follow(Topic topic, Class<V> type) {
        TopicLog<V> log = new TopicLog<>(
                kafka.consumer("demo-" + UUID.randomUUID(), type),
                kafka.prefix().name(topic));
        logs.add(log);
        return log;
    }

    @Override
    public void close() {
        logs.forEach(TopicLog::close);
    }
}
