package io.driftgate.schemas.registry;

/** What a new version of a subject is held to, in the registry's own words. */
public enum CompatibilityLevel {
    NONE,
    /** New readers read what the latest version wrote. */
    BACKWARD,
    /** New readers read what any version wrote. */
    BACKWARD_TRANSITIVE,
    /** Readers of the latest version read what the new one writes. */
    FORWARD,
    /** Readers of any version read what the new one writes. */
    FORWARD_TRANSITIVE,
    /** Both ways with the latest version. */
    FULL,
    /** Both ways with any version: what all subjects of ours are held to. */
    FULL_TRANSITIVE
}
