package io.driftgate.correlator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.attribution.Attributor;
import io.driftgate.correlator.compare.DriftComparer;
import io.driftgate.correlator.config.Share;
import io.driftgate.correlator.drift.Settling;
import io.driftgate.correlator.exposure.ExposureRules;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.topic.TopicPrefix;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wiring as a picture in text, reviewed as a diff; {@code -Ddriftgate.golden.update=true} draws it anew. */
class DriftTopologyTest {

    private static final Path GOLDEN = Path.of("src/test/golden/drift-topology.txt");

    @Test
    void shouldBeWiredAsDrawn() throws IOException {
        SigningSection signing =
                new SigningSection(new Secret(Ed25519Keys.generate().privateKey()), "s1");
        String drawn;
        try (SchemaRegistryClient unasked =
                new SchemaRegistryClient(RegistryConfig.of(URI.create("http://127.0.0.1:9")))) {
            drawn = DriftTopology.of(
                            new Wiring(
                                    new TopicPrefix("p-"),
                                    unasked,
                                    4,
                                    InstantSource.system(),
                                    new RecordSigner(signing),
                                    RecordVerifier.of(signing, List.of())),
                            new DriftTopology.Rules(
                                    DriftComparer.shipped(),
                                    ExposureRules.shipped(),
                                    new Attributor(List.of(), Duration.ofSeconds(60)),
                                    new Settling(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                                    new Share(25)),
                            new SimpleMeterRegistry())
                    .describe()
                    .toString();
        }
        if (Boolean.getBoolean("driftgate.golden.update")) {
            Files.writeString(GOLDEN, drawn);
        }
        assertThat(drawn).isEqualTo(Files.readString(GOLDEN));
    }
}
