package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.Order;
import io.driftgate.standalone.client.Until;
import io.driftgate.standalone.client.Views;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Accepts a drift under one's name until a date. */
@Command(
        name = "accept",
        description =
                "Accepts a drift until a date: its guard and its alert end, and come back when the date has passed.")
final class DriftAcceptCommand implements Callable<Integer> {

    @ParentCommand
    private DriftCommand drift = new DriftCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "ID", description = "d-… or a unique beginning of it.")
    private String id = "";

    @Option(
            names = "--until",
            paramLabel = "T",
            required = true,
            description = "2026-04-01T00:00:00Z, or from now: 12h, 7d.")
    private String until = "";

    @Override
    public Integer call() {
        Instant end;
        try {
            end = Until.parse(until, Instant.now());
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), "--until " + refused.getMessage());
        }
        String why = reason.reason();
        Output output = new Output(spec.commandLine(), drift.options());
        try (ApiClient api = drift.options().operatorClient()) {
            JsonNode record = api.one("drift", id);
            String wholeId = record.path("id").asText();
            Order order = new Order(
                    CommandKind.ACCEPT_DRIFT,
                    record.path("resource_key").asText(),
                    why,
                    Optional.of(end),
                    Optional.empty());
            return new Ordering(output, api)
                    .give(
                            order,
                            reason.patience(),
                            () -> Optional.of(api.one("drift", wholeId)).filter(now -> Views.isAcceptedUntil(now, end)),
                            now -> Views.driftLine(now) + ", accepted until " + end);
        }
    }
}
