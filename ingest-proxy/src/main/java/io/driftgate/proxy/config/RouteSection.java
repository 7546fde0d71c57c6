package io.driftgate.proxy.config;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Problems;
import io.driftgate.proxy.canonical.CanonicalPath;
import io.driftgate.proxy.canonical.HostName;
import io.driftgate.proxy.canonical.PathVerdict;
import io.driftgate.schemas.identity.Entity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is served, to whom, and what stands behind it.
 *
 * @param match which requests it is for
 * @param upstream name of the upstream
 * @param authentication how callers are recognised; a route without it is refused
 * @param authorization what callers need; a route for recognised callers is refused without it
 * @param backedBy what stands behind the route; goes together with a guard policy
 * @param guardPolicy name of the policy
 */
public record RouteSection(
        String name,
        Match match,
        String upstream,
        Optional<Authentication> authentication,
        Optional<Authorization> authorization,
        List<Backing> backedBy,
        Optional<String> guardPolicy)
        implements Checked {

    /**
     * Of the routes that fit a request, those with the longest {@code path_prefix} count, and of those the ones that name
     * its host, if there are any; of these, one must allow the method.
     *
     * @param hosts host names without port; none means every host
     * @param pathPrefix matched on the borders of segments: {@code /orders} is for {@code /orders/1}, not for {@code /ordersx}
     * @param methods none means all of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS
     */
    public record Match(List<String> hosts, String pathPrefix, List<String> methods) implements Checked {

        private static final List<String> ALL = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

        /** The methods that are let through. */
        public List<String> allowedMethods() {
            return methods.isEmpty() ? ALL : methods;
        }

        @Override
        public void check(Problems problems) {
            for (int i = 0; i < hosts.size(); i++) {
                String host = hosts.get(i);
                if (!HostName.of(host).map(HostName::text).equals(Optional.of(host))) {
                    problems.at("hosts[" + i + "]").add("'" + host + "'", "a host name in lower case, without port");
                }
            }
            boolean canonical = CanonicalPath.read(pathPrefix) instanceof PathVerdict.Canonical path
                    && path.path().text().equals(pathPrefix)
                    && (pathPrefix.equals("/") || !pathPrefix.endsWith("/"));
            if (!canonical) {
                problems.at("path_prefix")
                        .add("'" + pathPrefix + "'", "a path without '.', '..', empty segments and a slash at its end");
            }
            for (int i = 0; i < methods.size(); i++) {
                String method = methods.get(i);
                if (!method.matches("[A-Z][A-Z-]{0,31}") || method.equals("CONNECT") || method.equals("TRACE")) {
                    problems.at("methods[" + i + "]")
                            .add("'" + method + "'", "a method in upper case, but neither CONNECT nor TRACE");
                }
            }
        }
    }

    /**
     * @param anyOf credentials of which one is enough
     * @param none true serves everybody, unrecognised
     */
    public record Authentication(
            List<Credential> anyOf, @Default("false") boolean none) implements Checked {
        @Override
        public void check(Problems problems) {
            if (none == !anyOf.isEmpty()) {
                problems.add(
                        none ? "none and any_of" : "neither any_of nor none",
                        "any_of: [{jwt: issuer}], or none: true for a route that is open to everybody");
            }
        }
    }

    /** @param jwt name of an issuer */
    public record Credential(String jwt) {}

    /** @param scopes all of which a caller needs; an empty list lets every recognised caller in */
    public record Authorization(List<String> scopes) implements Checked {
        @Override
        public void check(Problems problems) {
            for (int i = 0; i < scopes.size(); i++) {
                // RFC 6749, section 3.3.
                if (!scopes.get(i).matches("[\\x21\\x23-\\x5b\\x5d-\\x7e]+")) {
                    problems.at("scopes[" + i + "]")
                            .add("'" + scopes.get(i) + "'", "a scope without spaces and quotes");
                }
            }
        }
    }

    /** One of the three says what stands behind the route. */
    public record Backing(Optional<String> terraform, Optional<String> entity, Map<String, String> tags)
            implements Checked {
        @Override
        public void check(Problems problems) {
            long named = Stream.of(terraform.isPresent(), entity.isPresent(), !tags.isEmpty())
                    .filter(there -> there)
                    .count();
            if (named != 1) {
                problems.add(named + " of terraform, entity and tags", "exactly one of them");
            }
            entity.ifPresent(text -> {
                try {
                    Entity.parse(text);
                } catch (IllegalArgumentException broken) {
                    problems.at("entity").add("'" + text + "'", "<provider>/<account>/<region|global>/<service>/<id>");
                }
            });
        }
    }

    @Override
    public void check(Problems problems) {
        if (authentication.isEmpty()) {
            problems.at("authentication")
                    .add("is missing", "any_of: [{jwt: issuer}], or none: true for a route that is open to everybody");
        }
        boolean open = authentication.map(Authentication::none).orElse(false);
        if (open && authorization.map(a -> !a.scopes().isEmpty()).orElse(false)) {
            problems.at("authorization.scopes").add("scopes of callers that nobody recognises", "no scopes, or any_of");
        }
        if (!open && authentication.isPresent() && authorization.isEmpty()) {
            problems.at("authorization")
                    .add("is missing", "{scopes: [orders:read]}; an empty list lets every recognised caller in");
        }
        if (backedBy.isEmpty() != guardPolicy.isEmpty()) {
            problems.add(
                    backedBy.isEmpty() ? "guard_policy without backed_by" : "backed_by without guard_policy",
                    "both or neither");
        }
    }
}
