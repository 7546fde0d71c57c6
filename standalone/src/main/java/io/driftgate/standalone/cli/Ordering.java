package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.ApiException;
import io.driftgate.standalone.client.Order;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Gives an order, and waits a while until its effect is seen. */
record Ordering(Output output, ApiClient api) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /** Looks for the effect: what it is about, as it is once the order has taken effect. */
    @FunctionalInterface
    interface Effect {

        Effect UNSEEN = () -> Optional.empty();

        Optional<JsonNode> seen();
    }

    /**
     * @param patience how long to look for the effect; zero where it cannot be seen
     * @param sentence the effect for people
     * @return {@link Exit#FINE} once the order is accepted, whether or not its effect was seen in time
     * @throws ApiException when it is not accepted
     */
    int give(Order order, Duration patience, Effect effect, Function<JsonNode, String> sentence) {
        JsonNode accepted;
        try (Waiting waiting = output.waiting("the API takes the order")) {
            accepted = api.order(order);
        }
        Optional<JsonNode> seen = await(patience, effect);
        if (output.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("command", accepted);
            json.put("effect", seen.isPresent() ? "SEEN" : "UNDER_WAY");
            seen.ifPresent(state -> json.set("state", state));
            output.print(json);
        } else {
            String id = PrintableText.of(accepted.path("id").asText("?"), 60);
            output.print(seen.map(state -> "Done (command " + id + "): " + sentence.apply(state))
                    .orElse("Accepted as command " + id + ", and under way; what comes of it is on topic "
                            + TopicCatalogue.OPERATOR_ACTIONS.name()));
        }
        return Exit.FINE;
    }

    private Optional<JsonNode> await(Duration patience, Effect effect) {
        if (effect == Effect.UNSEEN) {
            return Optional.empty();
        }
        long deadline = System.nanoTime() + patience.toNanos();
        String problem = "";
        try (Waiting waiting = output.waiting("accepted; waiting until the effect is seen")) {
            while (System.nanoTime() - deadline < 0) {
                try {
                    Optional<JsonNode> seen = effect.seen();
                    if (seen.isPresent()) {
                        return seen;
                    }
                    problem = "";
                } catch (ApiException unseen) {
                    // The order is accepted whatever the looking says.
                    problem = String.valueOf(unseen.getMessage());
                }
                Thread.sleep(LOOK_AGAIN.toMillis());
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        if (!problem.isEmpty()) {
            output.note("driftgate: the effect could not be looked at: " + problem);
        }
        return Optional.empty();
    }
}
