package io.driftgate.correlator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold whatever drift records come, in whatever order. */
class AlertSequenceTest {

    private static final int LENGTH = 400;

    private final AlertComposer composer = new AlertComposer();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void shouldKeepItsWordOverAnySequence(long seed) {
        List<DriftRecord> drifts = sequence(new Random(seed));

        List<Alert> alerts = alerts(drifts);

        assertThat(alerts).as("a sequence in which something happens").hasSizeGreaterThan(20);
        Set<String> delivered = new HashSet<>();
        @Nullable Alert before = null;
        for (Alert alert : alerts) {
            assertThat(alert.getVersion())
                    .as("versions rise, and follow append time")
                    .isGreaterThan(before == null ? Drifts.OPENED.toEpochMilli() : before.getVersion());
            assertThat(delivered.add(alert.getEpisode() + "/" + alert.getRevision()))
                    .as("(episode, revision) is used once: sinks dedupe on it")
                    .isTrue();
            boolean sameEpisode = before != null && before.getEpisode() == alert.getEpisode();
            long expected = before != null && before.getEpisode() == alert.getEpisode() ? before.getRevision() + 1 : 1;
            assertThat(alert.getRevision()).isEqualTo(expected);
            assertThat(before == null || before.getEpisode() <= alert.getEpisode())
                    .isTrue();
            assertThat(alert.getResolvedAt() != null).isEqualTo(alert.getStatus() == AlertStatus.RESOLVED);
            if (alert.getStatus() == AlertStatus.RESOLVED) {
                assertThat(before != null && before.getStatus() == AlertStatus.OPEN)
                        .as("nothing resolves that was not open")
                        .isTrue();
                assertThat(alert.getNotify()).isTrue();
            } else if (before == null || before.getStatus() == AlertStatus.RESOLVED || !sameEpisode) {
                assertThat(alert.getNotify()).as("an opening is always told").isTrue();
            }
            before = alert;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {144, 233, 377})
    void shouldGiveTheSameAlertsWhenPlayedAgain(long seed) {
        assertThat(alerts(sequence(new Random(seed)))).isEqualTo(alerts(sequence(new Random(seed))));
    }

    @ParameterizedTest
    @ValueSource(longs = {610, 987, 1597})
    void shouldHaveNothingToAddWhenARecordComesTwice(long seed) {
        @Nullable Alert alert = null;
        for (DriftRecord drift : sequence(new Random(seed))) {
            Optional<Alert> next = composer.compose(drift, alert, Drifts.OPENED, Instant.EPOCH);
            if (next.isPresent()) {
                alert = next.get();
                assertThat(composer.compose(drift, alert, Drifts.OPENED, Instant.EPOCH))
                        .isEmpty();
            }
        }
    }

    private List<Alert> alerts(List<DriftRecord> drifts) {
        List<Alert> alerts = new ArrayList<>();
        Instant now = Drifts.OPENED;
        for (DriftRecord drift : drifts) {
            now = now.plusSeconds(1);
            composer.compose(drift, alerts.isEmpty() ? null : alerts.getLast(), now, now)
                    .ifPresent(alerts::add);
        }
        return alerts;
    }

    private static List<DriftRecord> sequence(Random random) {
        List<DriftRecord> drifts = new ArrayList<>();
        long episode = 1;
        for (int i = 0; i < LENGTH; i++) {
            // Mostly forward, now and then late.
            episode = Math.max(1, episode + (random.nextInt(8) == 0 ? random.nextInt(4) - 1 : 0));
            Resolution resolution = random.nextInt(4) == 0 ? one(random, Resolution.values()) : Resolution.UNRESOLVED;
            Severity severity = one(random, Severity.values());
            AttributeDifference difference = AttributeDifference.newBuilder(Drifts.worldOpen())
                    .setSeverity(severity)
                    .setRule(random.nextBoolean() ? "rule" : null)
                    .build();
            drifts.add(Drifts.opened()
                    .setEpisode(episode)
                    .setStatus(one(random, DriftStatus.values()))
                    .setResolution(resolution)
                    .setSeverity(severity)
                    .setFirstSight(random.nextInt(5) == 0)
                    .setDifferences(List.of(difference))
                    .setAttribution(random.nextBoolean() ? null : Drifts.by("m", one(random, Cause.values()), 0.9))
                    .setRoutes(random.nextBoolean() ? List.of() : List.of("edge/orders"))
                    .build());
        }
        return drifts;
    }

    private static <T> T one(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
