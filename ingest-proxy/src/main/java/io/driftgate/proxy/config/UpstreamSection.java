package io.driftgate.proxy.config;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Problems;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where requests go.
 *
 * @param targets one, {@code http} or {@code https}, without a path
 * @param timeouts how long it is waited for
 * @param forwardAuthorization whether the caller's {@code Authorization} header is passed on. It is not by default: an
 *     upstream that is broken into should not get tokens with which others can be called
 */
public record UpstreamSection(
        String name,
        List<URI> targets,
        @Default("{}") Timeouts timeouts,
        @Default("false") boolean forwardAuthorization)
        implements Checked {

    /**
     * @param connect until a connection stands
     * @param response how long the upstream may be silent, before its answer and within it
     */
    public record Timeouts(
            @Default("1s") Duration connect, @Default("10s") Duration response) implements Checked {
        @Override
        public void check(Problems problems) {
            positive(problems.at("connect"), connect);
            positive(problems.at("response"), response);
        }

        private static void positive(Problems problems, Duration time) {
            if (!time.isPositive() || time.compareTo(Duration.ofHours(1)) > 0) {
                problems.add(time.toMillis() + "ms", "1ms to 1h");
            }
        }
    }

    /** The only target. */
    public URI target() {
        return targets.getFirst();
    }

    @Override
    public void check(Problems problems) {
        if (targets.size() != 1) {
            problems.at("targets").add(targets.size() + " targets", "exactly one");
        }
        for (int i = 0; i < targets.size(); i++) {
            URI target = targets.get(i);
            boolean scheme = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
            boolean bare = target.getRawUserInfo() == null
                    && target.getRawQuery() == null
                    && target.getRawFragment() == null
                    && (target.getRawPath() == null || target.getRawPath().matches("/?"));
            if (!scheme || target.getHost() == null || !bare) {
                // What was found is not told: a URL may hold a password.
                problems.at("targets[" + i + "]")
                        .add("another kind of URL", "http://host[:port] or https://host[:port]");
            }
        }
    }
}
