package io.driftgate.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.standalone.catalogue.Entry;
import io.driftgate.standalone.doctor.Finding.Grade;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {

    private static final long MIB = 1024L * 1024;

    @ParameterizedTest
    @CsvSource({"16000, 8000, true, OK", "16000, 500, true, WARN", "16000, 500, false, OK", "1024, 900, false, FAIL"})
    void shouldGradeMemoryByWhatATrialTakes(long total, long available, boolean wanted, Grade grade) {
        assertThat(Machine.memory(total * MIB, available * MIB, wanted).grade()).isEqualTo(grade);
    }

    @ParameterizedTest
    @CsvSource({"20000, OK", "1000, WARN", "100, FAIL"})
    void shouldGradeTheDiskByWhatIsFree(long usable, Grade grade) {
        assertThat(Machine.disk(Path.of("data"), usable * MIB, 50_000 * MIB).grade())
                .isEqualTo(grade);
    }

    @ParameterizedTest
    @CsvSource({"0, OK", "-1500, OK", "2500, WARN", "-20000, WARN", "31000, FAIL", "-3600000, FAIL"})
    void shouldGradeClocksByHowFarTheyAreApart(long aheadMs, Grade grade) {
        Finding finding = ClockCheck.judge("the registry's", Duration.ofMillis(aheadMs));
        assertThat(finding.grade()).isEqualTo(grade);
        assertThat(finding.found()).doesNotContain("-");
    }

    @Test
    void shouldTellWhatServicesMakeFromWhatADeploymentForgot() {
        Entry fine = new Entry(Entry.Kind.TOPIC, "drift", Entry.State.FINE, "");
        Entry missing = new Entry(Entry.Kind.SUBJECT, "drift-value", Entry.State.MISSING, "not found");
        Entry wrong = new Entry(Entry.Kind.TOPIC, "alerts", Entry.State.WRONG, "3 partitions");
        assertThat(ClusterChecks.judge(List.of(fine), false).grade()).isEqualTo(Grade.OK);
        assertThat(ClusterChecks.judge(List.of(fine, missing), true).grade()).isEqualTo(Grade.OK);
        assertThat(ClusterChecks.judge(List.of(fine, missing), false).advice()).contains("schemas register");
        assertThat(ClusterChecks.judge(List.of(fine, missing, wrong), true).found())
                .contains("alerts: 3 partitions");
    }

    @Test
    void shouldSayWhatToDoAboutARefusal() {
        assertThat(BrokerCheck.refused(new SaslAuthenticationException("no")).found())
                .contains("refuses our user");
        assertThat(BrokerCheck.refused(new TimeoutException("timed out")).advice())
                .contains("security.protocol");
    }

    @Test
    void shouldTellWhyAPlaceCannotBeReached() {
        assertThat(Reach.problem("host.invalid:9092")).contains("host.invalid:9092 has a name that is not known here");
        assertThat(Reach.problem("kafka")).contains("kafka is no host:port");
        assertThat(Reach.problem("127.0.0.1:99999")).contains("127.0.0.1:99999 is no host:port");
    }
}
