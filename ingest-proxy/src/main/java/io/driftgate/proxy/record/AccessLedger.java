package io.driftgate.proxy.record;

/**
 * Counts requests so that none is lost without a trace. At every moment
 *
 * <pre>{@code received = recorded + pending + refused_for_audit + aggregated}</pre>
 *
 * where {@code pending} are those under way or recorded here but not yet acknowledged by Kafka, and {@code aggregated} is 0
 * as long as no refusals are folded into counted events. Each place among the pending is taken before a request is looked
 * at and given back only by Kafka's acknowledgement, so an event always has room. Thread-safe.
 */
public final class AccessLedger {

    private final int maxPending;
    private long received;
    private long recorded;
    private long pending;
    private long refusedForAudit;
    private long failedSends;
    private boolean refusing;

    /** @param maxPending how many may be pending at once */
    public AccessLedger(int maxPending) {
        this.maxPending = maxPending;
    }

    /**
     * The counters at one moment.
     *
     * @param failedSends attempts that Kafka did not take; each was made again, so they are no part of the equation
     * @param refusing whether Kafka did not take the last attempt
     */
    public record Balance(
            long received,
            long recorded,
            long pending,
            long refusedForAudit,
            long aggregated,
            long failedSends,
            boolean refusing) {

        /** Whether the equation holds. */
        public boolean holds() {
            return received == recorded + pending + refusedForAudit + aggregated;
        }
    }

    /**
     * A request came.
     *
     * @return whether it has a place, and must be recorded; otherwise it must be refused and is counted as such
     */
    public synchronized boolean receive() {
        received++;
        if (refusing || pending >= maxPending) {
            refusedForAudit++;
            return false;
        }
        pending++;
        return true;
    }

    /** Kafka has the event of a request that had a place. */
    public synchronized void acknowledged() {
        pending--;
        recorded++;
        refusing = false;
    }

    /**
     * Kafka did not take an event: it stays pending, and new requests are refused until one is taken again.
     *
     * @return whether it is the first since one was taken
     */
    public synchronized boolean failed() {
        failedSends++;
        boolean first = !refusing;
        refusing = true;
        return first;
    }

    /** All counters at this moment. */
    public synchronized Balance balance() {
        return new Balance(received, recorded, pending, refusedForAudit, 0, failedSends, refusing);
    }
}
