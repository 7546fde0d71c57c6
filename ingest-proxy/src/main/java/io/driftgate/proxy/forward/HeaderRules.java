package io.driftgate.proxy.forward;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers cross the gateway. Not those that are for one hop (RFC 9110, section 7.6.1), with the ones that
 * {@code Connection} names; not those by which an upstream learns who calls, for a caller could write them himself; not
 * those that change method or path behind the checks; and no version of the software behind.
 *
 * <p>Names are compared in lower case with {@code _} as {@code -}: some servers cannot tell the two apart.
 */
public final class HeaderRules {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");
    /** The gateway says itself who calls, or nobody does. */
    private static final Set<String> CLAIMS = Set.of(
            "forwarded",
            "via",
            "client-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-real-ip",
            "x-originating-ip",
            "x-remote-ip",
            "x-remote-addr",
            "x-remote-user",
            "remote-user",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip");
    /** What was checked would not be what is carried out; {@code Proxy} is for programs that take headers for variables. */
    private static final Set<String> DETOURS = Set.of(
            "x-original-url",
            "x-rewrite-url",
            "x-original-uri",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "proxy");

    private static final Set<String> SOFTWARE =
            Set.of("server", "via", "x-powered-by", "x-aspnet-version", "x-aspnetmvc-version", "alt-svc");

    private final boolean forwardAuthorization;

    /** @param forwardAuthorization whether the upstream gets the caller's credential */
    public HeaderRules(boolean forwardAuthorization) {
        this.forwardAuthorization = forwardAuthorization;
    }

    /** The names that {@code Connection} headers give. */
    public static Set<String> connectionNames(Collection<String> connection) {
        Set<String> names = new HashSet<>();
        for (String value : connection) {
            for (String name : value.split(",", -1)) {
                names.add(normal(name.strip()));
            }
        }
        return names;
    }

    /**
     * Whether a header of the request is passed on. {@code Host} is not: the upstream gets its own name, and what the
     * caller asked for in {@code X-Forwarded-Host}.
     */
    public boolean forwardsRequest(String name, Set<String> connectionNames) {
        String normal = normal(name);
        if (normal.equals("authorization") && !forwardAuthorization) {
            return false;
        }
        return !HOP_BY_HOP.contains(normal)
                && !connectionNames.contains(normal)
                && !CLAIMS.contains(normal)
                && !DETOURS.contains(normal)
                && !normal.startsWith("x-forwarded-")
                && !normal.startsWith("driftgate-")
                && !normal.equals("host");
    }

    /** Whether a header of the answer is passed on. */
    public boolean forwardsResponse(String name, Set<String> connectionNames) {
        String normal = normal(name);
        return !HOP_BY_HOP.contains(normal) && !connectionNames.contains(normal) && !SOFTWARE.contains(normal);
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
