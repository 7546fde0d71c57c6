package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.TokenBelief;
import io.driftgate.standalone.client.TokenReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Takes a token apart. Offline; its signature is never shown, so that what is printed opens nothing. */
@Command(
        name = "explain",
        description =
                "Shows what stands in a token, without its signature, and whether the data folder's API and gateway"
                        + " would believe it. Exit code 1 when neither would.")
final class TokensExplainCommand implements Callable<Integer> {

    private static final Set<String> TIMES = Set.of("exp", "iat", "nbf", "auth_time");
    private static final int WIDEST = 200;

    @ParentCommand
    private TokensCommand tokens = new TokensCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            description = "Holds the token; - reads standard input. An argument would stand in the list of processes.")
    private Path file = Path.of("-");

    @Override
    public Integer call() {
        GlobalOptions options = tokens.root().options();
        Output output = new Output(spec.commandLine(), options);
        String token = new String(Input.read(file), StandardCharsets.UTF_8).strip();
        if (token.regionMatches(true, 0, "Bearer ", 0, 7)) {
            token = token.substring(7).strip();
        }
        Optional<TokenReading> reading = TokenReading.of(token);
        if (reading.isEmpty()) {
            return noToken(output);
        }
        List<TokenBelief> beliefs = TokenBelief.of(token, options.keyFolder(), InstantSource.system());
        if (output.json()) {
            output.print(json(reading.get(), beliefs));
        } else {
            output.print(lines(reading.get(), beliefs, Instant.now()));
        }
        if (beliefs.isEmpty()) {
            output.note("driftgate: whether it would be believed was not asked: no issuer in "
                    + options.keyFolder().root() + " (name its folder with --data)");
            return Exit.FINE;
        }
        return beliefs.stream().anyMatch(TokenBelief::believed) ? Exit.FINE : Exit.FOUND;
    }

    /** What it is instead is not shown: it may be a password. */
    private static int noToken(Output output) {
        String why = "no signed token (expected: three parts of base64url with dots between them, RFC 7515)";
        if (output.json()) {
            output.print(
                    JsonNodeFactory.instance.objectNode().put("token", false).put("reason", why));
        } else {
            output.print(why);
        }
        return Exit.FOUND;
    }

    private static ObjectNode json(TokenReading reading, List<TokenBelief> beliefs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("token", true).set("header", reading.header());
        json.set("claims", reading.claims());
        ArrayNode believed = json.putArray("believed");
        beliefs.forEach(belief -> believed.addObject()
                .put("by", belief.place())
                .put("believed", belief.believed())
                .put("reason", belief.reason()));
        return json;
    }

    private static List<String> lines(TokenReading reading, List<TokenBelief> beliefs, Instant now) {
        List<String> lines = new ArrayList<>();
        reading.header()
                .properties()
                .forEach(entry -> lines.add(line("header", entry.getKey(), text(entry.getValue()))));
        reading.claims()
                .properties()
                .forEach(entry -> lines.add(line(
                        "claim",
                        entry.getKey(),
                        TIMES.contains(entry.getKey()) ? time(entry.getValue(), now) : text(entry.getValue()))));
        beliefs.forEach(belief -> lines.add(
                line(belief.believed() ? "believed" : "refused", "by the " + belief.place(), belief.reason())));
        return lines;
    }

    private static String line(String kind, String name, String value) {
        return "%-9s %-14s %s"
                .formatted(kind, PrintableText.of(name, 60), value)
                .stripTrailing();
    }

    private static String text(JsonNode value) {
        return value.isTextual()
                ? PrintableText.of(value.textValue(), WIDEST)
                : PrintableText.of(ApiClient.harmlessJson(value), WIDEST);
    }

    private static String time(JsonNode seconds, Instant now) {
        if (!seconds.canConvertToLong() || Math.abs(seconds.asDouble()) > 1e11) {
            return text(seconds) + " (expected: seconds since 1970)";
        }
        Instant time = Instant.ofEpochSecond(seconds.asLong());
        Duration away = Duration.between(now, time);
        return time + (away.isNegative() ? ", " + rough(away.negated()) + " ago" : ", in " + rough(away));
    }

    /** As a person would say it: {@code 59m}, {@code 7d}. */
    private static String rough(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + "d";
        }
        if (time.toHours() > 1) {
            return time.toHours() + "h";
        }
        return time.toMinutes() > 1 ? time.toMinutes() + "m" : time.toSeconds() + "s";
    }
}
