package io.driftgate.correlator.scope;

import java.time.Duration;

/** How long silence may last. Both collectors and proxies say how they stand every ten seconds. */
public final class Heartbeats {

    /** How often a collector or proxy that is well says so. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    /** Three heartbeats that did not come: one may be lost to an election in Kafka, and a second to a pause of its sender. */
    public static final Duration SILENCE = EVERY.multipliedBy(3);

    private Heartbeats() {}
}
