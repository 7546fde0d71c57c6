package io.driftgate.sinks.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.Alert;
import io.driftgate.sinks.Alerts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryMarksTest {

    private final DeliveryMarks marks = new DeliveryMarks();

    @ParameterizedTest
    @CsvSource({
        "1, 1, true, ALREADY_TOLD",
        "2, 2, true, ALREADY_TOLD",
        "2, 3, true, ALREADY_TOLD",
        "2, 4, true, TELL",
        "2, 4, false, NOT_TO_BE_TOLD",
        // A new episode counts its revisions from one.
        "3, 1, true, TELL",
        // An old episode with a high revision stays old.
        "1, 9, true, ALREADY_TOLD",
        "2, 3, false, ALREADY_TOLD"
    })
    void shouldTellOnlyWhatRises(long episode, long revision, boolean notify, Verdict expected) {
        marks.settled("f", 2, 3);
        marks.settled("f", 1, 9);

        assertThat(marks.judge(alert("f", episode, revision, notify))).isEqualTo(expected);
        assertThat(marks.judge(alert("other", episode, revision, true))).isEqualTo(Verdict.TELL);
    }

    @Test
    void shouldNotMoveByJudging() {
        Alert alert = alert("f", 1, 1, true);

        assertThat(marks.judge(alert)).isEqualTo(Verdict.TELL);
        assertThat(marks.judge(alert)).isEqualTo(Verdict.TELL);
        assertThat(marks.size()).isZero();
        marks.settled("f", 1, 1);
        assertThat(marks.judge(alert)).isEqualTo(Verdict.ALREADY_TOLD);
    }

    @Test
    void shouldKnowWhichEpisodeWasTold() {
        marks.told("f", 2);
        marks.told("f", 1);

        assertThat(marks.wasTold(alert("f", 2, 9, true))).isTrue();
        assertThat(marks.wasTold(alert("f", 3, 1, true))).isFalse();
        assertThat(marks.wasTold(alert("f", 1, 1, true))).isFalse();
        assertThat(marks.wasTold(alert("g", 2, 1, true))).isFalse();
    }

    private static Alert alert(String fingerprint, long episode, long revision, boolean notify) {
        return Alert.newBuilder(Alerts.opened(fingerprint))
                .setEpisode(episode)
                .setRevision(revision)
                .setNotify(notify)
                .build();
    }
}
