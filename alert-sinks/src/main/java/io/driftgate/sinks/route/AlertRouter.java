package io.driftgate.sinks.route;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.Severity;
import java.util.List;
import java.util.Set;

/**
 * Says which sinks hear of an alert: those of the first route that matches, else the default ones. The same alert always
 * gets the same answer.
 *
 * @param otherwise the default sinks
 * @param routes in the order in which they are asked
 */
public record AlertRouter(Set<String> otherwise, List<Route> routes) {

    /**
     * @param severities that match; empty takes all
     * @param kinds that match; empty takes all
     */
    public record Route(Set<Severity> severities, Set<AlertKind> kinds, Set<String> sinks) {

        public Route {
            severities = Set.copyOf(severities);
            kinds = Set.copyOf(kinds);
            sinks = Set.copyOf(sinks);
        }

        boolean matches(Alert alert) {
            return (severities.isEmpty() || severities.contains(alert.getSeverity()))
                    && (kinds.isEmpty() || kinds.contains(alert.getKind()));
        }
    }

    public AlertRouter {
        otherwise = Set.copyOf(otherwise);
        routes = List.copyOf(routes);
    }

    /** Names of the sinks. */
    public Set<String> sinksFor(Alert alert) {
        return routes.stream()
                .filter(route -> route.matches(alert))
                .findFirst()
                .map(Route::sinks)
                .orElse(otherwise);
    }
}
