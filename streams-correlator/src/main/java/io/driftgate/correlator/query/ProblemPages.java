package io.driftgate.correlator.query;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty answers to requests that never reach the handler: too long, ambiguous, not HTTP. The status is Jetty's, the
 * document ours; what was wrong in detail is not told, because it would repeat what was sent.
 */
final class ProblemPages implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : 500;
        ProblemDocument problem = status >= 500
                ? ProblemDocument.of(
                        status, "internal-error", "The request could not be answered", "the correlator's log says why")
                : ProblemDocument.of(
                        status,
                        "bad-request",
                        "The request cannot be taken",
                        "expected: HTTP/1.1, a plain path and headers of at most 16 KiB");
        ApiHandler.write(response, problem, callback);
        return true;
    }
}
