package io.driftgate.proxy.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.proxy.authorization.ScopeCheck;
import io.driftgate.proxy.breakglass.BreakGlass;
import io.driftgate.proxy.edge.RequestHead;
import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.edge.RouteTable;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.guard.GuardCheck;
import io.driftgate.proxy.guard.GuardValues;
import io.driftgate.proxy.identity.Authenticator;
import io.driftgate.proxy.revocation.RevocationCheck;
import io.driftgate.proxy.revocation.RevocationValues;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.events.RouteGuard;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestDeciderTest {

    private final SignedBook<RouteGuard> book = new SignedBook<>(new GuardValues("edge"));
    private final SignedBook<Revocation> revocations = new SignedBook<>(new RevocationValues());
    private final RequestDecider decider = new RequestDecider(
            new RouteTable(List.of(
                    route("open", "/open", List.of(), false),
                    route("backed", "/backed", List.of(), true),
                    // No verifier knows this issuer: the check of identity breaks.
                    route("broken", "/broken", List.of("nobody"), false),
                    // Nobody has a scope on an open route, so this one permits nobody.
                    new Route(
                            "scoped",
                            Set.of(),
                            "/scoped",
                            "/scoped",
                            Set.of("GET"),
                            "up",
                            List.of(),
                            List.of("s"),
                            true))),
            new Authenticator(Map.of(), new RevocationCheck(revocations), route -> false),
            new ScopeCheck(),
            new BreakGlass(
                    new GuardCheck(book, Map.of(), book::complete),
                    book,
                    List.of(),
                    InstantSource.fixed(Instant.EPOCH)));

    @Test
    void shouldAdmitUnderThePathThatWasChecked() {
        complete();

        assertThat(decider.decide(head("/%6fpen/x"))).isInstanceOfSatisfying(Admission.Admitted.class, admitted -> {
            assertThat(admitted.route().name()).isEqualTo("open");
            assertThat(admitted.path().text()).isEqualTo("/open/x");
            assertThat(admitted.caller().principal().text()).isEqualTo("ip:192.0.2.1");
        });
    }

    @Test
    void shouldDenyWhenACheckBreaksAndStillKnowTheRoute() {
        complete();

        Admission.Refused refused = refused(decider.decide(head("/broken", "Bearer abc")));

        assertThat(refused.refusal().status()).isEqualTo(500);
        assertThat(refused.refusal().reason()).isEqualTo("check-failed");
        assertThat(refused.matched().map(Route::name)).contains("broken");
        assertThat(refused.recognised()).isEmpty();
    }

    @Test
    void shouldAskInTheOrderEdgeIdentityAuthorizationGuard() {
        // The guards are not read yet, so the last check refuses everything that reaches it.
        assertThat(refused(decider.decide(head("/open/../x"))).refusal().reason())
                .isEqualTo("path-ambiguous");
        assertThat(refused(decider.decide(head("/broken"))).refusal().reason()).isEqualTo("token-missing");
        assertThat(refused(decider.decide(head("/scoped"))).refusal().reason()).isEqualTo("scope-missing");
        assertThat(refused(decider.decide(head("/open"))).refusal().reason()).isEqualTo("not-ready");
        complete();
        assertThat(refused(decider.decide(head("/backed"))).refusal().reason()).isEqualTo("guard-unknown");
        assertThat(refused(decider.decide(head("/backed"))).recognised()).isPresent();
    }

    private void complete() {
        var unused = book.completed();
    }

    private static Admission.Refused refused(Admission admission) {
        if (admission instanceof Admission.Refused refused) {
            return refused;
        }
        throw new AssertionError("admitted");
    }

    private static RequestHead head(String path, String... authorization) {
        return new RequestHead("GET", List.of("a"), "a", path, false, List.of(authorization), "192.0.2.1");
    }

    private static Route route(String name, String prefix, List<String> issuers, boolean backed) {
        return new Route(name, Set.of(), prefix, prefix, Set.of("GET"), "up", issuers, List.of(), backed);
    }
}
