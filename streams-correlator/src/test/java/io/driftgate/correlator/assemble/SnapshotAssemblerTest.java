package io.driftgate.correlator.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.assemble.SnapshotAssembler.Step;
import io.driftgate.correlator.assemble.SnapshotAssembler.Verdict;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotAssemblerTest {

    private static final String SCOPE = "live:file:lab";
    private static final Instant APPENDED = Instant.parse("2026-03-01T10:00:00Z");

    private final SnapshotAssembler assembler = new SnapshotAssembler();
    private final List<EntityFact> facts = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private ScopeProgress progress = ScopeProgress.NOTHING;

    @Test
    void shouldEndASnapshotThatIsWhole() {
        take(began("s1"), resource("s1", 1), resource("s1", 2), ended("s1", 3, 2));

        assertThat(facts)
                .extracting(EntityFact::getKind)
                .containsExactly(FactKind.RESOURCE, FactKind.RESOURCE, FactKind.SCOPE_COMPLETED);
        assertThat(facts.getLast().getBeganAt()).isEqualTo(APPENDED.minusSeconds(5));
        assertThat(facts.getLast().getSnapshotId()).isEqualTo("s1");
    }

    @Test
    void shouldEndNothingAfterAGapAndStillTellWhatItRead() {
        take(began("s1"), resource("s1", 1), resource("s1", 3), ended("s1", 4, 3));

        assertThat(facts).extracting(EntityFact::getKind).containsExactly(FactKind.RESOURCE, FactKind.RESOURCE);
        assertThat(verdicts).containsExactly(Verdict.TAKEN, Verdict.TAKEN, Verdict.VOIDED, Verdict.VOIDED);
    }

    @Test
    void shouldEndNothingWhenTheCountIsWrong() {
        take(began("s1"), resource("s1", 1), ended("s1", 2, 2));
        assertThat(facts).hasSize(1);

        // Nor does it later, when the source says that it has not changed.
        take(unchanged("s1"));
        assertThat(facts).hasSize(1);
    }

    @Test
    void shouldTakeADuplicateForNothing() {
        take(
                began("s1"),
                resource("s1", 1),
                resource("s1", 1),
                began("s1"),
                resource("s1", 2),
                ended("s1", 3, 2),
                ended("s1", 3, 2));

        assertThat(facts).hasSize(3);
        assertThat(verdicts).filteredOn(verdict -> verdict == Verdict.DUPLICATE).hasSize(3);
    }

    @Test
    void shouldLetTheSnapshotThatBeganLastWin() {
        take(
                began("s1"),
                resource("s1", 1),
                began("s2"),
                resource("s1", 2),
                resource("s2", 1),
                ended("s1", 3, 2),
                ended("s2", 2, 1));

        assertThat(facts.getLast().getSnapshotId()).isEqualTo("s2");
        assertThat(facts)
                .filteredOn(fact -> fact.getKind() == FactKind.SCOPE_COMPLETED)
                .hasSize(1);
    }

    @Test
    void shouldRenewTheBarrierOfAWholeSnapshotWithoutMakingAnythingGone() {
        take(began("s1"), ended("s1", 1, 0), unchanged("s1"));

        assertThat(facts).extracting(EntityFact::getSnapshotId).containsExactly("s1", "");
    }

    @Test
    void shouldRenewNothingForASnapshotItDoesNotKnow() {
        take(unchanged("s7"));

        assertThat(facts).isEmpty();
    }

    @Test
    void shouldTellAReReadAndAnAbsenceAtOnce() {
        SnapshotRecord read = SnapshotRecord.newBuilder(resource("", 0))
                .setKind(SnapshotKind.REFRESHED)
                .build();
        take(read, SnapshotRecord.newBuilder(read).setGone(true).build());

        assertThat(facts).allMatch(EntityFact::getRefreshed);
        assertThat(facts.get(0).getResource()).isNotNull();
        assertThat(facts.get(1).getResource()).isNull();
        assertThat(facts.get(1).getGoneResourceKey()).isEqualTo("aws/1/eu-west-1/ec2/sg-0#aws_security_group");
    }

    @Test
    void shouldTakeAClockThatRunsAheadBackToAMinuteAfterTheAppend() {
        take(SnapshotRecord.newBuilder(resource("", 0))
                .setKind(SnapshotKind.REFRESHED)
                .setReadAt(APPENDED.plusSeconds(86_400))
                .build());

        assertThat(facts.getFirst().getReadAt()).isEqualTo(APPENDED.plusSeconds(60));
    }

    /** A snapshot that lost, doubled or swapped records on the way never says that something is gone, unless it is whole. */
    @Test
    void shouldNeverEndWhatIsNotWhole() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            List<SnapshotRecord> sent = new ArrayList<>(List.of(began("s1")));
            for (int i = 1; i <= 4; i++) {
                sent.add(resource("s1", i));
            }
            sent.add(ended("s1", 5, 4));
            int lost = 1 + random.nextInt(4);
            boolean loses = random.nextBoolean();
            if (loses) {
                sent.remove(lost);
            } else {
                sent.add(lost, sent.get(lost));
            }
            if (loses && random.nextBoolean()) {
                Collections.swap(sent, 1, 2);
            }
            facts.clear();
            progress = ScopeProgress.NOTHING;
            take(sent.toArray(SnapshotRecord[]::new));
            assertThat(facts.stream().anyMatch(fact -> fact.getKind() == FactKind.SCOPE_COMPLETED))
                    .as("seed %d, run %d: %s", seed, run, loses ? "lost one" : "doubled one")
                    .isEqualTo(!loses);
        }
    }

    private void take(SnapshotRecord... records) {
        for (SnapshotRecord record : records) {
            Step step = assembler.accept(progress, record, APPENDED);
            progress = step.progress();
            verdicts.add(step.verdict());
            step.fact().ifPresent(facts::add);
        }
    }

    private static SnapshotRecord began(String id) {
        return record(SnapshotKind.BEGAN, id, 0).build();
    }

    private static SnapshotRecord resource(String id, long seq) {
        return record(SnapshotKind.RESOURCE, id, seq)
                .setResource(ResourceState.newBuilder()
                        .setResourceKey("aws/1/eu-west-1/ec2/sg-" + seq + "#aws_security_group")
                        .setEntity("aws/1/eu-west-1/ec2/sg-" + seq)
                        .setType("aws_security_group")
                        .setAttributes("{}")
                        .build())
                .build();
    }

    private static SnapshotRecord ended(String id, long seq, long count) {
        return record(SnapshotKind.ENDED, id, seq).setCount(count).build();
    }

    private static SnapshotRecord unchanged(String id) {
        return record(SnapshotKind.UNCHANGED, id, 0).build();
    }

    private static SnapshotRecord.Builder record(SnapshotKind kind, String id, long seq) {
        return SnapshotRecord.newBuilder()
                .setKind(kind)
                .setScope(SCOPE)
                .setSnapshotId(id)
                .setSeq(seq)
                .setReadAt(APPENDED.minusSeconds(5));
    }
}
