package io.driftgate.correlator.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.identity.ShortId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AlertComposerTest {

    private static final Instant NOW = Drifts.OPENED.plusMillis(310);
    private static final Instant APPENDED = Drifts.OPENED.plusMillis(300);
    private static final long FIRST = APPENDED.toEpochMilli();
    private static final AttributeDifference UNGRADED =
            Drifts.difference("description", "\"a\"", "\"b\"").build();

    private final AlertComposer composer = new AlertComposer();

    @Test
    void shouldOpenUnderTheFingerprintOfTheResource() {
        Alert alert = told(Drifts.opened(), null);

        // Judged by coreutils: printf 'DRIFT\0<resource key>' | sha256sum.
        assertThat(alert.getFingerprint())
                .isEqualTo("91f0d6f146fd164b29a8c832743b87f594e7d0ead215ba005386d95d4ee98478");
        assertThat(alert.getId()).isEqualTo(ShortId.alert(alert.getFingerprint()));
        assertThat(alert.getKind()).isEqualTo(AlertKind.DRIFT);
        assertThat(alert.getVersion()).isEqualTo(FIRST);
        assertThat(alert.getEpisode()).isEqualTo(1);
        assertThat(alert.getRevision()).isEqualTo(1);
        assertThat(alert.getNotify()).isTrue();
        assertThat(alert.getStatus()).isEqualTo(AlertStatus.OPEN);
        assertThat(alert.getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(alert.getSubject()).isEqualTo(Drifts.KEY);
        assertThat(alert.getAddress()).isEqualTo("aws_security_group.orders");
        assertThat(alert.getDriftIds()).containsExactly(ShortId.drift(Drifts.KEY));
        assertThat(alert.getDifferences()).containsExactly(Drifts.worldOpen());
        assertThat(alert.getRoutes()).containsExactly("edge/orders");
        assertThat(alert.getOpenedAt()).isEqualTo(Drifts.OPENED);
        assertThat(alert.getResolvedAt()).isNull();
        assertThat(alert.getIngested()).isEqualTo(Drifts.OPENED);
        assertThat(alert.getCorrelated()).isEqualTo(NOW);
    }

    @Test
    void shouldSayWhatHappenedWhoDidItAndWhatItMeans() {
        Alert alert = told(Drifts.opened(), null);

        assertThat(alert.getTitle()).isEqualTo("aws_security_group.orders drifted: port 8443 is open to the internet");
        assertThat(alert.getSummary())
                .isEqualTo("ingress[0].cidr_blocks is [\"0.0.0.0/0\",\"10.0.0.0/8\"], where the code declares"
                        + " [\"10.0.0.0/8\"]. mallory did it by hand in the console, from 203.0.113.9, without MFA"
                        + " (AuthorizeSecurityGroupIngress). That is HIGH: port 8443 is open to the internet (T1190)."
                        + " It stands behind route edge/orders.");
    }

    static Stream<Arguments> words() {
        AttributeDifference secret = Drifts.difference(
                        "password", "{\"$sensitive\":\"hmac-sha256:k1:aa\"}", "{\"$sensitive\":\"hmac-sha256:k1:bb\"}")
                .build();
        return Stream.of(
                Arguments.of(
                        Drifts.opened().setDifferences(List.of(UNGRADED)).setSeverity(Severity.LOW),
                        "aws_security_group.orders drifted: description differs",
                        "No exposure rule has anything to say about it; it counts as LOW."),
                Arguments.of(
                        Drifts.opened().setDifferences(List.of(UNGRADED, Drifts.worldOpen(), secret)),
                        "aws_security_group.orders drifted: port 8443 is open to the internet",
                        "; 2 more attributes differ."),
                Arguments.of(
                        Drifts.opened().setDifferences(List.of(UNGRADED, secret)),
                        "aws_security_group.orders drifted: 2 attributes differ",
                        "; 1 more attribute differs."),
                Arguments.of(
                        Drifts.opened().setDifferences(List.of(secret)),
                        "aws_security_group.orders drifted: password differs",
                        "password is another value than the code declares."),
                Arguments.of(
                        Drifts.opened()
                                .setDifferences(List.of(Drifts.difference("tags.env", "\"prod\"", null)
                                        .build())),
                        "aws_security_group.orders drifted: tags.env differs",
                        "tags.env is absent, where the code declares \"prod\"."),
                Arguments.of(
                        Drifts.opened().setStatus(DriftStatus.MISSING).setDifferences(List.of(wholeResource())),
                        "aws_security_group.orders is missing: nothing guards the port",
                        "The code declares it, but it is not there."),
                Arguments.of(
                        Drifts.opened()
                                .setStatus(DriftStatus.UNMANAGED)
                                .setAddress("")
                                .setDifferences(List.of(wholeResource())),
                        "aws_security_group sg-0abc is in no code: nothing guards the port",
                        "It is there, but no code declares it."),
                Arguments.of(
                        Drifts.opened().setAttribution(null),
                        "aws_security_group.orders drifted: port 8443 is open to the internet",
                        "Who did it is not known."),
                Arguments.of(
                        Drifts.opened().setAttribution(Drifts.by("ci", Cause.PIPELINE, 0.6)),
                        "aws_security_group.orders drifted: port 8443 is open to the internet",
                        "Probably ci, a listed pipeline, did it in the console, from"),
                Arguments.of(
                        Drifts.opened().setRoutes(List.of("a/1", "a/2", "a/3", "a/4", "a/5")),
                        "aws_security_group.orders drifted: port 8443 is open to the internet",
                        "It stands behind routes a/1, a/2, a/3 and 2 more."));
    }

    @ParameterizedTest
    @MethodSource("words")
    void shouldFindTheWords(DriftRecord.Builder drift, String title, String partOfSummary) {
        Alert alert = told(drift, null);

        assertThat(alert.getTitle()).isEqualTo(title);
        assertThat(alert.getSummary()).contains(partOfSummary);
    }

    @Test
    void shouldNeitherRunOnNorBreakTheLineForForeignText() {
        String hostile = "x\n\r\u001b[31m\u202e" + "A".repeat(5_000) + "\ud800";
        Attribution attribution = Drifts.by(hostile, Cause.MANUAL_CLI, 1);
        DriftRecord.Builder drift = Drifts.opened()
                .setAddress(hostile)
                .setRoutes(List.of(hostile, hostile + 1, hostile + 2, hostile + 3))
                .setAttribution(attribution)
                .setDifferences(List.of(Drifts.difference(hostile, hostile, hostile + "2")
                        .setSeverity(Severity.HIGH)
                        .setRule("r")
                        .setTechnique(hostile)
                        .setReason(hostile)
                        .build()));

        Alert opened = told(drift, null);
        Alert resolved = told(Drifts.ended(Resolution.REVERTED).setAddress(hostile), opened);

        for (Alert alert : List.of(opened, resolved)) {
            assertThat(alert.getTitle()).hasSizeLessThan(300);
            assertThat(alert.getSummary()).hasSizeLessThan(2_000);
            assertThat(alert.getTitle() + alert.getSummary())
                    .doesNotContainPattern("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069\\u2028\\u2029\\ud800]");
        }
    }

    /** Status, first sight and grade of a drift that nobody was told of, and whether somebody is told. */
    @ParameterizedTest
    @CsvSource({
        "DRIFTED, false, true, true",
        "DRIFTED, false, false, true",
        "DRIFTED, true, true, false",
        "MISSING, false, true, true",
        "MISSING, false, false, false",
        "MISSING, true, true, false",
        "UNMANAGED, false, true, true",
        "UNMANAGED, false, false, false",
        "UNKNOWN, false, true, false",
        "IN_SYNC, false, false, false",
    })
    void shouldOpenOnlyForWhatPeopleMustHearOf(DriftStatus status, boolean firstSight, boolean graded, boolean opens) {
        DriftRecord drift = Drifts.opened()
                .setStatus(status)
                .setFirstSight(firstSight)
                .setDifferences(List.of(graded ? Drifts.worldOpen() : UNGRADED))
                .build();

        assertThat(composer.compose(drift, null, APPENDED, NOW).isPresent()).isEqualTo(opens);
    }

    @Test
    void shouldNotOpenForAMissingResourceThatARuleFindsHarmless() {
        DriftRecord drift = Drifts.opened()
                .setStatus(DriftStatus.MISSING)
                .setSeverity(Severity.HIGH)
                .setDifferences(List.of(
                        Drifts.difference("", "{}", null)
                                .setRule("harmless")
                                .setSeverity(Severity.MEDIUM)
                                .build(),
                        Drifts.difference("a", "1", "2")
                                .setSeverity(Severity.HIGH)
                                .build()))
                .build();

        assertThat(composer.compose(drift, null, APPENDED, NOW)).isEmpty();
    }

    static Stream<Arguments> amendments() {
        AttributeDifference second =
                Drifts.difference("ingress[1].cidr_blocks", null, "[\"::/0\"]").build();
        return Stream.of(
                Arguments.of("severity rose", Drifts.opened().setSeverity(Severity.CRITICAL), true),
                Arguments.of("severity fell", Drifts.opened().setSeverity(Severity.MEDIUM), false),
                Arguments.of("more differs", Drifts.opened().setDifferences(List.of(Drifts.worldOpen(), second)), true),
                Arguments.of(
                        "another cause",
                        Drifts.opened().setAttribution(Drifts.by("mallory", Cause.MANUAL_CLI, 0.97)),
                        true),
                Arguments.of(
                        "another culprit",
                        Drifts.opened().setAttribution(Drifts.by("alice", Cause.MANUAL_CONSOLE, 0.97)),
                        true),
                Arguments.of(
                        "less sure",
                        Drifts.opened().setAttribution(Drifts.by("mallory", Cause.MANUAL_CONSOLE, 0.6)),
                        false),
                Arguments.of("cause lost", Drifts.opened().setAttribution(Drifts.nobody()), false),
                Arguments.of("another route", Drifts.opened().setRoutes(List.of("edge/orders", "edge/all")), false),
                Arguments.of(
                        "another address", Drifts.opened().setAddress("module.a.aws_security_group.orders"), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("amendments")
    void shouldReviseWhatIsOpen(String what, DriftRecord.Builder drift, boolean notify) {
        Alert next = told(drift.setRevision(2), told(Drifts.opened(), null));

        assertThat(next.getVersion()).isEqualTo(FIRST + 1);
        assertThat(next.getRevision()).isEqualTo(2);
        assertThat(next.getEpisode()).isEqualTo(1);
        assertThat(next.getStatus()).isEqualTo(AlertStatus.OPEN);
        assertThat(next.getNotify()).as(what).isEqualTo(notify);
    }

    @Test
    void shouldCallPeopleWhenTheCauseBecomesKnown() {
        Alert unknown = told(Drifts.opened().setAttribution(Drifts.nobody()), null);

        Alert known = told(Drifts.opened(), unknown);

        assertThat(known.getNotify()).isTrue();
        assertThat(known.getSummary()).contains("mallory did it");
    }

    @Test
    void shouldKeepStillWhenNothingThatPeopleHearOfChanged() {
        Attribution surer = Attribution.newBuilder(Drifts.by("mallory", Cause.MANUAL_CONSOLE, 0.99))
                .setRivals(List.of(Drifts.by("alice", Cause.MANUAL_CLI, 0.3).getChange()))
                .build();
        Alert alert = told(Drifts.opened(), null);

        assertThat(composer.compose(
                        Drifts.opened().setAttribution(surer).setRevision(7).build(),
                        alert,
                        APPENDED,
                        NOW.plusSeconds(60)))
                .isEmpty();
    }

    @Test
    void shouldFollowAnOpenDriftThatIsNoLongerGraded() {
        Alert alert = told(Drifts.opened(), null);
        DriftRecord.Builder missing = Drifts.opened()
                .setStatus(DriftStatus.MISSING)
                .setSeverity(Severity.LOW)
                .setDifferences(List.of(UNGRADED));

        Alert next = told(missing, alert);

        assertThat(next.getStatus()).isEqualTo(AlertStatus.OPEN);
        assertThat(next.getSeverity()).isEqualTo(Severity.LOW);
        assertThat(next.getTitle()).isEqualTo("aws_security_group.orders is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REVERTED | aws_security_group.orders is as declared again | went back",
                "ABSORBED | aws_security_group.orders: the state took the drift over | in nobody's code",
                "ACCEPTED | aws_security_group.orders: the drift was accepted | accepted",
                "DELETED | aws_security_group.orders was deleted | there no longer",
                "UNRESOLVED | aws_security_group.orders drifts no longer | not known",
            })
    void shouldResolveHoweverItEnded(Resolution resolution, String title, String partOfSummary) {
        Alert open = told(Drifts.opened(), null);

        Alert resolved = told(Drifts.ended(resolution), open);

        assertThat(resolved.getStatus()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(resolved.getResolution()).isEqualTo(resolution);
        assertThat(resolved.getNotify()).isTrue();
        assertThat(resolved.getResolvedAt()).isEqualTo(Drifts.OPENED.plusSeconds(9));
        assertThat(resolved.getVersion()).isEqualTo(FIRST + 1);
        assertThat(resolved.getRevision()).isEqualTo(2);
        assertThat(resolved.getTitle()).isEqualTo(title);
        assertThat(resolved.getSummary()).contains(partOfSummary, "open for 9 s", open.getTitle());
        // It goes to those who heard of the beginning.
        assertThat(resolved.getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(resolved.getRoutes()).containsExactly("edge/orders");
        assertThat(resolved.getDifferences()).isEqualTo(open.getDifferences());
        assertThat(resolved.getAttribution()).isEqualTo(open.getAttribution());
        assertThat(resolved.getIngested()).isEqualTo(Drifts.OPENED.plusSeconds(8));
    }

    @Test
    void shouldResolveADriftThatWasAcceptedWhileItStillDiffers() {
        DriftRecord.Builder accepted =
                Drifts.opened().setResolution(Resolution.ACCEPTED).setResolvedAt(Drifts.OPENED.plusSeconds(600));

        assertThat(told(accepted, told(Drifts.opened(), null)).getSummary()).contains("open for 10 min");
        assertThat(composer.compose(accepted.build(), null, APPENDED, NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Resolution.class)
    void shouldResolveOnce(Resolution resolution) {
        Alert resolved = told(Drifts.ended(resolution), told(Drifts.opened(), null));

        assertThat(composer.compose(Drifts.ended(resolution).build(), resolved, APPENDED, NOW))
                .isEmpty();
        assertThat(composer.compose(Drifts.ended(resolution).build(), null, APPENDED, NOW))
                .isEmpty();
    }

    @Test
    void shouldNeitherOpenNorResolveNorReviseWhatCannotBeTold() {
        Alert open = told(Drifts.opened(), null);
        DriftRecord unknown = Drifts.opened()
                .setStatus(DriftStatus.UNKNOWN)
                .setSeverity(Severity.CRITICAL)
                .build();
        DriftRecord ended =
                Drifts.ended(Resolution.DELETED).setStatus(DriftStatus.UNKNOWN).build();

        assertThat(composer.compose(unknown, null, APPENDED, NOW)).isEmpty();
        assertThat(composer.compose(unknown, open, APPENDED, NOW)).isEmpty();
        assertThat(composer.compose(ended, open, APPENDED, NOW)).isEmpty();
    }

    @Test
    void shouldOpenTheNextEpisodeUnderTheSameFingerprint() {
        Alert resolved = told(Drifts.ended(Resolution.REVERTED), told(Drifts.opened(), null));

        Alert again = told(Drifts.opened().setEpisode(2).setOpenedAt(NOW), resolved);

        assertThat(again.getFingerprint()).isEqualTo(resolved.getFingerprint());
        assertThat(again.getVersion()).isEqualTo(FIRST + 2);
        assertThat(again.getEpisode()).isEqualTo(2);
        assertThat(again.getRevision()).isEqualTo(1);
        assertThat(again.getStatus()).isEqualTo(AlertStatus.OPEN);
        assertThat(again.getResolution()).isEqualTo(Resolution.UNRESOLVED);
        assertThat(again.getResolvedAt()).isNull();
        assertThat(again.getNotify()).isTrue();
        assertThat(again.getOpenedAt()).isEqualTo(NOW);
    }

    @Test
    void shouldNotUseARevisionTwiceWhenADriftComesBackWithinItsEpisode() {
        Alert resolved = told(Drifts.ended(Resolution.ACCEPTED), told(Drifts.opened(), null));

        Alert again = told(Drifts.opened(), resolved);

        assertThat(again.getEpisode()).isEqualTo(1);
        assertThat(again.getRevision()).isEqualTo(3);
        assertThat(again.getStatus()).isEqualTo(AlertStatus.OPEN);
    }

    @Test
    void shouldTellTheNextEpisodeWhenTheEndOfTheLastWasMissed() {
        Alert open = told(Drifts.opened(), null);
        DriftRecord.Builder ungraded =
                Drifts.opened().setEpisode(2).setStatus(DriftStatus.MISSING).setDifferences(List.of(UNGRADED));

        Alert next = told(ungraded, open);

        assertThat(next.getEpisode()).isEqualTo(2);
        assertThat(next.getRevision()).isEqualTo(1);
        assertThat(next.getNotify()).isTrue();
    }

    @Test
    void shouldLeaveOutWhatIsLate() {
        Alert second = told(Drifts.opened().setEpisode(2), null);

        assertThat(composer.compose(
                        Drifts.opened().setSeverity(Severity.CRITICAL).build(), second, APPENDED, NOW))
                .isEmpty();
        assertThat(composer.compose(Drifts.ended(Resolution.REVERTED).build(), second, APPENDED, NOW))
                .isEmpty();
    }

    @Test
    void shouldRefuseAnAlertAboutSomethingElse() {
        Alert other = told(Drifts.opened().setResourceKey(Drifts.KEY + "/other"), null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> composer.compose(Drifts.opened().build(), other, APPENDED, NOW))
                .withMessageContaining("is not about " + Drifts.KEY);
    }

    private static AttributeDifference wholeResource() {
        return Drifts.difference("", "{}", null)
                .setSeverity(Severity.HIGH)
                .setRule("r")
                .setReason("nothing guards the port.")
                .build();
    }

    private Alert told(DriftRecord.Builder drift, @Nullable Alert previous) {
        Optional<Alert> alert = composer.compose(drift.build(), previous, APPENDED, NOW);
        assertThat(alert).isPresent();
        return alert.orElseThrow();
    }
}
