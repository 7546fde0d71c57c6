package io.driftgate.proxy.guard;

import java.util.Locale;

/** What became of a record of {@code route-guards}. */
public sealed interface GuardUpdate {

    /** It is in force. */
    record Applied(String route, long version) implements GuardUpdate {}

    /** It is for another fleet. */
    record Elsewhere() implements GuardUpdate {}

    /** It changes nothing, and should not have come. */
    record Dropped(Reason reason) implements GuardUpdate {}

    /** Why a record is dropped; its label is a metric tag. */
    enum Reason {
        /** A tombstone releases nothing. */
        TOMBSTONE,
        /** The value does not repeat the record's key. */
        KEY_MISMATCH,
        /** Versions only rise. */
        VERSION_NOT_HIGHER,
        /** No reader of ours can read it. */
        UNREADABLE;

        /** In kebab-case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
