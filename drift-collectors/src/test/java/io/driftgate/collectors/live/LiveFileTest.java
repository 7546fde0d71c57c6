package io.driftgate.collectors.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.identity.Cover;
import io.driftgate.schemas.identity.ResourceTypes;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveFileTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LiveFileReader reader = new LiveFileReader(ResourceTypes.shipped());
    private final LiveFileMemory memory = new LiveFileMemory();

    @Test
    void shouldReadResourcesAndAbsences() {
        List<LiveLine> lines = reader.read(
                line("sg-1", "\"read_at\":\"2025-12-31T23:59:00Z\",\"attributes\":{\"a\":1}") + "\n\n"
                        + line("sg-2", "\"gone\":true"),
                NOW);

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).isInstanceOfSatisfying(LiveLine.Present.class, present -> {
            assertThat(present.key().text()).isEqualTo("aws/111122223333/eu-west-1/ec2/sg-1#aws_security_group");
            assertThat(present.readAt()).isEqualTo(Instant.parse("2025-12-31T23:59:00Z"));
        });
        assertThat(lines.get(1))
                .isInstanceOfSatisfying(
                        LiveLine.Gone.class, gone -> assertThat(gone.readAt()).isEqualTo(NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"id\":\"x\"}",
                "{\"type\":\"aws_x\",\"id\":\"x\",\"account\":\"1\"}",
                "{\"type\":\"aws_x\",\"id\":\"x\",\"attributes\":{}}",
                "{\"type\":\"aws_x\",\"id\":\"x\",\"account\":\"1\",\"attributes\":{},\"gone\":true}",
                "{\"type\":\"aws_x\",\"id\":\"x\",\"account\":\"1\",\"attributes\":\"hunter2\"}",
                "{\"type\":\"aws_x\",\"id\":\"x\",\"account\":\"1\",\"attributes\":{},\"read_at\":\"hunter2\"}",
                "{\"type\":\"aws_x\",\"id\":\"x\",\"account\":\"1\",\"attributes\":{},\"read_at\":\"+999999999-01-01T00:00:00Z\"}",
                "{\"type\":\"aws_x\",\"id\":\"\\ud800\",\"account\":\"1\",\"attributes\":{}}",
                "{\"type\":\"aws_security_group\",\"id\":\"sg-9\",\"account\":\"1\",\"attributes\":{}}"
            })
    void shouldLoseOnlyTheBrokenLineAndNotQuoteIt(String broken) {
        List<LiveLine> lines = reader.read(broken + "\n" + line("sg-1", "\"attributes\":{}"), NOW);

        assertThat(lines.getFirst())
                .isInstanceOfSatisfying(
                        LiveLine.Broken.class, no -> assertThat(no.message()).doesNotContain("hunter2"));
        assertThat(lines.get(1)).isInstanceOf(LiveLine.Present.class);
    }

    @Test
    void shouldTellAllAtFirstAndThenOnlyWhatChanged() {
        assertThat(told(present("sg-1", 1), present("sg-2", 1)))
                .isInstanceOfSatisfying(LiveDecision.Whole.class, whole -> {
                    assertThat(whole.resources()).hasSize(2);
                    assertThat(whole.covers())
                            .containsExactly(Cover.parse("aws/111122223333/eu-west-1/aws_security_group"));
                });
        assertThat(told(present("sg-1", 1), present("sg-2", 1))).isInstanceOf(LiveDecision.Nothing.class);
        assertThat(told(present("sg-1", 2), present("sg-2", 1), present("sg-3", 1)))
                .isInstanceOfSatisfying(
                        LiveDecision.Some.class,
                        some -> assertThat(some.changed()).hasSize(2));
        assertThat(told(present("sg-1", 2), present("sg-2", 1), present("sg-3", 1)))
                .isInstanceOf(LiveDecision.Nothing.class);
    }

    @Test
    void shouldTellAnAbsenceThatIsWrittenOutAndABarrierForOneThatIsNot() {
        told(present("sg-1", 1), present("sg-2", 1), present("sg-3", 1));

        assertThat(told(present("sg-1", 1), gone("sg-2"), present("sg-3", 1)))
                .isInstanceOfSatisfying(
                        LiveDecision.Some.class,
                        some -> assertThat(some.changed()).singleElement().isInstanceOf(LiveLine.Gone.class));
        assertThat(told(present("sg-1", 1), gone("sg-2"))).isInstanceOf(LiveDecision.Whole.class);
        assertThat(told(present("sg-1", 1))).isInstanceOf(LiveDecision.Nothing.class);
    }

    @Test
    void shouldConcludeNoAbsenceFromAFileWithABrokenLine() {
        told(present("sg-1", 1), present("sg-2", 1));

        assertThat(told(present("sg-1", 1), "{\"type\":")).isInstanceOf(LiveDecision.Nothing.class);
        assertThat(told(present("sg-1", 5), "{\"type\":")).isInstanceOf(LiveDecision.Some.class);
        assertThat(told(present("sg-1", 5))).isInstanceOf(LiveDecision.Whole.class);
    }

    @Test
    void shouldTellPartsOfAFileThatIsBrokenFromTheStartAndNoBarrier() {
        assertThat(told("{", present("sg-1", 1))).isInstanceOf(LiveDecision.Some.class);
        assertThat(memory.hasBarrier()).isFalse();
    }

    @Test
    void shouldConcludeNoAbsenceFromAFileThatMayBeHalfWrittenAndTellTheRestAtOnce() {
        assertThat(memory.decide(reader.read(present("sg-1", 1), NOW), false))
                .as("an earlier run may have told more")
                .isInstanceOf(LiveDecision.Some.class);
        told(present("sg-1", 1), present("sg-2", 1));
        List<LiveLine> cut = reader.read(present("sg-1", 2), NOW);

        assertThat(memory.isWholeDue(cut)).isTrue();
        assertThat(memory.decide(cut, false))
                .isInstanceOfSatisfying(
                        LiveDecision.Some.class,
                        some -> assertThat(some.changed()).singleElement().isInstanceOf(LiveLine.Present.class));
        assertThat(memory.decide(List.of(), false)).isInstanceOf(LiveDecision.Nothing.class);
        assertThat(memory.decide(cut, true)).isInstanceOf(LiveDecision.Whole.class);
    }

    @Test
    void shouldTellAgainWhatWasNotAcknowledged() {
        List<LiveLine> lines = reader.read(present("sg-1", 1), NOW);

        assertThat(memory.decide(lines, true)).isInstanceOf(LiveDecision.Whole.class);
        assertThat(memory.decide(lines, true)).isInstanceOf(LiveDecision.Whole.class);
    }

    @Test
    void shouldTakeTheLaterOfTwoLinesAboutOneResource() {
        told(present("sg-1", 1), present("sg-1", 2));

        assertThat(told(present("sg-1", 2))).isInstanceOf(LiveDecision.Nothing.class);
    }

    private LiveDecision told(String... lines) {
        LiveDecision decision = memory.decide(reader.read(String.join("\n", lines), NOW), true);
        memory.remember(decision);
        return decision;
    }

    private static String present(String id, int value) {
        return line(id, "\"attributes\":{\"a\":" + value + "}");
    }

    private static String gone(String id) {
        return line(id, "\"gone\":true");
    }

    private static String line(String id, String rest) {
        return "{\"type\":\"aws_security_group\",\"id\":\"" + id
                + "\",\"account\":\"111122223333\",\"region\":\"eu-west-1\"," + rest + "}";
    }
}
