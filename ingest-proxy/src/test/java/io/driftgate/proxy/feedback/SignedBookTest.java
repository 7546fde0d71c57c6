package io.driftgate.proxy.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.kit.signing.Attested;
import io.driftgate.proxy.feedback.FeedUpdate.Reason;
import io.driftgate.proxy.guard.GuardValues;
import io.driftgate.proxy.revocation.RevocationValues;
import io.driftgate.proxy.state.SignedRecord;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.events.RouteGuard;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignedBookTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] NONE = {};

    private final SignedBook<RouteGuard> book = newBook();

    @Test
    void shouldTakeOverOnlyHigherVersions() {
        assertThat(apply(guard(5, GuardAction.BLOCK))).isEqualTo(accepted(5, "BLOCK ENFORCED"));
        assertThat(apply(guard(4, GuardAction.NONE))).isEqualTo(dropped(Reason.VERSION_NOT_HIGHER));
        assertThat(apply(guard(5, GuardAction.NONE))).isEqualTo(dropped(Reason.CONTENT_CHANGED));
        assertThatItSays(GuardAction.BLOCK, 5);
        assertThat(apply(guard(6, GuardAction.NONE))).isEqualTo(accepted(6, "NONE ENFORCED"));
        book.kept();
        assertThatItSays(GuardAction.NONE, 6);
        assertThat(book.versions()).containsOnlyKeys("orders").containsEntry("orders", 6L);
    }

    @Test
    void shouldTakeTheSameGuardAgainForAnEcho() {
        RouteGuard guard = guard(5, GuardAction.BLOCK);
        RouteGuard later = RouteGuard.newBuilder(guard).setCorrelated(NOW).build();

        assertThat(apply(guard)).isInstanceOf(FeedUpdate.Accepted.class);
        assertThat(apply(guard)).isEqualTo(new FeedUpdate.Known());
        assertThat(apply(later)).isEqualTo(new FeedUpdate.Known());
        assertThat(book.of("orders")).contains(guard);
    }

    @ParameterizedTest
    @EnumSource(Attested.Reason.class)
    void shouldBelieveNothingThatTheCorrelatorDidNotSign(Attested.Reason reason) {
        assertThat(apply(guard(5, GuardAction.BLOCK))).isInstanceOf(FeedUpdate.Accepted.class);
        assertThat(book.completed()).isEmpty();

        FeedUpdate update = book.apply("edge/orders", new Sealed<>(new Attested.Untrusted<>(reason), NONE, NONE), NOW);

        assertThat(update).isEqualTo(dropped(Reason.valueOf(reason.name())));
        assertThatItSays(GuardAction.BLOCK, 5);
    }

    @Test
    void shouldReleaseNothingByATombstone() {
        assertThat(apply(guard(5, GuardAction.BLOCK))).isInstanceOf(FeedUpdate.Accepted.class);

        assertThat(book.apply("edge/orders", null, NOW)).isEqualTo(dropped(Reason.TOMBSTONE));

        assertThatItSays(GuardAction.BLOCK, 5);
        // An older one cannot slip in behind it either.
        assertThat(apply(guard(4, GuardAction.NONE))).isEqualTo(dropped(Reason.VERSION_NOT_HIGHER));
    }

    @Test
    void shouldDropAValueThatDoesNotRepeatItsKey() {
        RouteGuard guard = guard(9, GuardAction.NONE);

        assertThat(book.apply("edge/other", genuine(guard), NOW)).isEqualTo(dropped(Reason.KEY_MISMATCH));
        assertThat(book.apply(null, genuine(guard), NOW)).isEqualTo(dropped(Reason.KEY_MISMATCH));
        assertThat(apply(RouteGuard.newBuilder(guard).setRoute("x").build())).isEqualTo(dropped(Reason.KEY_MISMATCH));
        assertThat(apply(RouteGuard.newBuilder(guard).setGateway("x").build())).isEqualTo(dropped(Reason.KEY_MISMATCH));
        assertThat(book.unkept()).isFalse();
    }

    @Test
    void shouldLeaveOtherFleetsAlone() {
        assertThat(book.apply("edge2/orders", genuine(guard(1, GuardAction.NONE)), NOW))
                .isEqualTo(new FeedUpdate.Elsewhere());
        assertThat(book.apply("edge2/orders", null, NOW)).isEqualTo(new FeedUpdate.Elsewhere());
        assertThat(book.unkept()).isFalse();
    }

    /** From a guard that is in force to the next: what opens waits for the disk. */
    @ParameterizedTest
    @CsvSource({
        "NONE, ENFORCED, BLOCK, ENFORCED, true",
        "OBSERVE, ENFORCED, STEP_UP, ENFORCED, true",
        "STEP_UP, ENFORCED, BLOCK, ENFORCED, true",
        "BLOCK, ENFORCED, BLOCK, ENFORCED, true",
        "BLOCK, OBSERVED, THROTTLE, ENFORCED, true",
        "BLOCK, ENFORCED, NONE, ENFORCED, false",
        "BLOCK, ENFORCED, OBSERVE, ENFORCED, false",
        "BLOCK, ENFORCED, BLOCK, OBSERVED, false",
        "BLOCK, ENFORCED, STEP_UP, ENFORCED, false",
        // On other bindings it may permit what the one before did not.
        "NONE, ENFORCED, NONE, ENFORCED, false"
    })
    void shouldOpenOnlyWhatIsOnTheDisk(
            GuardAction from, Enforcement fromHow, GuardAction to, Enforcement toHow, boolean atOnce) {
        assertThat(apply(guard(1, from, fromHow))).isInstanceOf(FeedUpdate.Accepted.class);
        book.kept();

        assertThat(apply(guard(2, to, toHow))).isInstanceOf(FeedUpdate.Accepted.class);

        assertThat(book.unkept()).isTrue();
        assertThat(book.versions()).containsEntry("orders", atOnce ? 2L : 1L);
        book.kept();
        assertThat(book.unkept()).isFalse();
        assertThat(book.versions()).containsEntry("orders", 2L);
    }

    @Test
    void shouldOpenNothingThatIsOnNoDiskEvenWhenNoGuardWasKnown() {
        assertThat(apply(guard(1, GuardAction.NONE))).isInstanceOf(FeedUpdate.Accepted.class);
        assertThat(book.of("orders")).isEmpty();

        // Shut again before the disk took it: it must not open in between.
        assertThat(apply(guard(2, GuardAction.BLOCK))).isInstanceOf(FeedUpdate.Accepted.class);
        assertThatItSays(GuardAction.BLOCK, 2);
        book.kept();
        assertThatItSays(GuardAction.BLOCK, 2);
    }

    @Test
    void shouldKeepWhatItKnewOverAForgottenTopic() {
        restore(book, guard(5, GuardAction.BLOCK), true);

        // A topic that was emptied, and filled again with what once was true.
        assertThat(apply(guard(3, GuardAction.NONE))).isEqualTo(new FeedUpdate.Known());
        assertThat(book.completed()).containsExactly(Reason.TOPIC_BEHIND);
        assertThatItSays(GuardAction.BLOCK, 5);
        assertThat(apply(guard(4, GuardAction.NONE))).isEqualTo(dropped(Reason.VERSION_NOT_HIGHER));
        assertThatItSays(GuardAction.BLOCK, 5);
        assertThat(apply(guard(6, GuardAction.NONE))).isEqualTo(accepted(6, "NONE ENFORCED"));
    }

    @Test
    void shouldTellTheTopicsHistoryFromAReplay() {
        RouteGuard known = guard(5, GuardAction.BLOCK);
        restore(book, known, true);

        assertThat(apply(guard(2, GuardAction.BLOCK))).isEqualTo(new FeedUpdate.Known());
        assertThat(apply(guard(4, GuardAction.NONE))).isEqualTo(new FeedUpdate.Known());
        assertThat(apply(guard(3, GuardAction.NONE))).isEqualTo(dropped(Reason.VERSION_NOT_HIGHER));
        assertThat(apply(known)).isEqualTo(new FeedUpdate.Known());
        assertThat(apply(guard(4, GuardAction.NONE))).isEqualTo(dropped(Reason.VERSION_NOT_HIGHER));
        assertThat(book.completed()).isEmpty();
        assertThat(book.unkept()).isFalse();
    }

    @Test
    void shouldForbidButNotPermitUnderAKeyThatIsNotBelievedAnyMore() {
        SignedBook<RouteGuard> retired = newBook();
        restore(retired, guard(5, GuardAction.NONE), false);

        assertThat(retired.of("orders").orElseThrow().getBindingDigests()).isEmpty();
        assertThat(retired.apply("edge/orders", genuine(guard(4, GuardAction.NONE)), NOW))
                .isEqualTo(new FeedUpdate.Known());
        // What was kept keeps its bytes, so that the old key may come back.
        assertThat(retired.toKeep()).hasSize(1);
        // The correlator signed it anew.
        assertThat(retired.apply("edge/orders", genuine(guard(5, GuardAction.NONE)), NOW))
                .isInstanceOf(FeedUpdate.Accepted.class);
        retired.kept();
        assertThat(retired.of("orders").orElseThrow().getBindingDigests()).containsExactly("ours");
    }

    @Test
    void shouldNotTakeTheHistoryOfARetiredKeyForAnAttack() {
        Sealed<RouteGuard> retired = new Sealed<>(new Attested.Untrusted<>(Attested.Reason.UNKNOWN_KEY), NONE, NONE);
        assertThat(book.apply("edge/orders", retired, NOW)).isEqualTo(new FeedUpdate.Known());
        assertThat(apply(guard(5, GuardAction.BLOCK))).isInstanceOf(FeedUpdate.Accepted.class);
        // Nobody who is believed has written these over.
        assertThat(book.apply("edge/other", retired, NOW)).isEqualTo(new FeedUpdate.Known());
        assertThat(book.apply("edge/other", retired, NOW)).isEqualTo(new FeedUpdate.Known());

        assertThat(book.completed()).containsExactly(Reason.UNKNOWN_KEY, Reason.UNKNOWN_KEY);

        assertThat(book.apply("edge/orders", retired, NOW)).isEqualTo(dropped(Reason.UNKNOWN_KEY));
        assertThatItSays(GuardAction.BLOCK, 5);
    }

    @Test
    void shouldTakeNothingFromTheDiskThatIsNotItsOwn() {
        RouteGuard guard = guard(5, GuardAction.NONE);

        assertThat(book.restore(new SignedRecord("edge2/orders", NONE, NONE), guard, true))
                .isFalse();
        assertThat(book.restore(new SignedRecord("edge/other", NONE, NONE), guard, true))
                .isFalse();
        assertThat(book.restore(new SignedRecord("edge/orders", NONE, NONE), guard, true))
                .isTrue();
        assertThat(book.restore(new SignedRecord("edge/orders", NONE, NONE), guard, true))
                .isFalse();
    }

    @Test
    void shouldEndAtTheHighestGenuineVersionInAnyOrder() {
        long seed = 20_260_101L;
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            SignedBook<RouteGuard> any = newBook();
            long highest = -1;
            for (int i = 0; i < 30; i++) {
                long version = random.nextInt(50);
                int kind = random.nextInt(6);
                if (kind == 0) {
                    var unused = any.apply("edge/orders", null, NOW);
                } else if (kind == 1) {
                    var unused = any.apply(
                            "edge/orders",
                            new Sealed<>(new Attested.Untrusted<>(Attested.Reason.WRONG_SIGNATURE), NONE, NONE),
                            NOW);
                } else if (kind == 2) {
                    any.kept();
                } else {
                    var unused = any.apply("edge/orders", genuine(guard(version, GuardAction.BLOCK)), NOW);
                    highest = Math.max(highest, version);
                }
                assertThat(any.of("orders").map(RouteGuard::getVersion).orElse(-1L))
                        .as("seed %d", seed)
                        .isEqualTo(highest);
            }
        }
    }

    @Test
    void shouldRevokeAtOnceAndForgetWhatHasEndedByItself() {
        SignedBook<Revocation> revocations = new SignedBook<>(new RevocationValues());
        Revocation forever = revocation("t-1", 1).build();
        Revocation passing =
                revocation("t-2", 1).setCredentialExpiresAt(NOW.plusSeconds(60)).build();
        Revocation past = revocation("t-3", 1)
                .setCredentialExpiresAt(NOW.minusSeconds(7200))
                .build();

        for (Revocation each : List.of(forever, passing, past)) {
            var unused = revocations.apply(each.getCredentialId(), revoked(each), NOW);
        }
        assertThat(revocations.versions()).containsOnlyKeys("t-1", "t-2");
        assertThat(revocations.apply("t-1", null, NOW)).isEqualTo(dropped(Reason.TOMBSTONE));
        assertThat(revocations.apply("t-9", revoked(forever), NOW)).isEqualTo(dropped(Reason.KEY_MISMATCH));
        revocations.kept();
        revocations.forget(NOW.plusSeconds(120));
        assertThat(revocations.unkept()).as("within the margin").isFalse();
        revocations.forget(NOW.plusSeconds(4000));
        assertThat(revocations.unkept()).isTrue();
        assertThat(revocations.versions()).containsOnlyKeys("t-1");
        assertThat(revocations.toKeep()).extracting(SignedRecord::key).containsExactly("t-1");
    }

    private FeedUpdate apply(RouteGuard guard) {
        return book.apply("edge/orders", genuine(guard), NOW);
    }

    private void assertThatItSays(GuardAction action, long version) {
        assertThat(book.of("orders").orElseThrow())
                .returns(action, RouteGuard::getAction)
                .returns(version, RouteGuard::getVersion);
    }

    private static void restore(SignedBook<RouteGuard> into, RouteGuard guard, boolean vouched) {
        assertThat(into.restore(new SignedRecord("edge/orders", NONE, NONE), guard, vouched))
                .isTrue();
    }

    private static SignedBook<RouteGuard> newBook() {
        return new SignedBook<>(new GuardValues("edge"));
    }

    private static FeedUpdate accepted(long version, String says) {
        return new FeedUpdate.Accepted("orders", version, says);
    }

    private static FeedUpdate dropped(Reason reason) {
        return new FeedUpdate.Dropped(reason);
    }

    private static Sealed<RouteGuard> genuine(RouteGuard guard) {
        return new Sealed<>(new Attested.Genuine<>(guard, "s1"), NONE, NONE);
    }

    private static Sealed<Revocation> revoked(Revocation revocation) {
        return new Sealed<>(new Attested.Genuine<>(revocation, "s1"), NONE, NONE);
    }

    private static Revocation.Builder revocation(String id, long version) {
        return Revocation.newBuilder().setCredentialId(id).setVersion(version);
    }

    private static RouteGuard guard(long version, GuardAction action) {
        return guard(version, action, Enforcement.ENFORCED);
    }

    private static RouteGuard guard(long version, GuardAction action, Enforcement enforcement) {
        return RouteGuard.newBuilder()
                .setKey("edge/orders")
                .setGateway("edge")
                .setRoute("orders")
                .setVersion(version)
                .setAction(action)
                .setEnforcement(enforcement)
                .setBindingDigests(List.of("ours"))
                .build();
    }
}
