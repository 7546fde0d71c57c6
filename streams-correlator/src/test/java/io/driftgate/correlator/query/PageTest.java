package io.driftgate.correlator.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    private static final Instant NOW = Instant.EPOCH;

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "3, 2", "3, 3", "3, 4", "3, 9", "7, 50", "1000, 50"})
    void shouldShowEachItemOnceAndInOrder(int limit, int size) {
        List<DriftRecord> drifts = drifts(size, new Random(size));
        List<DriftRecord> seen = new ArrayList<>();
        Optional<SortKey> after = Optional.empty();
        int pages = 0;

        do {
            Page page = Page.of(drifts, DriftQuery::place, after, limit, List.of(), NOW);
            page.items().forEach(item -> seen.add((DriftRecord) item));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            after = page.next().flatMap(cursor -> SortKey.parse("drift", cursor));
            assertThat(after.isPresent()).isEqualTo(page.next().isPresent());
            pages++;
        } while (after.isPresent());

        assertThat(seen).hasSize(size).containsExactlyInAnyOrderElementsOf(drifts);
        assertThat(seen).isSortedAccordingTo((a, b) -> DriftQuery.place(a).compareTo(DriftQuery.place(b)));
        assertThat(pages).as("no empty page at the end").isEqualTo(Math.max(1, (size + limit - 1) / limit));
    }

    @Test
    void shouldComeBackFromItsCursor() {
        SortKey place = new SortKey("drift", -4, Long.MIN_VALUE, "a,b#é");

        assertThat(SortKey.parse("drift", place.cursor())).contains(place);
        assertThat(SortKey.parse("alerts", place.cursor())).isEmpty();
        assertThat(place.cursor()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "drift", "drift,1,2", "drift,x,2,k", "drift,1,99999999999999999999,k", "other,1,2,k"})
    void shouldRefuseWhatIsNoCursor(String text) {
        String cursor = Base64.getUrlEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(SortKey.parse("drift", cursor)).isEmpty();
        assertThat(SortKey.parse("drift", text + "!")).isEmpty();
        assertThat(SortKey.parse("drift", "A".repeat(5_000))).isEmpty();
    }

    private static List<DriftRecord> drifts(int size, Random random) {
        List<DriftRecord> drifts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            drifts.add(FakeState.drift("d-" + i)
                    .setSeverity(Severity.values()[random.nextInt(5)])
                    .setOpenedAt(Instant.ofEpochMilli(random.nextInt(3)))
                    .build());
        }
        Collections.shuffle(drifts, random);
        return drifts;
    }
}
