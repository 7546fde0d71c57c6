package io.driftgate.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

    private final HeaderRules rules = new HeaderRules(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "Proxy-Authorization",
                "HTTP2-Settings",
                "Proxy-Connection",
                "Host",
                "Authorization",
                "Forwarded",
                "Via",
                "X-Forwarded-For",
                "x-forwarded-anything",
                "X_Forwarded_For",
                "X-Forwarded_Host",
                "X-Real-IP",
                "x_real_ip",
                "True-Client-IP",
                "Driftgate-Identity",
                "driftgate_identity",
                "X-Original-URL",
                "X-Rewrite-Url",
                "X-HTTP-Method-Override",
                "X_HTTP_Method_Override",
                "Proxy",
                "Remote-User"
            })
    void shouldHoldBackWhatIsForOneHopOrCannotBeBelieved(String name) {
        assertThat(rules.forwardsRequest(name, Set.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "Content-Type",
                "Content-Length",
                "Cookie",
                "Expect",
                "Range",
                "User-Agent",
                "X-Tenant",
                "traceparent",
                "If-None-Match",
                "Origin",
                "X-Forward",
                "Authorization-Info"
            })
    void shouldPassOnTheRest(String name) {
        assertThat(rules.forwardsRequest(name, Set.of())).isTrue();
    }

    @Test
    void shouldHoldBackWhatConnectionNames() {
        Set<String> named = HeaderRules.connectionNames(List.of("close, X-Hop", " x_other ,,Cookie"));

        assertThat(rules.forwardsRequest("x-hop", named)).isFalse();
        assertThat(rules.forwardsRequest("X-Other", named)).isFalse();
        assertThat(rules.forwardsResponse("X-HOP", named)).isFalse();
        assertThat(rules.forwardsRequest("X-End", named)).isTrue();
    }

    @Test
    void shouldPassACredentialOnOnlyToAnUpstreamThatMayHaveIt() {
        assertThat(new HeaderRules(true).forwardsRequest("Authorization", Set.of()))
                .isTrue();
        assertThat(new HeaderRules(true).forwardsRequest("Proxy-Authorization", Set.of()))
                .isFalse();
    }

    @Test
    void shouldTellNoCallerWhatRunsBehind() {
        for (String name : List.of("Server", "X-Powered-By", "Via", "Alt-Svc", "Connection", "Transfer-Encoding")) {
            assertThat(rules.forwardsResponse(name, Set.of())).as(name).isFalse();
        }
        for (String name : List.of("Content-Type", "Set-Cookie", "ETag", "WWW-Authenticate", "Location")) {
            assertThat(rules.forwardsResponse(name, Set.of())).as(name).isTrue();
        }
    }
}
