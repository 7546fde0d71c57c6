package io.driftgate.proxy.edge;

import io.driftgate.proxy.canonical.CanonicalPath;
import io.driftgate.proxy.canonical.PathVerdict;
import io.driftgate.proxy.config.RouteSection;
import java.util.List;
import java.util.Set;

/**
 * A route as requests meet it.
 *
 * @param hosts none means every host
 * @param prefix decoded
 * @param pathPrefix as it was written
 * @param methods that are let through
 * @param upstream name of its upstream
 * @param issuers names of the issuers of which one must have issued a caller's token; none for an open route
 * @param scopes all of which a caller needs
 * @param backed whether something stands behind it that may drift: then it is served only under a guard that was decided on it
 */
public record Route(
        String name,
        Set<String> hosts,
        String prefix,
        String pathPrefix,
        Set<String> methods,
        String upstream,
        List<String> issuers,
        List<String> scopes,
        boolean backed) {

    public Route {
        hosts = Set.copyOf(hosts);
        methods = Set.copyOf(methods);
        issuers = List.copyOf(issuers);
        scopes = List.copyOf(scopes);
    }

    /** The route of a section whose configuration was checked. */
    public static Route of(RouteSection section) {
        RouteSection.Authentication authentication = section.authentication().orElseThrow();
        if (!(CanonicalPath.read(section.match().pathPrefix()) instanceof PathVerdict.Canonical canonical)) {
            throw new IllegalArgumentException(
                    "path_prefix of route " + section.name() + " (expected: a canonical path)");
        }
        return new Route(
                section.name(),
                Set.copyOf(section.match().hosts()),
                canonical.path().decoded(),
                section.match().pathPrefix(),
                Set.copyOf(section.match().allowedMethods()),
                section.upstream(),
                authentication.anyOf().stream()
                        .map(RouteSection.Credential::jwt)
                        .toList(),
                section.authorization().map(RouteSection.Authorization::scopes).orElse(List.of()),
                !section.backedBy().isEmpty());
    }

    /** Whether everybody is served, unrecognised. */
    public boolean open() {
        return issuers.isEmpty();
    }
}
