package io.driftgate.proxy.refusal;

import io.driftgate.proxy.canonical.CanonicalPath;
import io.driftgate.proxy.canonical.PathVerdict;

/** Names the refusals that the HTTP server gives by itself, before any stage sees the request. */
public final class ServerRefusal {

    private ServerRefusal() {}

    /**
     * What the server refused. What it says of the cause may quote the request, so it is not passed on.
     *
     * @param path as it came; empty when it was not read
     * @param status that the server chose
     */
    public static Refusal of(String path, int status) {
        if (status == 503) {
            return Refusal.of(status, "gateway-stopping", "The gateway is stopping")
                    .retryAfter(1);
        }
        if (status < 400 || status >= 500) {
            return Refusal.of(Math.clamp(status, 500, 599), "internal-error", "The gateway could not answer");
        }
        if (status == 400 && path.startsWith("/") && CanonicalPath.read(path) instanceof PathVerdict.Ambiguous) {
            return Refusal.pathAmbiguous();
        }
        return Refusal.of(status, "malformed-request", "The request is not HTTP as it should be");
    }
}
