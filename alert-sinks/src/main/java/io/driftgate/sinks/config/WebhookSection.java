package io.driftgate.sinks.config;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Durations;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.text.UrlText;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/**
 * A receiver of signed webhooks.
 *
 * @param url https, or http on loopback. It is shown in the effective configuration, so it holds no secret: the receiver
 *     knows us by the signature
 * @param signingKey as Standard Webhooks serialises it: {@code whsec_} and the Base64 of 24 to 64 random bytes
 * @param timeout for one attempt, from connecting to the last byte of the answer
 * @param giveUpAfter how long an alert is tried, from its first attempt, while the receiver is away, answers 5xx or asks to
 *     be left alone (408, 425, 429); alerts behind it wait, in order. Then, as after any other 4xx at once, it is written
 *     down as FAILED, counted, logged as an error, and not tried again: its next revision is
 */
public record WebhookSection(
        URI url,
        Secret signingKey,
        @Default("5s") Duration timeout,
        @Default("24h") Duration giveUpAfter) implements Checked {

    private static final String KEY_PREFIX = "whsec_";
    private static final int SHORTEST_KEY = 24;
    private static final int LONGEST_KEY = 64;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    /** Well below Kafka's max.poll.interval.ms, within which the worker must come back to its consumer. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    private static final Duration LONGEST_PATIENCE = Duration.ofDays(7);

    @Override
    public void check(Problems problems) {
        checkUrl(problems.at("url"));
        int length = keyLength();
        if (length < SHORTEST_KEY || length > LONGEST_KEY) {
            problems.at("signing_key")
                    .add(
                            length < 0 ? "a secret in another form" : "a key of " + length + " bytes",
                            KEY_PREFIX + " and the Base64 of " + SHORTEST_KEY + " to " + LONGEST_KEY
                                    + " random bytes (echo " + KEY_PREFIX + "$(openssl rand -base64 32))");
        }
        within(problems.at("timeout"), timeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        within(problems.at("give_up_after"), giveUpAfter, Duration.ZERO, LONGEST_PATIENCE);
    }

    /** The bytes of the key. */
    public byte[] key() {
        return Base64.getDecoder().decode(signingKey.reveal().substring(KEY_PREFIX.length()));
    }

    /** The problem never quotes the URL: people put tokens there. */
    private void checkUrl(Problems problems) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String host = url.getHost();
        boolean secure = scheme.equals("https") || (scheme.equals("http") && host != null && isLoopback(host));
        if (host == null || !secure) {
            problems.add("another kind of URL", "an https URL, or http on loopback");
        }
        if (UrlText.namesUser(url)) {
            problems.add("credentials in the URL", "none: the signature says who we are");
        }
        if (url.getFragment() != null) {
            problems.add("a fragment in the URL", "none: it is never sent");
        }
    }

    /** By the text alone: a name that resolves to loopback today may not tomorrow. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private int keyLength() {
        if (!signingKey.reveal().startsWith(KEY_PREFIX)) {
            return -1;
        }
        try {
            return key().length;
        } catch (IllegalArgumentException notBase64) {
            return -1;
        }
    }

    private static void within(Problems problems, Duration found, Duration least, Duration most) {
        if (found.compareTo(least) < 0 || found.compareTo(most) > 0) {
            problems.add(Durations.format(found), Durations.format(least) + " to " + Durations.format(most));
        }
    }
}
