package io.driftgate.proxy.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.identity.Caller;
import io.driftgate.schemas.identity.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeCheckTest {

    @Test
    void shouldPermitWhoHasEveryScope() {
        assertThat(check(List.of("a", "b"), Set.of("a", "b", "c"))).isInstanceOf(ScopeVerdict.Permitted.class);
        assertThat(check(List.of(), Set.of())).isInstanceOf(ScopeVerdict.Permitted.class);
    }

    @Test
    void shouldForbidWhoLacksOneAndNameAllThatAreNeeded() {
        assertThat(check(List.of("a", "b"), Set.of("a", "B")))
                .isInstanceOfSatisfying(ScopeVerdict.Forbidden.class, forbidden -> {
                    assertThat(forbidden.refusal().status()).isEqualTo(403);
                    assertThat(forbidden.refusal().reason()).isEqualTo("scope-missing");
                    assertThat(forbidden.refusal().requiredScopes()).containsExactly("a", "b");
                    assertThat(forbidden.refusal().headers())
                            .containsEntry("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"a b\"");
                });
    }

    private static ScopeVerdict check(List<String> needed, Set<String> held) {
        Route route = new Route("r", Set.of(), "/", "/", Set.of("GET"), "up", List.of("corp"), needed, false);
        return new ScopeCheck().check(route, new Caller(Principal.jwt("corp", "alice"), Optional.empty(), held));
    }
}
