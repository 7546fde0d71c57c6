package io.driftgate.collectors.changes;

import java.util.Locale;

/** Why something in a change source became no cloud change. */
public enum LeftOutReason {
    /** Not JSON where JSON was expected: broken, or never meant for us. */
    NOT_JSON(true),
    /** Another kind of event: a finding, an alarm, a schedule, a state change. */
    NOT_CLOUDTRAIL(false),
    /** Says where a file lies, not what is in it. */
    S3_NOTIFICATION(false),
    /** A call that only reads. */
    READ_ONLY(false),
    /** A CloudTrail record without what every record has. */
    MALFORMED(true),
    /** From an account that this door does not take changes from. */
    ACCOUNT_NOT_ALLOWED(true),
    /** An envelope in too many envelopes, or one that unpacks to too much. */
    TOO_DEEP_OR_LARGE(true);

    private final boolean deadLetter;

    LeftOutReason(boolean deadLetter) {
        this.deadLetter = deadLetter;
    }

    /** Whether somebody should look at it; what is merely of another kind is left out quietly. */
    public boolean isDeadLetter() {
        return deadLetter;
    }

    /** The reason as metric tag and dead-letter reason. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
