package io.driftgate.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.faults.Shop.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The four files as careless people write them, before the real processes; nothing that they name has to be there. */
class ConfigurationIT {

    private static final int COULD_NOT = 2;
    private static final String SECRET = "hunter2";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldSayWhereTheYamlIsBrokenOf(Part part) throws IOException {
        try (Shop shop = shop()) {
            List<String> lines = new ArrayList<>(Files.readAllLines(shop.config(part)));
            int broken = lines.indexOf("version: 1") + 1;
            lines.add(broken, "password: [" + SECRET + ", \"");
            Files.write(shop.config(part), lines);

            String said = refusal(shop, part, "--check");

            assertThat(said)
                    .startsWith(shop.config(part) + ": 1 problem\n")
                    .contains("expected:")
                    .containsPattern("line \\d+");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameEveryProblemOfAHalfRightFileOf(Part part) throws IOException {
        try (Shop shop = shop()) {
            List<String> lines = Files.readAllLines(shop.config(part)).stream()
                    .map(line -> line.equals("version: 1") ? "version: 2" : line)
                    .map(line -> line.startsWith("topics:") ? "topics: {partitions: several}" : line)
                    .map(line -> line.startsWith("schema_registry:")
                            ? "schema_registry: {url: \"http://admin:" + SECRET + "@registry:8081\"}"
                            : line)
                    .map(line -> line.startsWith("management:") ? "management: {adress: \"127.0.0.1:1\"}" : line)
                    .toList();
            Files.write(shop.config(part), lines);

            for (String mode : List.of("--check", "")) {
                String said = refusal(shop, part, mode);
                assertThat(problem(said, "topics.partitions"))
                        .contains("several", "expected:", ", line " + line(lines, "topics:"));
                assertThat(problem(said, "management.adress"))
                        .contains("address", ", line " + line(lines, "management:"));
                assertThat(problem(said, "schema_registry.url"))
                        .contains("expected:", ", line " + line(lines, "schema_registry:"));
            }
        }
    }

    /** What the process said before it ended with the code for "could not". */
    private String refusal(Shop shop, Part part, String mode) {
        Path output = folder.resolve(part + mode + ".log");
        List<String> arguments =
                new ArrayList<>(List.of("--config", shop.config(part).toString()));
        if (!mode.isEmpty()) {
            arguments.add(mode);
        }
        try (ServiceProcess process = ServiceProcess.start(part.main(), arguments, shop.environment(), output)) {
            int code = process.exitCode(PATIENCE);
            String said = process.output();
            assertThat(code).as(said).isEqualTo(COULD_NOT);
            assertThat(said).doesNotContain(SECRET).doesNotContain("\tat ").doesNotContain("Exception");
            return said;
        }
    }

    private static String problem(String said, String path) {
        return said.lines()
                .filter(line -> line.strip().startsWith(path + ":"))
                .reduce((first, second) -> first + "\n" + second)
                .orElseThrow(() -> new AssertionError("nothing of " + path + " in:\n" + said));
    }

    private static int line(List<String> lines, String start) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i + 1;
            }
        }
        throw new AssertionError("no line begins with " + start);
    }

    private Shop shop() throws IOException {
        return new Shop(folder.resolve("shop"), "127.0.0.1:9", "http://127.0.0.1:9", TopicPrefix.NONE);
    }
}
