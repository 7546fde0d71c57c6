package io.driftgate.correlator.feedback;

/** What a record is that was read back. */
public sealed interface Finding<V> {

    /** The correlator's own, and newer than all before it. */
    record Own<V>(V value, Seen seen) implements Finding<V> {}

    /** The newest one of the correlator's own once more: it changes nothing. */
    record Copy<V>(Seen seen) implements Finding<V> {}

    /** It stands before what was read long ago: the topic is read again. */
    record Past<V>() implements Finding<V> {}

    /** Not the correlator's word now. */
    record Tampered<V>(TamperReason reason) implements Finding<V> {}
}
