package io.driftgate.correlator.alert;

import static io.driftgate.correlator.scope.ScopeStory.CODE;
import static io.driftgate.correlator.scope.ScopeStory.EDGE;
import static io.driftgate.correlator.scope.ScopeStory.at;
import static io.driftgate.correlator.scope.ScopeStory.bound;
import static io.driftgate.correlator.scope.ScopeStory.completed;
import static io.driftgate.correlator.scope.ScopeStory.condition;
import static io.driftgate.correlator.scope.ScopeStory.gateway;
import static io.driftgate.correlator.scope.ScopeStory.retired;
import static io.driftgate.correlator.scope.ScopeStory.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.scope.ScopeRow;
import io.driftgate.correlator.scope.ScopeStory;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is noticed of a row, and what alerts that makes. */
class ScopeNoticesTest {

    private static final Condition BROKEN = condition("state-broken", "expected JSON, found a page of HTML");

    private final ScopeNotices notices = new ScopeNotices(Duration.ofSeconds(95));
    private final ScopeAlertComposer composer = new ScopeAlertComposer();
    private final Map<String, Alert> told = new HashMap<>();

    /** New versions of alerts at a time. */
    private List<Alert> tell(long second, ScopeRow row) {
        return notices.of(row, at(second), List::of).stream()
                .flatMap(notice -> composer
                        .compose(
                                notice,
                                told.get(Fingerprint.of(notice.kind(), notice.cause())
                                        .text()),
                                at(second),
                                Instant.EPOCH)
                        .stream())
                .peek(alert -> told.put(alert.getFingerprint(), alert))
                .toList();
    }

    @Test
    void shouldTellOnceThatAScopeIsBlindAndOnceThatItIsNot() {
        ScopeRow blind = ScopeStory.row(31, completed(0, CODE, 2), status(0, CODE, at(0)));
        ScopeRow heard = ScopeStory.row(41, completed(0, CODE, 2), status(0, CODE, at(0)), status(40, CODE, at(0)));

        Alert opened = tell(31, blind).getFirst();
        assertThat(opened.getKind()).isEqualTo(AlertKind.BLIND);
        assertThat(opened.getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(opened.getSubject()).isEqualTo(CODE);
        assertThat(opened.getSummary())
                .contains("last heard at 2026-03-01T10:00:00Z", "Look whether collector collectors-1 runs");
        assertThat(opened.getVersion()).isEqualTo(at(31).toEpochMilli());
        assertThat(tell(32, blind)).isEmpty();
        Alert resolved = tell(41, heard).getFirst();
        assertThat(resolved.getFingerprint()).isEqualTo(opened.getFingerprint());
        assertThat(resolved.getStatus()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(resolved.getNotify()).isTrue();
        assertThat(resolved.getSummary()).contains(opened.getTitle());
        assertThat(tell(42, heard)).isEmpty();
        Alert again = tell(99, blind).getFirst();
        assertThat(again.getEpisode()).isEqualTo(2);
        assertThat(again.getRevision()).isEqualTo(1);
        assertThat(again.getResolvedAt()).isNull();
        assertThat(again.getVersion()).isEqualTo(at(99).toEpochMilli());
    }

    @Test
    void shouldNameTheRoutesOfABlindGateway() {
        Alert alert = tell(31, ScopeStory.row(31, gateway(0, true), bound(0, "orders", true)))
                .getFirst();

        assertThat(alert.getSubject()).isEqualTo(EDGE);
        assertThat(alert.getTitle()).startsWith("gateway edge/edge-1 is blind");
        assertThat(alert.getRoutes()).containsExactly("edge/orders");
    }

    @Test
    void shouldTellOfAFailureOnlyWhenItLasts() {
        ScopeRow failing = ScopeStory.row(5, completed(0, CODE, 2), status(5, CODE, at(0), BROKEN));

        assertThat(tell(604, failing)).as("two intervals have not passed").isEmpty();
        Alert alert = tell(605, failing).getFirst();
        assertThat(alert.getKind()).isEqualTo(AlertKind.CONFIGURATION);
        assertThat(alert.getSeverity()).isEqualTo(Severity.MEDIUM);
        assertThat(alert.getTitle()).isEqualTo(CODE + " cannot be read");
        assertThat(alert.getSummary()).contains("State-broken: expected JSON, found a page of HTML.");
        Alert passed = tell(700, ScopeStory.row(700, completed(0, CODE, 2), status(700, CODE, at(690))))
                .getFirst();
        assertThat(passed.getStatus()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(passed.getResolution()).isEqualTo(Resolution.REVERTED);
    }

    @Test
    void shouldNeitherOpenNorEndAFailureOfWhoIsSilent() {
        ScopeRow failing = ScopeStory.row(5, completed(0, CODE, 2), status(5, CODE, at(0), BROKEN));
        ScopeRow silent = ScopeStory.row(700, completed(0, CODE, 2), status(5, CODE, at(0), BROKEN));
        assertThat(tell(605, failing)).hasSize(1);

        assertThat(tell(700, silent))
                .singleElement()
                .satisfies(alert -> assertThat(alert.getKind()).isEqualTo(AlertKind.BLIND));
    }

    @ParameterizedTest
    @CsvSource({
        "guards-tampered, TAMPERING, HIGH",
        "revocations-tampered, TAMPERING, HIGH",
        "break-glass, CONFIGURATION, MEDIUM",
    })
    void shouldTellAtOnceOfConditionsThatHaveANameOfTheirOwn(String type, AlertKind kind, Severity severity) {
        Condition condition = condition(type, "by alice until 12:00");
        ScopeRow row = ScopeStory.row(1, gateway(0, true, condition));

        assertThat(tell(1, row)).singleElement().satisfies(alert -> {
            assertThat(alert.getKind()).isEqualTo(kind);
            assertThat(alert.getSeverity()).isEqualTo(severity);
            assertThat(alert.getSummary()).startsWith("By alice until 12:00.");
            assertThat(alert.getOccurred()).isEqualTo(condition.getSince());
        });
        assertThat(tell(900, ScopeStory.row(900, gateway(0, true, condition), gateway(900, true, condition))))
                .as("it has been told by its name")
                .isEmpty();
        assertThat(tell(910, ScopeStory.row(910, gateway(910, true))))
                .extracting(Alert::getStatus)
                .containsExactly(AlertStatus.RESOLVED);
    }

    @Test
    void shouldEndEverythingOfWhatIsRetiredOnceNobodyTakesItOver() {
        assertThat(tell(31, ScopeStory.row(31, status(0, CODE, null)))).hasSize(1);
        ScopeRow retired = ScopeStory.row(100, status(0, CODE, null), retired(100, CODE));

        assertThat(tell(129, retired)).isEmpty();
        assertThat(tell(130, retired)).singleElement().satisfies(alert -> {
            assertThat(alert.getStatus()).isEqualTo(AlertStatus.RESOLVED);
            assertThat(alert.getResolution()).isEqualTo(Resolution.DELETED);
        });
    }

    @Test
    void shouldNotifyOfARevisionOnlyWhenItIsWorse() {
        Notice.Holds medium = holds(Severity.MEDIUM, "1 drift");
        Alert first = composer.compose(medium, null, at(0), Instant.EPOCH).orElseThrow();
        Alert more = composer.compose(holds(Severity.MEDIUM, "2 drifts"), first, at(0), Instant.EPOCH)
                .orElseThrow();
        Alert worse = composer.compose(holds(Severity.HIGH, "3 drifts"), more, at(9), Instant.EPOCH)
                .orElseThrow();

        assertThat(more.getNotify()).isFalse();
        assertThat(more.getVersion()).as("time stood still").isEqualTo(first.getVersion() + 1);
        assertThat(worse.getNotify()).isTrue();
        assertThat(worse.getRevision()).isEqualTo(3);
        assertThat(composer.compose(holds(Severity.HIGH, "3 drifts"), worse, at(10), Instant.EPOCH))
                .isEqualTo(Optional.empty());
    }

    @Test
    void shouldKeepForeignTextInItsPlace() {
        ScopeRow row =
                ScopeStory.row(1, gateway(0, true, condition("break-glass", "by\n\u202ebob\u0000" + "x".repeat(9000))));

        Alert alert = tell(1, row).getFirst();
        assertThat(alert.getSummary()).hasSizeLessThan(500).doesNotContain("\n", "\u202e", "\u0000");
    }

    private static Notice.Holds holds(Severity severity, String title) {
        return new Notice.Holds(AlertKind.SCOPE_SUMMARY, CODE, CODE, severity, title, "", List.of(), List.of(), at(0));
    }
}
