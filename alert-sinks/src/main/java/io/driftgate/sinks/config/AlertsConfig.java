package io.driftgate.sinks.config;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Interpolated;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.kit.management.ManagementSection;
import io.driftgate.kit.signing.TrustedSigner;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code alerts.yaml}.
 *
 * @param version of the format: 1
 * @param interpolated what stands in for values of the environment when the rest is shown
 * @param name of this process among the alert sinks
 * @param trustedSigners keys of the correlator's: an alert that none of them signed is told to nobody
 * @param sinks where alerts can go
 * @param routing which alerts go where
 */
public record AlertsConfig(
        int version,
        Interpolated interpolated,
        @Default("alerts") String name,
        KafkaSection kafka,
        SchemaRegistrySection schemaRegistry,
        @Default("{}") TopicsSection topics,
        @Default("{}") ManagementSection management,
        List<TrustedSigner> trustedSigners,
        List<Sink> sinks,
        @Default("{}") Routing routing)
        implements Checked {

    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    /** A place that alerts go to, of exactly one kind. */
    public record Sink(String name, Optional<WebhookSection> webhook, Optional<ConsoleSection> console)
            implements Checked {
        @Override
        public void check(Problems problems) {
            if (!name.matches(NAME)) {
                problems.at("name").add("'" + name + "'", "kebab-case, at most 63 characters");
            }
            if (webhook.isPresent() == console.isPresent()) {
                problems.add(
                        webhook.isPresent() ? "webhook and console" : "no kind", "exactly one of webhook, console");
            }
        }
    }

    /** Writes to the process's standard output; it has no settings yet. */
    public record ConsoleSection() {}

    /**
     * @param sinks who gets what no route matches
     * @param routes the first that matches counts
     */
    public record Routing(List<String> sinks, List<Route> routes) {}

    /** @param sinks who gets what matches */
    public record Route(Match match, List<String> sinks) {}

    /** An alert matches when its severity and its kind are among those listed; an empty list takes all. */
    public record Match(List<Severity> severity, List<AlertKind> kind) implements Checked {
        @Override
        public void check(Problems problems) {
            if (severity.isEmpty() && kind.isEmpty()) {
                problems.add("nothing to match", "severity, kind or both; routing.sinks is for the rest");
            }
        }
    }

    @Override
    public void check(Problems problems) {
        if (version != 1) {
            problems.at("version").add(Integer.toString(version), "1");
        }
        if (!name.matches(NAME)) {
            problems.at("name").add("'" + name + "'", "kebab-case, at most 63 characters");
        }
        if (trustedSigners.isEmpty()) {
            problems.at("trusted_signers")
                    .add("none", "at least one: the public half of the correlator's signing key, under its key_id");
        }
        Set<String> signers = new HashSet<>();
        for (int i = 0; i < trustedSigners.size(); i++) {
            if (!signers.add(trustedSigners.get(i).name())) {
                problems.at("trusted_signers[" + i + "].name")
                        .add("'" + trustedSigners.get(i).name() + "' again", "each name once");
            }
        }
        if (sinks.isEmpty()) {
            problems.at("sinks").add("none", "at least one sink");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < sinks.size(); i++) {
            if (!seen.add(sinks.get(i).name())) {
                problems.at("sinks[" + i + "].name").add("'" + sinks.get(i).name() + "' again", "each name once");
            }
        }
        known(problems.at("routing.sinks"), routing.sinks(), seen);
        for (int i = 0; i < routing.routes().size(); i++) {
            known(
                    problems.at("routing.routes[" + i + "].sinks"),
                    routing.routes().get(i).sinks(),
                    seen);
        }
        unused(problems);
    }

    private void known(Problems problems, List<String> names, Set<String> sinkNames) {
        if (names.isEmpty()) {
            problems.add("none", "at least one of the names of sinks: an alert must go somewhere");
        }
        for (int i = 0; i < names.size(); i++) {
            if (!sinkNames.contains(names.get(i))) {
                problems.at("[" + i + "]").add("'" + names.get(i) + "'", "the name of one of sinks");
            }
        }
    }

    /** A sink that hears of nothing is a slip of the pen, found out when it is too late. */
    private void unused(Problems problems) {
        Set<String> used = Stream.concat(
                        routing.sinks().stream(), routing.routes().stream().flatMap(route -> route.sinks().stream()))
                .collect(Collectors.toSet());
        for (int i = 0; i < sinks.size(); i++) {
            if (!used.contains(sinks.get(i).name())) {
                problems.at("sinks[" + i + "].name")
                        .add(
                                "'" + sinks.get(i).name() + "' gets no alerts",
                                "to be named in routing.sinks or in a route");
            }
        }
    }
}
