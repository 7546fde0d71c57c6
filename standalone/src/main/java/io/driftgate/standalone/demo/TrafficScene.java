package io.driftgate.standalone.demo;

import io.driftgate.schemas.events.Phase;
import java.util.Optional;
import java.util.stream.Collectors;

/** TRAFFIC: who may, gets in; who may not, does not; and every call is on record. */
final class TrafficScene {

    private static final int REQUESTS = 40;

    private TrafficScene() {}

    static void play(Stage stage) throws Exception {
        // A route with something behind it opens once its first guard record, NONE, has come.
        Caller.Answer alice = firstServed(stage);
        Caller.Answer nobody = stage.caller().nobody("GET", "/orders");
        Caller.Answer bob = stage.caller().bob("DELETE", "/orders");
        for (int i = 0; stage.caller().answered() < REQUESTS; i++) {
            int status = stage.caller()
                    .alice("GET", i % 2 == 0 ? "/orders" : "/catalog")
                    .status();
            Stage.require(status == 200, "a served call: the gateway answered " + status);
        }
        int requests = stage.caller().answered();
        stage.expectThat("a record of each of " + requests + " requests", () -> recorded(stage) >= requests);
        stage.tell(
                new Act.Traffic(alice.status(), nobody.status(), bob.status(), needs(bob), requests, recorded(stage)));
        Stage.require(
                nobody.status() == 401 && bob.status() == 403, "a 401 without a token and a 403 without the scope");
    }

    /** Requests that access events stand for: a request that was told twice, accepted and completed, counts once. */
    static int recorded(Stage stage) {
        return stage
                .watch()
                .accesses
                .entries()
                .map(TopicLog.Entry::value)
                .filter(event -> event.getPhase() != Phase.ACCEPTED)
                .collect(Collectors.toMap(event -> event.getId(), event -> event.getCount(), (one, again) -> one))
                .values()
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static Caller.Answer firstServed(Stage stage) throws Exception {
        try (RouteProbe probe = new RouteProbe(stage.caller(), "/orders", status -> status == 200)) {
            return stage.expect("a served call of alice", probe::answer);
        }
    }

    private static String needs(Caller.Answer refused) {
        return Optional.of(refused.problem().path("required_scopes"))
                .filter(scopes -> !scopes.isEmpty())
                .map(scopes -> "needs "
                        + scopes.valueStream().map(scope -> scope.asText()).collect(Collectors.joining(" ")))
                .orElse(refused.problem().path("title").asText(""));
    }
}
