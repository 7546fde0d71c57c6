package io.driftgate.correlator.scope;

import io.driftgate.correlator.scope.Heard.Note;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides whether a scope or gateway is watched:
 *
 * <pre>
 *   nothing heard for {@link Heartbeats#SILENCE}                        BLIND
 *   heard, and: it says that something is wrong;
 *               or it was not read for two intervals and a minute       FAILING
 *   heard, nothing wrong, but no complete reading yet                   UNREAD
 *   else                                                                OK
 * </pre>
 *
 * Silence comes before all else: what was said last may long be otherwise. Only a gateway that said that it does not serve
 * is not expected to say more. Pure; times are append times, so that a backlog is judged as it would have been.
 */
public final class ScopeDecider {

    static final String NEVER_READ = "it was never read to its end";

    /** A turn that takes longer than usual, and the time until its barrier is through, are no failure. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /** For how long a gateway's bindings count after it was heard last. */
    private static final Duration FORGOTTEN = Duration.ofHours(24);

    /** Whether a gateway is silent for so long that what it said of its routes counts no longer. */
    public boolean forgets(ScopeRow row, Instant now) {
        return row.kind() == ScopeKind.GATEWAY
                && !row.retired()
                && now.toEpochMilli() - row.heardAt() >= FORGOTTEN.toMillis();
    }

    /** The row of one that is forgotten. */
    public ScopeRow forgotten(ScopeRow row, Instant now) {
        return row.retired(now.toEpochMilli());
    }

    /** The row as it is to be judged at a time; the same when nothing changed. */
    public ScopeRow judge(ScopeRow row, Instant now) {
        if (row.retired()) {
            return row;
        }
        if (isGone(row, now)) {
            return row.retired(now.toEpochMilli());
        }
        Standing next = standing(row, now.toEpochMilli());
        Standing before = row.standing();
        if (next.status() != before.status()) {
            return row.standing(next);
        }
        return next.reason().equals(before.reason())
                ? row
                : row.standing(new Standing(next.status(), before.since(), next.reason()));
    }

    /** A gateway whose bindings were all taken back when it stopped: nobody took them from under a running one. */
    private static boolean isGone(ScopeRow row, Instant now) {
        long unbound = row.routes().unboundAt();
        return row.kind() == ScopeKind.GATEWAY
                && row.routes().bound().isEmpty()
                && unbound > row.heardAt() - Heartbeats.EVERY.toMillis()
                && unbound != 0
                && isSilent(row, now.toEpochMilli());
    }

    private static boolean isSilent(ScopeRow row, long now) {
        return now - row.heardAt() > Heartbeats.SILENCE.toMillis();
    }

    private static Standing standing(ScopeRow row, long now) {
        return row.kind() == ScopeKind.GATEWAY ? gateway(row, now) : scope(row, now);
    }

    private static Standing gateway(ScopeRow row, long now) {
        Heard heard = row.heard();
        boolean silent = isSilent(row, now);
        if (heard.at() != 0 && !heard.ready() && silent) {
            return new Standing(ScopeStatus.FAILING, now, "it said that it is not ready, and nothing since");
        }
        if (silent || heard.at() == 0) {
            return silent ? blind(row) : new Standing(ScopeStatus.UNREAD, now, "it has not said yet how it is");
        }
        if (!heard.conditions().isEmpty()) {
            return failing(heard, now);
        }
        return heard.ready()
                ? new Standing(ScopeStatus.OK, now, "")
                : new Standing(ScopeStatus.FAILING, now, "it is not ready");
    }

    private static Standing scope(ScopeRow row, long now) {
        if (isSilent(row, now)) {
            return blind(row);
        }
        Heard heard = row.heard();
        if (!heard.conditions().isEmpty()) {
            return failing(heard, now);
        }
        boolean read = row.read().lastAt() != 0;
        long late = 2 * heard.intervalMs() + SLACK.toMillis();
        long readAt = read ? Math.max(heard.lastSuccess(), row.read().lastAt()) : heard.first();
        if (heard.at() != 0 && now - readAt > late) {
            String since = read
                    ? "it was last read at " + Instant.ofEpochMilli(readAt)
                    : NEVER_READ + ", and is configured since " + Instant.ofEpochMilli(readAt);
            return new Standing(
                    ScopeStatus.FAILING,
                    now,
                    since + " (expected: every "
                            + Duration.ofMillis(heard.intervalMs()).toSeconds() + " s)");
        }
        if (!read) {
            return new Standing(ScopeStatus.UNREAD, now, NEVER_READ);
        }
        return heard.at() == 0
                ? new Standing(ScopeStatus.UNREAD, now, "no collector has said yet that it is configured")
                : new Standing(ScopeStatus.OK, now, "");
    }

    private static Standing blind(ScopeRow row) {
        String who = row.kind() == ScopeKind.GATEWAY ? "it" : "its collector";
        String last = row.heard().at() == 0
                ? who + " was never heard"
                : who + " was last heard at " + Instant.ofEpochMilli(row.heard().at());
        return new Standing(
                ScopeStatus.BLIND, row.heardAt(), last + " (expected: every " + Heartbeats.EVERY.toSeconds() + " s)");
    }

    private static Standing failing(Heard heard, long now) {
        Note worst = heard.conditions().getFirst();
        int others = heard.conditions().size() - 1;
        String more = others == 0 ? "" : "; and " + others + " more";
        return new Standing(ScopeStatus.FAILING, now, worst.type() + ": " + worst.message() + more);
    }
}
