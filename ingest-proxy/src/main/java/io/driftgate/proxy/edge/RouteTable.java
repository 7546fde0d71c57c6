package io.driftgate.proxy.edge;

import io.driftgate.proxy.canonical.CanonicalPath;
import io.driftgate.proxy.canonical.HostName;
import io.driftgate.proxy.canonical.PathVerdict;
import io.driftgate.proxy.edge.RouteVerdict.Found;
import io.driftgate.proxy.edge.RouteVerdict.NotFound;
import io.driftgate.proxy.refusal.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the one route that a request is for. Of the routes that fit its host and path, those with the longest prefix count,
 * and of those the ones that name the host, if there are any. A method that none of these allows is refused, and never
 * served by a wider route: who closes {@code DELETE /orders} does not want it open through {@code /}.
 */
public final class RouteTable {

    private final List<Route> routes;

    /** @param routes in any order */
    public RouteTable(List<Route> routes) {
        this.routes = routes.stream()
                .sorted(Comparator.comparingInt((Route route) -> -route.prefix().length())
                        .thenComparing(route -> route.hosts().isEmpty()))
                .toList();
    }

    /** The route, or a refusal with 400, 404 or 405. */
    public RouteVerdict find(RequestHead head) {
        if (head.decorated() || head.hosts().size() > 1) {
            return new NotFound(Refusal.of(400, "target-ambiguous", "The request's target can be read in two ways"));
        }
        String host = "";
        if (!head.authority().isEmpty()) {
            Optional<HostName> name = HostName.of(head.authority());
            if (name.isEmpty()) {
                return new NotFound(Refusal.of(400, "host-invalid", "The request's host is no host name"));
            }
            host = name.get().text();
        }
        return switch (CanonicalPath.read(head.path())) {
            case PathVerdict.Ambiguous ambiguous -> new NotFound(Refusal.pathAmbiguous());
            case PathVerdict.Canonical canonical -> find(host, canonical.path(), head.method());
        };
    }

    private RouteVerdict find(String host, CanonicalPath path, String method) {
        Optional<Route> first =
                routes.stream().filter(route -> fits(route, host, path)).findFirst();
        if (first.isEmpty()) {
            return new NotFound(Refusal.of(404, "route-unknown", "Nothing is served here"));
        }
        List<Route> nearest = routes.stream()
                .filter(route -> fits(route, host, path))
                .filter(route -> route.prefix().equals(first.get().prefix()))
                .filter(route -> route.hosts().isEmpty() == first.get().hosts().isEmpty())
                .toList();
        for (Route route : nearest) {
            if (route.methods().contains(method)) {
                return new Found(route, path);
            }
        }
        TreeSet<String> allowed = new TreeSet<>();
        nearest.forEach(route -> allowed.addAll(route.methods()));
        return new NotFound(Refusal.of(405, "method-not-allowed", "The method is not allowed here")
                .with("Allow", String.join(", ", allowed)));
    }

    private static boolean fits(Route route, String host, CanonicalPath path) {
        return (route.hosts().isEmpty() || route.hosts().contains(host)) && path.isUnder(route.prefix());
    }
}
