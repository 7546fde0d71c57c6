package io.driftgate.sinks.deliver;

import java.net.URI;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpConstants;

/**
 * One route per webhook: {@code direct:webhook-<sink>} -> HTTP POST. Camel only carries: when to try again, and what an
 * answer means, is decided by the {@link Courier} and the {@link AnswerJudge}. Nothing of an answer is kept but its
 * status and {@code Retry-After}.
 */
final class WebhookRoutes extends RouteBuilder {

    /** A backstop: the {@link WebhookMessenger} ends an attempt at the sink's own time-out, which is never longer. */
    private static final long BACKSTOP_MS = 120_000;

    private final Map<String, URI> urls;

    /** @param urls by sink */
    WebhookRoutes(Map<String, URI> urls) {
        this.urls = Map.copyOf(urls);
    }

    static String entry(String sink) {
        return "direct:webhook-" + sink;
    }

    @Override
    public void configure() {
        getContext().addComponent("http", client());
        getContext().addComponent("https", client());
        urls.forEach((sink, url) -> from(entry(sink))
                .routeId("webhook-" + sink)
                .errorHandler(noErrorHandler())
                // By header, because Camel would take parameters of an endpoint's URL for options of its own.
                .setHeader(HttpConstants.HTTP_URI, constant(url.toString()))
                .to(url.getScheme() + "://" + sink + ".invalid?httpMethod=POST&throwExceptionOnFailure=false"
                        + "&ignoreResponseBody=true&copyHeaders=false&followRedirects=false&userAgent=driftgate"));
    }

    private static HttpComponent client() {
        HttpComponent http = new HttpComponent();
        // Apache's client would sleep through a Retry-After by itself, unseen.
        http.setAutomaticRetriesDisabled(true);
        http.setRedirectHandlingDisabled(true);
        http.setCookieManagementDisabled(true);
        http.setAuthCachingDisabled(true);
        http.setContentCompressionDisabled(true);
        http.setConnectTimeout(BACKSTOP_MS);
        http.setConnectionRequestTimeout(BACKSTOP_MS);
        http.setResponseTimeout(BACKSTOP_MS);
        http.setSoTimeout(BACKSTOP_MS);
        return http;
    }
}
