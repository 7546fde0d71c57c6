package io.driftgate.correlator.scope;

import static io.driftgate.correlator.scope.ScopeStory.CLOUD;
import static io.driftgate.correlator.scope.ScopeStory.CODE;
import static io.driftgate.correlator.scope.ScopeStory.at;
import static io.driftgate.correlator.scope.ScopeStory.completed;
import static io.driftgate.correlator.scope.ScopeStory.condition;
import static io.driftgate.correlator.scope.ScopeStory.drift;
import static io.driftgate.correlator.scope.ScopeStory.gateway;
import static io.driftgate.correlator.scope.ScopeStory.retired;
import static io.driftgate.correlator.scope.ScopeStory.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeReport;
import io.driftgate.schemas.events.ScopeStatus;
import io.driftgate.schemas.events.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScopeReportsTest {

    private final ScopeReports reports = new ScopeReports(Duration.ofSeconds(95));

    private ScopeReport report(ScopeRow row, long second) {
        return reports.of(row, at(second)).orElseThrow();
    }

    @Test
    void shouldCallCleanOnlyWhatWasReadComparedAndFoundSo() {
        ScopeRow read = ScopeStory.row(100, completed(0, CODE, 14), status(100, CODE, at(90)));
        ScopeRow open = counted(read, drift(90, CODE, "a", Severity.LOW).build());
        ScopeRow unknown = counted(
                read,
                drift(90, CODE, "a", Severity.INFO)
                        .setStatus(DriftStatus.UNKNOWN)
                        .build());
        ScopeRow accepted = counted(
                read,
                drift(90, CODE, "a", Severity.HIGH)
                        .setResolution(Resolution.ACCEPTED)
                        .build());

        assertThat(report(read, 101).getClean()).isTrue();
        assertThat(report(read, 101).getResources()).isEqualTo(14);
        assertThat(report(open, 101).getClean()).isFalse();
        assertThat(report(open, 101).getBySeverity()).isEqualTo(Map.of("LOW", 1));
        assertThat(report(unknown, 101).getClean())
                .as("nothing can be said of one")
                .isFalse();
        assertThat(report(unknown, 101).getOpen()).isZero();
        assertThat(report(accepted, 101).getClean()).isTrue();
        assertThat(report(accepted, 101).getAccepted()).isEqualTo(1);
    }

    @Test
    void shouldNotCallCleanWhatMayNotHaveBeenComparedYet() {
        ScopeRow early = ScopeStory.row(90, completed(0, CODE, 14), status(90, CODE, at(0)));

        assertThat(report(early, 91).getStatus()).isEqualTo(ScopeStatus.OK);
        assertThat(report(early, 91).getClean()).isFalse();
    }

    @Test
    void shouldNeverCallCleanWhoIsNotWatched() {
        ScopeRow unread = ScopeStory.row(1, status(0, CODE, null));
        ScopeRow blind = ScopeStory.row(200, completed(0, CODE, 14), status(100, CODE, at(90)));
        ScopeRow failing = ScopeStory.row(
                101, completed(0, CODE, 14), status(100, CODE, at(90), condition("state-broken", "not JSON")));

        assertThat(List.of(report(unread, 1), report(blind, 200), report(failing, 101)))
                .allSatisfy(report -> assertThat(report.getClean()).isFalse())
                .extracting(ScopeReport::getStatus)
                .containsExactly(ScopeStatus.UNREAD, ScopeStatus.BLIND, ScopeStatus.FAILING);
    }

    @Test
    void shouldNotTrustWhatItHeardLongAgoWhenItLagsItself() {
        ScopeRow read = ScopeStory.row(100, completed(0, CODE, 14), status(100, CODE, at(90)));

        assertThat(report(read, 160).getStatus()).isEqualTo(ScopeStatus.OK);
        assertThat(report(read, 161).getStatus()).isEqualTo(ScopeStatus.BLIND);
        assertThat(report(read, 161).getReason()).contains("lag");
        assertThat(report(read, 161).getClean()).isFalse();
    }

    @Test
    void shouldTellGatewaysWithTheirConditionsAndLeaveOutTheRetired() {
        ScopeReport report =
                report(ScopeStory.row(1, gateway(0, true, condition("break-glass", "bob took the guards off"))), 1);

        assertThat(report.getKind()).isEqualTo(ScopeKind.GATEWAY);
        assertThat(report.getScope()).isEqualTo("edge/edge-1");
        assertThat(report.getReady()).isTrue();
        assertThat(report.getClean()).isFalse();
        assertThat(report.getConfigRevision()).isEqualTo(7);
        assertThat(report.getConditions()).singleElement().satisfies(condition -> {
            assertThat(condition.getType()).isEqualTo("break-glass");
            assertThat(condition.getActive()).isTrue();
        });
        assertThat(reports.of(ScopeStory.row(9, status(0, CODE, null), retired(5, CODE)), at(9)))
                .isEmpty();
    }

    @Test
    void shouldCountTheSameStepByStepAsFromScratch() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (String scope : List.of(CODE, CLOUD)) {
            Map<String, ScopedDrift> kept = new HashMap<>();
            ScopeRow row = ScopeRow.named(scope, at(0).toEpochMilli());
            for (int i = 0; i < 500; i++) {
                ScopeFact fact = drift(i, scope, "g" + random.nextInt(20), Severity.values()[random.nextInt(5)])
                        .setStatus(DriftStatus.values()[random.nextInt(5)])
                        .setFirstSight(random.nextBoolean())
                        .setResolution(Resolution.values()[random.nextInt(5)])
                        .setLeft(random.nextInt(10) == 0)
                        .build();
                ScopedDrift after = ScopedDrift.of(fact).orElse(null);
                ScopedDrift before =
                        after == null ? kept.remove(fact.getResourceKey()) : kept.put(fact.getResourceKey(), after);
                row = ScopeLedger.counted(row, before, after, i);
            }
            assertThat(row.counts().drifts())
                    .as("seed %d", seed)
                    .isEqualTo(Tally.of(row.kind(), new ArrayList<>(kept.values())));
        }
    }

    private static ScopeRow counted(ScopeRow row, ScopeFact fact) {
        return ScopeLedger.counted(
                row,
                null,
                ScopedDrift.of(fact).orElseThrow(),
                fact.getAppendTime().toEpochMilli());
    }
}
