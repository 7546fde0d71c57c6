package io.driftgate.proxy.feedback;

import io.driftgate.kit.signing.Attested;
import java.util.Locale;

/** What became of a record of a feedback topic. */
public sealed interface FeedUpdate {

    /**
     * It is the latest of its key. Where it opens something, it comes into force once it is on the disk.
     *
     * @param says what, in a word or two for the log
     */
    record Accepted(String id, long version, String says) implements FeedUpdate {}

    /** It says nothing new: the same again, or what was before it. */
    record Known() implements FeedUpdate {}

    /** It is for another fleet. */
    record Elsewhere() implements FeedUpdate {}

    /** It changes nothing, and should not have come. */
    record Dropped(Reason reason) implements FeedUpdate {}

    /** Why a record is dropped; its label is a metric tag. */
    enum Reason {
        UNSIGNED,
        MALFORMED_SIGNATURE,
        UNKNOWN_KEY,
        WRONG_SIGNATURE,
        /** Signed, and no reader of ours can read it. */
        UNREADABLE,
        /** A tombstone releases nothing. */
        TOMBSTONE,
        /** The value does not repeat the record's key. */
        KEY_MISMATCH,
        /** Versions only rise: an old record was written again. */
        VERSION_NOT_HIGHER,
        /** Of the version that is known, and it says something else. */
        CONTENT_CHANGED,
        /** Not a record but the lack of one: the topic's latest is older than what this instance kept. */
        TOPIC_BEHIND;

        /** In kebab-case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Reason of(Attested.Reason reason) {
            return switch (reason) {
                case UNSIGNED -> UNSIGNED;
                case MALFORMED_SIGNATURE -> MALFORMED_SIGNATURE;
                case UNKNOWN_KEY -> UNKNOWN_KEY;
                case WRONG_SIGNATURE -> WRONG_SIGNATURE;
                case UNREADABLE -> UNREADABLE;
            };
        }
    }
}
