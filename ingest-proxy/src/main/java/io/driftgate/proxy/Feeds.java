package io.driftgate.proxy;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.lifecycle.Lifecycle;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.proxy.feedback.FeedReport;
import io.driftgate.proxy.feedback.Floor;
import io.driftgate.proxy.feedback.SealedDeserializer;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.feedback.SignedFeed;
import io.driftgate.proxy.state.StateFolder;
import io.driftgate.proxy.state.StateRefusedException;
import io.driftgate.schemas.serde.AvroDeserializer;
import io.driftgate.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.apache.avro.specific.SpecificRecord;

/** What all feeds of a gateway share. */
record Feeds(
        KafkaAccess kafka,
        RecordVerifier verifier,
        StateFolder state,
        MeterRegistry metrics,
        InstantSource clock,
        SignedFeed.Listener listener,
        Lifecycle lifecycle) {

    /**
     * Gives the book what was kept, and keeps it as its topic says from now on.
     *
     * @throws StateRefusedException when what was kept cannot be used
     */
    <V extends SpecificRecord> void start(Topic topic, Class<V> type, SignedBook<V> book, FeedReport report)
            throws StateRefusedException {
        SealedDeserializer<V> records =
                new SealedDeserializer<>(new AvroDeserializer<>(type, kafka.registry()), verifier);
        Floor<V> floor = new Floor<>(state.records(kafka.prefix().name(topic)), records);
        floor.restore(book);
        lifecycle
                .add(
                        topic.name(),
                        new SignedFeed<>(
                                kafka.wholeTopic(topic, records), book, floor, report, metrics, clock, listener))
                .start();
    }
}
