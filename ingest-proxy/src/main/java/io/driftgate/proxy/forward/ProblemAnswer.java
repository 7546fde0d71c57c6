package io.driftgate.proxy.forward;

import io.driftgate.proxy.refusal.ProblemDocument;
import io.driftgate.proxy.refusal.Refusal;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers with a problem document. */
public final class ProblemAnswer {

    private ProblemAnswer() {}

    /** The answer to a request of which nothing has been answered yet. */
    public static void write(Response response, Refusal refusal, Callback callback) {
        byte[] document = ProblemDocument.json(refusal);
        response.setStatus(refusal.status());
        refusal.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, document.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(document), callback);
    }
}
