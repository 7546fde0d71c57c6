package io.driftgate.correlator.query;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What operators may ask. It only reads; who may ask is decided before. Thread-safe. */
final class OperatorQueries {

    private static final String DRIFT = "/v1/drift";
    private static final String ALERTS = "/v1/alerts";
    private static final String GUARDS = "/v1/guards";
    private static final String SCOPES = "/v1/scopes";
    private static final String ID = "/{id}";

    private static final ShortIdLookup<DriftRecord> DRIFT_IDS =
            new ShortIdLookup<>("drift", "d", DriftRecord::getId, DriftRecord::getResourceKey);
    private static final ShortIdLookup<Alert> ALERT_IDS =
            new ShortIdLookup<>("alert", "a", Alert::getId, Alert::getFingerprint);

    private final StateView view;
    private final InstantSource clock;

    OperatorQueries(StateView view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    /** The path with {@code {id}} for what varies, or {@code other}: a bounded list, for metrics. */
    static String endpoint(String path) {
        return switch (path) {
            case DRIFT, ALERTS, GUARDS, SCOPES, OperatorOrders.PATH -> path;
            default -> {
                boolean drift = idIn(path, DRIFT).isPresent();
                yield drift ? DRIFT + ID : idIn(path, ALERTS).isPresent() ? ALERTS + ID : "other";
            }
        };
    }

    /**
     * The answer to a GET.
     *
     * @param path as it stands in the request's target, without the query
     * @param query as it stands there; null when there is none
     */
    ApiAnswer answer(String path, @Nullable String query) {
        return switch (path) {
            case DRIFT -> drifts(new QueryParameters(query, DriftQuery.PARAMETERS));
            case ALERTS -> alerts(new QueryParameters(query, List.of("status", "limit", "after")));
            case GUARDS -> guards(new QueryParameters(query, List.of("limit", "after")));
            case SCOPES -> scopes(new QueryParameters(query, List.of("scope", "status", "kind", "limit", "after")));
            default -> {
                Optional<String> drift = idIn(path, DRIFT);
                Optional<String> alert = idIn(path, ALERTS);
                if (drift.isPresent()) {
                    yield one(DRIFT_IDS, drift.get(), query, view::drifts);
                }
                yield alert.isPresent() ? one(ALERT_IDS, alert.get(), query, view::alerts) : nothing();
            }
        };
    }

    private ApiAnswer drifts(QueryParameters parameters) {
        DriftQuery query = new DriftQuery(parameters);
        return page(parameters, DriftQuery.LIST, view::drifts, query::matches, DriftQuery::place);
    }

    /** Open ones first, of those the newest. */
    private ApiAnswer alerts(QueryParameters parameters) {
        Optional<AlertStatus> status = parameters.choice("status", AlertStatus.class);
        return page(
                parameters,
                "alerts",
                view::alerts,
                alert -> status.map(value -> value == alert.getStatus()).orElse(true),
                alert -> new SortKey(
                        "alerts",
                        alert.getStatus() == AlertStatus.OPEN ? 0 : 1,
                        -alert.getOpenedAt().toEpochMilli(),
                        alert.getFingerprint()));
    }

    /** The strongest first, then by name. */
    private ApiAnswer guards(QueryParameters parameters) {
        return page(
                parameters,
                "guards",
                view::guards,
                guard -> true,
                (RouteGuard guard) -> new SortKey("guards", -guard.getAction().ordinal(), 0, guard.getKey()));
    }

    /** Those that are watched least first, then by name. */
    private ApiAnswer scopes(QueryParameters parameters) {
        Optional<String> scope = parameters.text("scope");
        Optional<ScopeStatus> status = parameters.choice("status", ScopeStatus.class);
        Optional<ScopeKind> kind = parameters.choice("kind", ScopeKind.class);
        return page(
                parameters,
                "scopes",
                view::scopes,
                report -> scope.map(value -> value.equals(report.getScope())).orElse(true)
                        && status.map(value -> value == report.getStatus()).orElse(true)
                        && kind.map(value -> value == report.getKind()).orElse(true),
                report -> new SortKey("scopes", -report.getStatus().ordinal(), 0, report.getScope()));
    }

    private <T extends SpecificRecord> ApiAnswer page(
            QueryParameters parameters,
            String list,
            Supplier<Answer<T>> state,
            Predicate<T> wanted,
            Function<T, SortKey> place) {
        int limit = parameters.limit();
        Optional<SortKey> after = parameters.after(list);
        Optional<ProblemDocument> problem = parameters.problem();
        if (problem.isPresent()) {
            return problem.get();
        }
        Instant asOf = clock.instant();
        Answer<T> answer = state.get();
        List<T> matching = answer.items().stream().filter(wanted).toList();
        return Page.of(matching, place, after, limit, answer.missing(), asOf);
    }

    private <T extends SpecificRecord> ApiAnswer one(
            ShortIdLookup<T> lookup, String id, @Nullable String query, Supplier<Answer<T>> state) {
        Optional<ProblemDocument> problem = new QueryParameters(query, List.of()).problem();
        if (problem.isPresent()) {
            return problem.get();
        }
        Instant asOf = clock.instant();
        return lookup.find(id, state.get(), asOf);
    }

    private static ProblemDocument nothing() {
        return ProblemDocument.of(
                404,
                "not-found",
                "There is nothing at this path",
                "expected: " + String.join(", ", DRIFT, DRIFT + ID, ALERTS, ALERTS + ID, GUARDS, SCOPES)
                        + "; or a POST to " + OperatorOrders.PATH);
    }

    /** What stands behind the list's path, when that is one segment. */
    private static Optional<String> idIn(String path, String list) {
        if (!path.startsWith(list + "/")) {
            return Optional.empty();
        }
        String id = path.substring(list.length() + 1);
        return id.isEmpty() || id.contains("/") ? Optional.empty() : Optional.of(id);
    }
}
