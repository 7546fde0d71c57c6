package io.driftgate.correlator.config;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Durations;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.kit.management.ManagementSection;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.kit.signing.TrustedSigner;
import io.driftgate.kit.token.IssuerSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code correlator.yaml}.
 *
 * @param version of the format: 1
 * @param name of this process among the correlators
 * @param api where operators ask
 * @param stateDir where Kafka Streams keeps its stores; the changelogs are the data, this is a cache of them
 * @param signing the key that its records carry
 * @param trustedSigners keys that it had before: what they signed is in force until it is signed anew
 * @param pipelines whose changes are expected
 * @param settling how long drift waits before people hear of it
 * @param attribution how changes are matched to drift
 * @param guards what machines may do to routes by themselves
 * @param rules data files beside those that come with Driftgate
 */
public record CorrelatorConfig(
        int version,
        @Default("correlator") String name,
        KafkaSection kafka,
        SchemaRegistrySection schemaRegistry,
        @Default("{}") TopicsSection topics,
        @Default("{}") ManagementSection management,
        @Default("{}") Api api,
        @Default("/var/lib/driftgate/correlator") Path stateDir,
        SigningSection signing,
        List<TrustedSigner> trustedSigners,
        List<PipelineSection> pipelines,
        @Default("{}") Settling settling,
        @Default("{}") Attribution attribution,
        @Default("{}") Guards guards,
        @Default("{}") Rules rules)
        implements Checked {

    private static final HostPort MANAGEMENT = new HostPort("127.0.0.1", 9103);
    /** Changes are kept for a day: beyond it nothing could be attributed any more. */
    private static final Duration DAY = Duration.ofHours(24);

    public CorrelatorConfig {
        trustedSigners = List.copyOf(trustedSigners);
        pipelines = List.copyOf(pipelines);
    }

    /**
     * @param address loopback unless said otherwise: it speaks plain HTTP
     * @param issuers whose tokens open it
     */
    public record Api(@Default("127.0.0.1:8090") HostPort address, List<IssuerSection> issuers) implements Checked {
        @Override
        public void check(Problems problems) {
            if (issuers.isEmpty()) {
                problems.at("issuers").add("none", "at least one: without it the API answers nobody");
            }
            Set<String> names = new HashSet<>();
            for (int i = 0; i < issuers.size(); i++) {
                if (!names.add(issuers.get(i).name())) {
                    problems.at("issuers[" + i + "].name")
                            .add("'" + issuers.get(i).name() + "' is there twice", "each name once");
                }
            }
        }
    }

    /**
     * @param attributionWait how long drift below the guard threshold waits to learn who did it
     * @param settleMax how long a pipeline's drift below the guard threshold waits for the state to follow
     * @param pipelineSettle how long a pipeline's HIGH drift waits for the state to follow
     */
    public record Settling(
            @Default("90s") Duration attributionWait,
            @Default("15m") Duration settleMax,
            @Default("2m") Duration pipelineSettle)
            implements Checked {
        @Override
        public void check(Problems problems) {
            if (settleMax.compareTo(DAY) > 0) {
                problems.at("settle_max").add(Durations.format(settleMax), "at most 24h");
            }
            within(problems.at("attribution_wait"), attributionWait);
            within(problems.at("pipeline_settle"), pipelineSettle);
        }

        private void within(Problems problems, Duration wait) {
            if (wait.compareTo(settleMax) > 0) {
                problems.add(Durations.format(wait), "at most settle_max, " + Durations.format(settleMax));
            }
        }
    }

    /**
     * @param skew how far outside the two readings that enclose a drift its change may lie. A minute: the last re-read after
     *     a change comes 60 s after it and may still show the old value, so the change can be that much older than the last
     *     matching reading; clocks that NTP keeps differ by far less
     */
    public record Attribution(@Default("60s") Duration skew) implements Checked {
        private static final Duration MOST = Duration.ofMinutes(15);

        @Override
        public void check(Problems problems) {
            if (skew.compareTo(MOST) > 0) {
                problems.at("skew").add(Durations.format(skew), "at most " + Durations.format(MOST));
            }
        }
    }

    /** @param maxBlockedRoutes how many of a gateway's routes may be blocked without a person: {@code 25%} */
    public record Guards(@Default("25%") String maxBlockedRoutes) implements Checked {
        @Override
        public void check(Problems problems) {
            try {
                var unused = maxBlocked();
            } catch (IllegalArgumentException refused) {
                problems.at("max_blocked_routes")
                        .add("'" + maxBlockedRoutes + "'", String.valueOf(refused.getMessage()));
            }
        }

        /** The share of routes that machines may block. */
        public Share maxBlocked() {
            return Share.parse(maxBlockedRoutes);
        }
    }

    /** @param exposure folders of exposure rules */
    public record Rules(List<Path> exposure) implements Checked {
        public Rules {
            exposure = List.copyOf(exposure);
        }

        @Override
        public void check(Problems problems) {
            for (int i = 0; i < exposure.size(); i++) {
                Path folder = exposure.get(i);
                if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
                    problems.at("exposure[" + i + "]").add(folder + " is no folder", "a folder that can be read");
                }
            }
        }
    }

    @Override
    public void check(Problems problems) {
        if (version != 1) {
            problems.at("version").add(Integer.toString(version), "1");
        }
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            problems.at("name").add("'" + name + "'", "kebab-case");
        }
        if (Files.exists(stateDir) && !Files.isDirectory(stateDir)) {
            problems.at("state_dir").add(stateDir + " is no folder", "a folder, or a path where one can be made");
        }
        if (api.address().port() != 0 && api.address().equals(managementAddress())) {
            problems.at("api.address").add(api.address() + ", as management.address", "an address of its own");
        }
        Map<String, String> owners = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < pipelines.size(); i++) {
            PipelineSection pipeline = pipelines.get(i);
            Problems here = problems.at("pipelines[" + i + "]");
            if (!pipeline.name().matches("[a-z0-9][a-z0-9-]*") || !names.add(pipeline.name())) {
                here.at("name").add("'" + pipeline.name() + "'", "kebab-case, and each name once");
            }
            for (int j = 0; j < pipeline.principals().size(); j++) {
                String other = owners.putIfAbsent(pipeline.principals().get(j), pipeline.name());
                if (other != null && !other.equals(pipeline.name())) {
                    here.at("principals[" + j + "]")
                            .add(
                                    "'" + pipeline.principals().get(j) + "', already of " + other,
                                    "each principal in one pipeline");
                }
            }
        }
    }

    /** Where probes and scrapes are answered. */
    public HostPort managementAddress() {
        return management.address().orElse(MANAGEMENT);
    }
}
