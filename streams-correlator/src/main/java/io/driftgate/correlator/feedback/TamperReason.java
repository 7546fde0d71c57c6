package io.driftgate.correlator.feedback;

import io.driftgate.kit.signing.Attested;
import java.util.Locale;

/** Why a record on a topic is not the correlator's word; its label is a metric tag. */
public enum TamperReason {
    UNSIGNED("it is not signed"),
    MALFORMED_SIGNATURE("its signature cannot be read"),
    UNKNOWN_KEY("it is signed with a key that the correlator never had, or has no more"),
    WRONG_SIGNATURE("its signature is wrong"),
    UNREADABLE("it is signed and cannot be read"),
    TOMBSTONE("it erases the record under its key"),
    FOREIGN_KEY("it is a signed record under another key than its own"),
    FOREIGN_PARTITION("it is a signed record in another partition than its own"),
    REPLAYED("it is an old signed record, written again");

    private final String clause;

    TamperReason(String clause) {
        this.clause = clause;
    }

    /** For people: goes on after a colon. */
    public String clause() {
        return clause;
    }

    /** In kebab-case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static TamperReason of(Attested.Reason reason) {
        return switch (reason) {
            case UNSIGNED -> UNSIGNED;
            case MALFORMED_SIGNATURE -> MALFORMED_SIGNATURE;
            case UNKNOWN_KEY -> UNKNOWN_KEY;
            case WRONG_SIGNATURE -> WRONG_SIGNATURE;
            case UNREADABLE -> UNREADABLE;
        };
    }
}
