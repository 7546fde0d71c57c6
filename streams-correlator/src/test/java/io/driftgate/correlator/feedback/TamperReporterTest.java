package io.driftgate.correlator.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.feedback.TamperReporter.Report;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.Severity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TamperReporterTest {

    private final TamperReporter reporter = new TamperReporter(InstantSource.fixed(Records.START));

    @Test
    void shouldTellOfTheFirstAttemptAtOnceAndWhatToDo() {
        Alert alert = first().alert().orElseThrow();

        assertThat(alert.getKind()).isEqualTo(AlertKind.TAMPERING);
        assertThat(alert.getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(alert.getNotify()).isTrue();
        assertThat(alert.getEpisode()).isEqualTo(1);
        assertThat(alert.getRevision()).isEqualTo(1);
        assertThat(alert.getVersion()).isEqualTo(Records.AT);
        assertThat(alert.getRoutes()).containsExactly("edge/orders");
        assertThat(alert.getTitle())
                .isEqualTo("Somebody writes in the correlator's name to route-guards under edge/orders");
        assertThat(alert.getSummary())
                .startsWith("1 attempt, the last at p-route-guards-2@17: it erases the record under its key. The"
                        + " correlator published its own record again.")
                .contains("driftgate config acls");
    }

    @Test
    void shouldCountWithinTheHourAndTellAfterIt() {
        Report second = reporter.attempt(first().tampering(), note(Duration.ofMinutes(1)));
        assertThat(second.alert()).isEmpty();
        assertThat(reporter.tick(second.tampering(), Records.START.plus(Duration.ofMinutes(59))))
                .isEmpty();

        Report hourly = reporter.tick(second.tampering(), Records.START.plus(Duration.ofMinutes(60)))
                .orElseThrow();

        Alert alert = hourly.alert().orElseThrow();
        assertThat(alert.getRevision()).isEqualTo(2);
        assertThat(alert.getNotify()).isTrue();
        assertThat(alert.getSummary()).startsWith("2 attempts");
        assertThat(reporter.tick(hourly.tampering(), Records.START.plus(Duration.ofHours(3))))
                .as("nothing new")
                .isEmpty();
    }

    @Test
    void shouldTellAtMostOnceAnHourUnderAFlood() {
        Report report = first();
        int told = 1;
        for (int second = 1; second <= 2 * 3600; second++) {
            report = reporter.attempt(report.tampering(), note(Duration.ofSeconds(second)));
            told += report.alert().isPresent() ? 1 : 0;
        }

        assertThat(told).isEqualTo(3);
        assertThat(report.alert().orElseThrow().getSummary()).startsWith("7201 attempts");
    }

    @Test
    void shouldResolveAfterAQuietDayAndOpenTheNextEpisode() {
        TamperCase open = first().tampering();
        assertThat(reporter.tick(open, Records.START.plus(Duration.ofHours(23))))
                .isEmpty();

        Report end =
                reporter.tick(open, Records.START.plus(Duration.ofHours(24))).orElseThrow();

        Alert resolved = end.alert().orElseThrow();
        assertThat(resolved.getStatus()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(resolved.getResolvedAt()).isEqualTo(Records.START.plus(Duration.ofHours(24)));
        assertThat(resolved.getRevision()).isEqualTo(2);
        assertThat(reporter.tick(end.tampering(), Records.START.plus(Duration.ofDays(2))))
                .isEmpty();
        Alert again = reporter.attempt(end.tampering(), note(Duration.ofDays(3)))
                .alert()
                .orElseThrow();
        assertThat(again.getEpisode()).isEqualTo(2);
        assertThat(again.getRevision()).isEqualTo(1);
        assertThat(again.getSummary()).startsWith("1 attempt,");
        assertThat(again.getFingerprint()).isEqualTo(resolved.getFingerprint());
        assertThat(again.getVersion()).isGreaterThan(resolved.getVersion());
    }

    @Test
    void shouldMakeOneAlertPerPartitionOfAllKeysThatItDoesNotKnow() {
        TamperNote one = unknown(2);
        TamperNote other = unknown(3);

        assertThat(reporter.attempt(null, one).alert().orElseThrow().getTitle())
                .isEqualTo("Somebody writes in the correlator's name to route-guards");
        assertThat(one.cause()).isNotEqualTo(other.cause());
        assertThat(unknown(2).cause()).isEqualTo(one.cause());
    }

    @Test
    void shouldForgetACaseThatEndedLongAgo() {
        TamperCase open = first().tampering();
        TamperCase ended = reporter.tick(open, Records.START.plus(Duration.ofHours(24)))
                .orElseThrow()
                .tampering();

        assertThat(reporter.isForgotten(open, Records.START.plus(Duration.ofDays(90))))
                .isFalse();
        assertThat(reporter.isForgotten(ended, Records.START.plus(Duration.ofDays(59))))
                .isFalse();
        assertThat(reporter.isForgotten(ended, Records.START.plus(Duration.ofDays(61))))
                .isTrue();
    }

    private Report first() {
        return reporter.attempt(null, note(Duration.ZERO));
    }

    private static TamperNote note(Duration later) {
        return new TamperNote(
                "route-guards",
                Optional.of(Records.KEY),
                2,
                TamperReason.TOMBSTONE,
                "p-route-guards-2@17",
                Remedy.PUT_BACK,
                Records.START.plus(later));
    }

    private static TamperNote unknown(int partition) {
        return new TamperNote(
                "route-guards",
                Optional.empty(),
                partition,
                TamperReason.UNSIGNED,
                "p-route-guards-" + partition + "@1",
                Remedy.NOTHING_HARMED,
                Records.START);
    }
}
