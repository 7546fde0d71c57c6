package io.driftgate.proxy.refusal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Why a request is turned down, and what its caller is told.
 *
 * @param status HTTP status
 * @param reason kebab-case, from a bounded list: type of the problem, metric tag and record field
 * @param title one short sentence, the same for every occurrence
 * @param headers that the answer needs: {@code Retry-After}, {@code WWW-Authenticate}, {@code Allow}
 * @param driftId short id of the drift behind it
 * @param requiredScopes what the caller would need
 */
public record Refusal(
        int status,
        String reason,
        String title,
        Map<String, String> headers,
        Optional<String> driftId,
        List<String> requiredScopes) {

    public Refusal {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status " + status + " (expected: 400 to 599)");
        }
        headers = Map.copyOf(headers);
        requiredScopes = List.copyOf(requiredScopes);
    }

    /** A refusal without anything more to say. */
    public static Refusal of(int status, String reason, String title) {
        return new Refusal(status, reason, title, Map.of(), Optional.empty(), List.of());
    }

    /** A check ended in an exception: it cannot decide, so it denies. */
    public static Refusal checkFailed() {
        return of(500, "check-failed", "The request could not be checked");
    }

    /** What was decided elsewhere is not read yet. */
    public static Refusal notReady() {
        return of(503, "not-ready", "The gateway is starting").retryAfter(1);
    }

    /** The path does not mean the same to everybody. */
    public static Refusal pathAmbiguous() {
        return of(400, "path-ambiguous", "The request's path can be read in two ways");
    }

    /** The request cannot be recorded, so it is not carried out. */
    public static Refusal auditUnavailable() {
        return of(503, "audit-unavailable", "The request cannot be recorded now")
                .retryAfter(1);
    }

    /** The same with {@code Retry-After} (RFC 9110, section 10.2.3), in seconds. */
    public Refusal retryAfter(int seconds) {
        return with("Retry-After", Integer.toString(seconds));
    }

    /** The same with a header. */
    public Refusal with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Refusal(status, reason, title, more, driftId, requiredScopes);
    }

    /** The same because of a drift. */
    public Refusal because(String id) {
        return new Refusal(status, reason, title, headers, Optional.of(id), requiredScopes);
    }

    /** The same for want of scopes. */
    public Refusal needing(List<String> scopes) {
        return new Refusal(status, reason, title, headers, driftId, scopes);
    }
}
