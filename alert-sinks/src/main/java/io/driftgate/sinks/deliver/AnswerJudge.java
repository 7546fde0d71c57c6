package io.driftgate.sinks.deliver;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads an HTTP answer (RFC 9110): 2xx is told; 4xx will not get better, but for 408, 425 and 429; the rest is worth
 * another try, redirects too: they are not followed, and may be a page of somebody's maintenance.
 */
final class AnswerJudge {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private AnswerJudge() {}

    /** @param retryAfter the header of that name: seconds or an HTTP date; anything else is not heard */
    static Attempt judge(int status, Optional<String> retryAfter, Instant now) {
        OptionalInt code = OptionalInt.of(status);
        if (status >= 200 && status < 300) {
            return new Attempt.Told(code);
        }
        String error = "the receiver answered " + status + " (expected: 2xx)";
        return switch (status) {
            case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE ->
                new Attempt.NotNow(code, error, retryAfter.flatMap(text -> wait(text.strip(), now)));
            case REQUEST_TIMEOUT, TOO_EARLY -> new Attempt.NotNow(code, error, Optional.empty());
            default ->
                status >= 400 && status < 500
                        ? new Attempt.Refused(code, error)
                        : new Attempt.NotNow(code, error, Optional.empty());
        };
    }

    private static Optional<Duration> wait(String text, Instant now) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until.isAfter(now) ? Optional.of(Duration.between(now, until)) : Optional.empty();
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }
}
