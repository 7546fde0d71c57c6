package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.correlator.feedback.RecordKeeper;
import io.driftgate.correlator.feedback.Seen;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BinaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.Topology;

/**
 * Reads back what the correlator publishes, beside the processor that decides it: both work on the store of what is in
 * force, in one task. So the topic must have its keys in the partitions of what that processor reads.
 */
final class KeeperPart<V extends SpecificRecord> {

    private final FeedbackTopic<V> topic;
    private final String inForce;
    private final BinaryOperator<V> stricter;
    private final MeterRegistry metrics;

    /**
     * @param inForce name of the store, by key, of what is published; it is in the topology already
     * @param stricter of two orders the one that shuts more, and the first of equals
     */
    KeeperPart(FeedbackTopic<V> topic, String inForce, BinaryOperator<V> stricter, MeterRegistry metrics) {
        this.topic = topic;
        this.inForce = inForce;
        this.stricter = stricter;
        this.metrics = metrics;
    }

    void addTo(Topology topology, Wiring wiring) {
        String name = topic.topic().name();
        String processor = name + "-keeper";
        KeeperProcessor.Names names =
                new KeeperProcessor.Names(inForce, name + "-seen", name + "-tampering", processor + "-to-" + name);
        AlertOutlet outlet = new AlertOutlet(processor, metrics);
        wiring.attestedSource(topology, topic.topic());
        topology.addProcessor(
                processor,
                () -> new KeeperProcessor<>(
                        new RecordKeeper<>(topic, wiring.signer().keyId(), stricter, wiring.clock()),
                        topic,
                        new ReadBacks<>(topic, wiring.partitions()),
                        names,
                        outlet,
                        wiring.clock(),
                        metrics),
                name);
        topology.connectProcessorAndStateStores(processor, inForce);
        topology.addStateStore(Wiring.jsonStore(names.seen(), Seen.class), processor);
        topology.addStateStore(TamperDesk.store(names.tampering()), processor);
        wiring.sink(
                topology, names.sink(), topic.topic(), topic.type(), Partitioning.by(topic.partitionedBy()), processor);
        outlet.addTo(topology, wiring);
    }
}
