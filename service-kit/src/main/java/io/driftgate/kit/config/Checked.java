package io.driftgate.kit.config;

/** A section of a configuration that knows rules across its keys. It is asked once it is bound without problems. */
public interface Checked {
    /** Adds what is wrong, by paths relative to this section. */
    void check(Problems problems);
}
