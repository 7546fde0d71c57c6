package io.driftgate.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private static final Path GOLDEN = Path.of("src/test/golden/demo-screen.txt");

    @Test
    void shouldRenderTheWholeStoryAsTheGoldenFileHasIt() throws IOException {
        String rendered = String.join("\n", story(Optional.of(mallory()))) + "\n";
        if (Boolean.getBoolean("driftgate.golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void shouldTellTheStoryInAtMost35LinesOf125Columns() {
        assertThat(story(Optional.of(mallory())))
                .hasSizeLessThanOrEqualTo(35)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Screen.COLUMNS));
    }

    @Test
    void shouldStayWithinTheColumnsWhateverARecordHolds() {
        String long300 = "x".repeat(300);
        Act drifted = new Act.Drifted(
                "HIGH",
                "d-7k2mq4xw",
                long300,
                ms(310),
                long300,
                long300,
                long300,
                "UNKNOWN",
                Optional.empty(),
                long300,
                Optional.of(long300),
                List.of(long300));
        assertThat(Screen.render(Duration.ZERO, drifted))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Screen.COLUMNS));
    }

    @Test
    void shouldNameNobodyWhenNoChangeFits() {
        assertThat(Screen.render(Duration.ZERO, drifted(Optional.empty())))
                .anySatisfy(line -> assertThat(line).contains("who    UNKNOWN: no reported change fits"))
                .noneSatisfy(line -> assertThat(line).contains("confidence"));
    }

    @Test
    void shouldNotLetARecordMoveTheCursor() {
        Act.Who who = new Act.Who("mall\u001b[2Jory", "CONSOLE", "203.0.113.9", Optional.empty(), 0.5);
        assertThat(Screen.render(Duration.ZERO, drifted(Optional.of(who))))
                .noneSatisfy(line -> assertThat(line).contains("\u001b"))
                .anySatisfy(line -> assertThat(line).contains("mall\\u{1b}[2Jory"));
    }

    @Test
    void shouldSayWhatIsMissingAndWhereTheLogIs() {
        assertThat(Screen.render(
                        Duration.ofSeconds(75),
                        new Act.Missing("a drift record did not come", Path.of("/tmp/d/driftgate.log"))))
                .containsExactly(
                        "", "1:15 MISSING   a drift record did not come", "          The log: /tmp/d/driftgate.log");
    }

    @Test
    void shouldNotCutACommandThatPeopleCopy() {
        String data = "/tmp/" + "d".repeat(100);
        assertThat(Screen.render(
                        Duration.ZERO, new Act.Try(true, "d-7k2mq4xw", data, Optional.of("http://127.0.0.1:1"))))
                .noneMatch(line -> line.contains("…"))
                .endsWith(
                        "           curl -H \"Authorization: Bearer $(./driftgate tokens issue --operator --data "
                                + data + ")\" \\",
                        "             http://127.0.0.1:1/v1/drift");
    }

    @Test
    void shouldCountAlertsOfAQuietChangeInsteadOfDenyingThem() {
        Act quiet = new Act.Quiet("role/deploy", ms(5600), ms(3000), 2);
        assertThat(Screen.render(Duration.ZERO, quiet)).last().asString().endsWith("2 alerts.");
    }

    private static List<String> story(Optional<Act.Who> who) {
        List<String> lines = new ArrayList<>(Screen.title());
        lines.addAll(at(
                0,
                new Act.Started(
                        List.of(
                                new Act.Part("kafka", ms(2600)),
                                new Act.Part("registry", ms(3900)),
                                new Act.Part("correlator", ms(3000)),
                                new Act.Part("collectors", ms(900)),
                                new Act.Part("sinks", ms(400)),
                                new Act.Part("gateway", ms(700))),
                        ms(9800))));
        lines.addAll(at(0, new Act.InSync(14, 14, "orders", "aws_security_group.orders")));
        lines.addAll(at(1, new Act.Traffic(200, 401, 403, "needs orders:write", 40, 40)));
        lines.addAll(at(5, new Act.Someone("opens the security group in the AWS console")));
        lines.addAll(at(5, drifted(who)));
        lines.addAll(at(
                6,
                new Act.Guarded(
                        "orders, orders-write",
                        "BLOCK",
                        1,
                        1,
                        ms(520),
                        503,
                        "route guarded",
                        "d-7k2mq4xw",
                        "/catalog",
                        200)));
        lines.addAll(at(14, new Act.Reverted("REVERTED", "NONE", "RESOLVED", 200)));
        lines.addAll(at(17, new Act.Quiet("role/deploy", ms(5600), ms(3000), 0)));
        lines.addAll(at(17, new Act.Summary(106, 106, 3, 1, 1, 1, 0, ms(310), ms(520), ms(480))));
        lines.addAll(at(17, new Act.Try(false, "d-7k2mq4xw", "", Optional.of("http://127.0.0.1:18090"))));
        return lines;
    }

    private static Act drifted(Optional<Act.Who> who) {
        return new Act.Drifted(
                "HIGH",
                "d-7k2mq4xw",
                "aws_security_group.orders",
                ms(310),
                "ingress[0].cidr_blocks",
                "10.0.0.0/8",
                "10.0.0.0/8, 0.0.0.0/0",
                who.isPresent() ? "MANUAL_CONSOLE" : "UNKNOWN",
                who,
                "port 8443 is open to the internet",
                Optional.of("T1190"),
                List.of("orders", "orders-write"));
    }

    private static Act.Who mallory() {
        return new Act.Who("mallory", "CONSOLE", "203.0.113.9", Optional.of(false), 0.97);
    }

    private static List<String> at(int seconds, Act act) {
        return Screen.render(Duration.ofSeconds(seconds), act);
    }

    private static Duration ms(long milliseconds) {
        return Duration.ofMillis(milliseconds);
    }
}
