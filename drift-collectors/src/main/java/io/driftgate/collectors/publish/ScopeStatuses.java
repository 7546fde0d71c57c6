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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * How each scope of this collector stands: published as soon as it changes, and again and again, for who stops saying it is
 * blind. Thread-safe.
 */
public final class ScopeStatuses {

    /** How often all is said again. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Producer<String, SpecificRecord> producer;
    private final String topic;
    private final String collector;
    private final String incarnation = UUID.randomUUID().toString();
    private final InstantSource clock;
    private final Map<String, CollectorStatus.Builder> scopes = new TreeMap<>();
    /** Scopes of which something is to be said at once. */
    private final Set<String> news = new TreeSet<>();

    private Instant toldAt = Instant.EPOCH;

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
        CollectorStatus.Builder status = status(scope, interval);
        List<String> places = covers.stream().map(Cover::text).sorted().toList();
        if (status.getLastSuccess() == null
                || !status.getConditions().isEmpty()
                || !status.getCovers().equals(places)) {
            news.add(scope.text());
        }
        status.setCovers(places).setLastSuccess(readAt).setConditions(List.of());
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
            news.add(scope.text());
            status.setConditions(List.of(Condition.newBuilder()
                    .setType(type)
                    .setActive(true)
                    .setMessage(message)
                    .setSince(clock.instant())
                    .build()));
        }
    }

    /**
     * Publishes what changed since the last time, and all once {@link #HEARTBEAT} is over.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka did not take it: it is due still
     */
    public void publishDue() {
        boolean all;
        Set<String> taken;
        synchronized (this) {
            all = !clock.instant().isBefore(toldAt.plus(HEARTBEAT));
            taken = all ? Set.copyOf(scopes.keySet()) : Set.copyOf(news);
            news.clear();
        }
        try {
            publish(taken);
        } catch (RuntimeException notTaken) {
            synchronized (this) {
                news.addAll(taken);
            }
            throw notTaken;
        }
        if (all) {
            synchronized (this) {
                toldAt = clock.instant();
            }
        }
    }

    /** Publishes all, and waits until Kafka has it. */
    public void publish() {
        Set<String> all;
        synchronized (this) {
            all = Set.copyOf(scopes.keySet());
        }
        publish(all);
    }

    private void publish(Set<String> which) {
        List<CollectorStatus> now = new ArrayList<>();
        synchronized (this) {
            scopes.forEach((scope, builder) -> {
                if (which.contains(scope)) {
                    now.add(builder.setOccurred(clock.instant()).build());
                }
            });
        }
        if (now.isEmpty()) {
            return;
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        now.forEach(status -> sent.add(producer.send(new ProducerRecord<>(topic, status.getScope(), status))));
        Acknowledgements.await(producer, sent);
    }

    private CollectorStatus.Builder status(Scope scope, Duration interval) {
        return scopes.computeIfAbsent(scope.text(), text -> {
            news.add(text);
            return CollectorStatus.newBuilder()
                    .setScope(text)
                    .setCollector(collector)
                    .setIncarnation(incarnation)
                    .setIntervalMs(interval.toMillis())
                    .setCovers(List.of())
                    .setConditions(List.of());
        });
    }
}
