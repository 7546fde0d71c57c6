package io.driftgate.collectors.publish;

import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.identity.Cover;
import io.driftgate.schemas.identity.Scope;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes {@code state-snapshots}: began, a record per resource, ended, all under the scope's key and so in order. Each
 * call returns when Kafka has all of it, or throws; a snapshot that broke off in the middle never ends, and says nothing.
 * The producer is safe for threads; the snapshots of one scope must come from one at a time.
 */
public final class SnapshotPublisher {

    private final Producer<String, SpecificRecord> producer;
    private final String topic;
    private final String digestKeyId;
    private final InstantSource clock;

    /**
     * @param producer stays the caller's to close
     * @param digestKeyId id of the key under which sensitive values are digested
     */
    public SnapshotPublisher(
            Producer<String, SpecificRecord> producer, TopicPrefix prefix, String digestKeyId, InstantSource clock) {
        this.producer = producer;
        this.topic = prefix.name(TopicCatalogue.STATE_SNAPSHOTS);
        this.digestKeyId = digestKeyId;
        this.clock = clock;
    }

    /** One resource and when its source was read. */
    public record Reading(ResourceState state, Instant readAt) {}

    /**
     * All of a scope.
     *
     * @param sourceVersion the source's own version, or a digest of it
     * @param covers what a live scope reads in full; empty for a declared one
     * @param readAt when the reading began
     * @return the snapshot's id
     */
    public String snapshot(
            Scope scope, String sourceVersion, Collection<Cover> covers, Instant readAt, List<Reading> resources) {
        String id = UUID.randomUUID().toString();
        List<String> places = covers.stream().map(Cover::text).sorted().toList();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        sent.add(send(record(SnapshotKind.BEGAN, scope, id, sourceVersion)
                .setSeq(0)
                .setCovers(places)
                .setReadAt(readAt)));
        for (Reading reading : resources) {
            sent.add(send(record(SnapshotKind.RESOURCE, scope, id, sourceVersion)
                    .setSeq(sent.size())
                    .setReadAt(reading.readAt())
                    .setResource(reading.state())));
        }
        sent.add(send(record(SnapshotKind.ENDED, scope, id, sourceVersion)
                .setSeq(sent.size())
                .setCount((long) resources.size())
                .setCovers(places)
                .setReadAt(readAt)));
        Acknowledgements.await(producer, sent);
        return id;
    }

    /** The scope was read again and is as it was: renews the barrier of a snapshot. */
    public void unchanged(
            Scope scope, String snapshotId, String sourceVersion, Collection<Cover> covers, Instant readAt) {
        Acknowledgements.await(
                producer,
                List.of(send(record(SnapshotKind.UNCHANGED, scope, snapshotId, sourceVersion)
                        .setCovers(covers.stream().map(Cover::text).sorted().toList())
                        .setReadAt(readAt))));
    }

    /** Single resources were read again. */
    public void refreshed(Scope scope, List<Reading> present, List<Reading> gone) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        present.forEach(reading -> sent.add(send(refreshed(scope, reading).setGone(false))));
        gone.forEach(reading -> sent.add(send(refreshed(scope, reading).setGone(true))));
        Acknowledgements.await(producer, sent);
    }

    private SnapshotRecord.Builder refreshed(Scope scope, Reading reading) {
        return record(SnapshotKind.REFRESHED, scope, "", "")
                .setReadAt(reading.readAt())
                .setResource(reading.state());
    }

    private SnapshotRecord.Builder record(SnapshotKind kind, Scope scope, String snapshotId, String sourceVersion) {
        return SnapshotRecord.newBuilder()
                .setKind(kind)
                .setScope(scope.text())
                .setSnapshotId(snapshotId)
                .setSourceVersion(sourceVersion)
                .setDigestKeyId(digestKeyId)
                .setReadAt(clock.instant())
                .setIngested(clock.instant());
    }

    private Future<RecordMetadata> send(SnapshotRecord.Builder builder) {
        SnapshotRecord record = builder.build();
        return producer.send(new ProducerRecord<>(topic, record.getScope(), record));
    }
}
