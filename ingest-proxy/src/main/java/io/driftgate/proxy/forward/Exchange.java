package io.driftgate.proxy.forward;

import io.driftgate.proxy.admit.Admission;
import io.driftgate.proxy.edge.RequestHead;
import io.driftgate.proxy.refusal.Refusal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to its end, for its record. It hangs on Jetty's request as an attribute; each part is written
 * once, by the thread that has the request then, and read when it has ended.
 */
public final class Exchange {

    /** Name of the request attribute. */
    public static final String ATTRIBUTE = Exchange.class.getName();

    private final RequestHead head;
    private final boolean recorded;
    private volatile @Nullable Admission admission;
    private volatile @Nullable Refusal failure;
    private volatile boolean clientFailed;
    private volatile long forwardedNanos = Long.MIN_VALUE;
    private volatile long answeredNanos = Long.MIN_VALUE;

    /** @param recorded whether it has a place among the pending; without one it is refused, and no event is made of it */
    public Exchange(RequestHead head, boolean recorded) {
        this.head = head;
        this.recorded = recorded;
    }

    /** The request's head. */
    public RequestHead head() {
        return head;
    }

    /** Whether an event must be made of it. */
    public boolean recorded() {
        return recorded;
    }

    /** The deciders have decided. */
    public void decided(Admission decision) {
        this.admission = decision;
    }

    /** What was decided; nothing when it did not come to that. */
    public Optional<Admission> admission() {
        return Optional.ofNullable(admission);
    }

    /** It goes to its upstream now. */
    public void forwarded(long nanoTime) {
        this.forwardedNanos = nanoTime;
    }

    /** The upstream's answer has ended, or failed. */
    public void answered(long nanoTime) {
        this.answeredNanos = nanoTime;
    }

    /** Time from forwarding to the end of the upstream's answer, in nanoseconds; nothing when nothing was forwarded. */
    public OptionalLong upstreamNanos(long nowNanos) {
        if (forwardedNanos == Long.MIN_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((answeredNanos == Long.MIN_VALUE ? nowNanos : answeredNanos) - forwardedNanos);
    }

    /** It was admitted, and could not be carried out for this reason. */
    public void failed(Refusal reason) {
        this.failure = reason;
    }

    /** Why it could not be carried out. */
    public Optional<Refusal> failure() {
        return Optional.ofNullable(failure);
    }

    /** The caller's side broke: he went away, stopped sending, or sent no HTTP. */
    public void clientFailed() {
        this.clientFailed = true;
    }

    /** Whether the caller's side broke. */
    public boolean hasClientFailed() {
        return clientFailed;
    }
}
