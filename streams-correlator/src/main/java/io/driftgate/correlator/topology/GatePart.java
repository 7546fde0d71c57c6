package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.correlator.feedback.Seen;
import io.driftgate.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.Topology;

/**
 * Stands between a topic of signed orders and the processor that carries them out: only genuine ones that are news go
 * through, as plain values.
 */
final class GatePart<V extends SpecificRecord> {

    private final FeedbackTopic<V> topic;
    private final String next;
    private final MeterRegistry metrics;

    /** @param next name of the processor that carries them out; it is added after this, with {@link #processor} for parent */
    GatePart(FeedbackTopic<V> topic, String next, MeterRegistry metrics) {
        this.topic = topic;
        this.next = next;
        this.metrics = metrics;
    }

    /** Name of the gate. */
    String processor() {
        return topic.topic().name() + "-gate";
    }

    /** Name of the store of the newest that went through, by key. */
    static String seen(Topic topic) {
        return topic.name() + "-seen";
    }

    void addTo(Topology topology, Wiring wiring) {
        String name = topic.topic().name();
        GateProcessor.Names names = new GateProcessor.Names(next, seen(topic.topic()), name + "-tampering");
        AlertOutlet outlet = new AlertOutlet(processor(), metrics);
        wiring.attestedSource(topology, topic.topic());
        topology.addProcessor(
                processor(),
                () -> new GateProcessor<>(
                        topic, new ReadBacks<>(topic, wiring.partitions()), names, outlet, wiring.clock(), metrics),
                name);
        topology.addStateStore(Wiring.jsonStore(names.seen(), Seen.class), processor());
        topology.addStateStore(TamperDesk.store(names.tampering()), processor());
        outlet.addTo(topology, wiring);
    }
}
