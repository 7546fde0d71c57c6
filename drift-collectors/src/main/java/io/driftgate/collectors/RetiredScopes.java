package io.driftgate.collectors;

import io.driftgate.collectors.publish.Acknowledgements;
import io.driftgate.collectors.publish.ScopeStatuses;
import io.driftgate.kit.kafka.WholeTopic;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.identity.Scope;
import io.driftgate.schemas.serde.PoisonRecordException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what an earlier run of this collector said of scopes that the configuration has no more: their last word would
 * stand for ever, and nobody would know whether they are gone or blind. It is done once, when whoever else may bear the
 * collector's name has had the time to speak. One thread.
 */
final class RetiredScopes {

    /** Who said nothing for so long says nothing any more. */
    static final Duration SILENCE = ScopeStatuses.HEARTBEAT.multipliedBy(3);

    private static final Logger LOG = LoggerFactory.getLogger(RetiredScopes.class);
    private static final Duration WAIT = Duration.ofMillis(200);

    private final Supplier<WholeTopic<CollectorStatus>> statuses;
    private final Producer<String, SpecificRecord> producer;
    private final String topic;
    private final String collector;
    private final Predicate<Scope> claimed;
    private final InstantSource clock;
    private final Instant due;
    private boolean done;

    /**
     * @param statuses opens the topic of what all collectors said
     * @param producer stays the caller's to close
     * @param topic its full name in the cluster
     * @param claimed whether the configuration speaks of a scope
     */
    RetiredScopes(
            Supplier<WholeTopic<CollectorStatus>> statuses,
            Producer<String, SpecificRecord> producer,
            String topic,
            String collector,
            Predicate<Scope> claimed,
            InstantSource clock) {
        this.statuses = statuses;
        this.producer = producer;
        this.topic = topic;
        this.collector = collector;
        this.claimed = claimed;
        this.clock = clock;
        this.due = clock.instant().plus(SILENCE);
    }

    /**
     * Does it when it is due, and nothing before and after.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka cannot be asked now: it is due still
     */
    void turn() {
        Instant now = clock.instant();
        if (done || now.isBefore(due)) {
            return;
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (String scope : retired(read(), collector, claimed, now)) {
            sent.add(producer.send(new ProducerRecord<>(topic, scope, null)));
            LOG.atInfo().addKeyValue("scope", scope).log("is configured no more, and its status is taken back");
        }
        Acknowledgements.await(producer, sent);
        done = true;
    }

    /** Scopes of this collector that nobody speaks of any more. */
    static List<String> retired(
            Collection<CollectorStatus> latest, String collector, Predicate<Scope> claimed, Instant now) {
        return latest.stream()
                .filter(status -> status.getCollector().equals(collector))
                .filter(status -> status.getOccurred().plus(SILENCE).isBefore(now))
                .map(CollectorStatus::getScope)
                .filter(scope -> !claimed.test(Scope.parse(scope)))
                .toList();
    }

    private Collection<CollectorStatus> read() {
        Map<String, CollectorStatus> latest = new TreeMap<>();
        try (WholeTopic<CollectorStatus> whole = statuses.get()) {
            do {
                whole.poll(WAIT, new WholeTopic.Reader<>() {
                    @Override
                    public void record(ConsumerRecord<String, CollectorStatus> record) {
                        CollectorStatus status = record.value();
                        if (status == null) {
                            latest.remove(record.key());
                        } else if (status.getScope().equals(record.key())) {
                            latest.put(record.key(), status);
                        }
                    }

                    @Override
                    public void unreadable(PoisonRecordException.Reason reason) {
                        LOG.atWarn()
                                .addKeyValue("reason", reason.label())
                                .log("a record of collector-status is passed over");
                    }
                });
            } while (!whole.caughtUp());
        }
        return latest.values();
    }
}
