package io.driftgate.proxy.forward;

import io.driftgate.proxy.refusal.Refusal;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Says what a failed exchange with an upstream means to the caller. */
public final class UpstreamFailure {

    private UpstreamFailure() {}

    /**
     * @param failure as the client reports it
     * @param clientFailed whether the caller's side broke first
     */
    public static Refusal of(Throwable failure, boolean clientFailed) {
        if (clientFailed) {
            int status = failure instanceof TimeoutException ? 408 : 400;
            return Refusal.of(status, "request-incomplete", "The request did not arrive as a whole");
        }
        return switch (failure) {
            case TimeoutException late -> timeout();
            case SocketTimeoutException late -> timeout();
            case RejectedExecutionException full ->
                Refusal.of(503, "upstream-busy", "The service behind has too much to do")
                        .retryAfter(1);
            case ConnectException away -> unreachable();
            case NoRouteToHostException away -> unreachable();
            case UnknownHostException away -> unreachable();
            case UnresolvedAddressException away -> unreachable();
            default -> Refusal.of(502, "upstream-failed", "The service behind gave no valid answer");
        };
    }

    private static Refusal timeout() {
        return Refusal.of(504, "upstream-timeout", "The service behind did not answer in time");
    }

    private static Refusal unreachable() {
        return Refusal.of(502, "upstream-unreachable", "The service behind cannot be reached");
    }
}
