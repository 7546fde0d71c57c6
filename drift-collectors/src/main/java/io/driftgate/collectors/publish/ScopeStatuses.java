package io.driftgate.collectors.publish;

import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.identity.Cover;
import io.driftgate.schemas.identity.Scope;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** How each scope of this collector stands, published again and again: who stops saying it is blind. Thread-safe. */
public final class ScopeStatuses {

    private final Producer<String, SpecificRecord> producer;
    private final String topic;
    private final String collector;
    private final String incarnation = UUID.randomUUID().toString();
    private final InstantSource clock;
    private final Map<String, CollectorStatus.Builder> scopes = new TreeMap<>();

    /** @param producer stays the caller's to close */
    public ScopeStatuses(
            Producer<String, SpecificRecord> producer, TopicPrefix prefix, String collector, InstantSource clock) {
        this.producer = producer;
        this.topic = prefix.name(TopicCatalogue.COLLECTOR_STATUS);
        this.collector = collector;
        this.clock = clock;
    }

    /** The scope is configured; whether it can be read is not known yet. */
    public synchronized void configured(Scope scope, Duration interval) {
        var unused = status(scope, interval);
    }

    /** The scope was read. */
    public synchronized void succeeded(Scope scope, Duration interval, Collection<Cover> covers, Instant readAt) {
        status(scope, interval)
                .setCovers(covers.stream().map(Cover::text).sorted().toList())
                .setLastSuccess(readAt)
                .setConditions(List.of());
    }

    /**
     * The scope could not be read.
     *
     * @param type kebab-case, from a bounded list
     * @param message what was expected and found, without secrets
     */
    public synchronized void failed(Scope scope, Duration interval, String type, String message) {
        CollectorStatus.Builder status = status(scope, interval);
        boolean known =
                status.getConditions().stream().anyMatch(c -> c.getType().equals(type));
        if (!known) {
            status.setConditions(List.of(Condition.newBuilder()
                    .setType(type)
                    .setActive(true)
                    .setMessage(message)
                    .setSince(clock.instant())
                    .build()));
        }
    }

    /** Publishes all; does not wait. */
    public void publish() {
        List<CollectorStatus> all = new ArrayList<>();
        synchronized (this) {
            scopes.values()
                    .forEach(builder ->
                            all.add(builder.setOccurred(clock.instant()).build()));
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        all.forEach(status -> sent.add(producer.send(new ProducerRecord<>(topic, status.getScope(), status))));
        Acknowledgements.await(producer, sent);
    }

    private CollectorStatus.Builder status(Scope scope, Duration interval) {
        return scopes.computeIfAbsent(
                scope.text(),
                text -> CollectorStatus.newBuilder()
                        .setScope(text)
                        .setCollector(collector)
                        .setIncarnation(incarnation)
                        .setIntervalMs(interval.toMillis())
                        .setCovers(List.of())
                        .setConditions(List.of()));
    }
}
