package io.driftgate.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.proxy.refusal.Refusal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private static final RouteTable TABLE = new RouteTable(List.of(
            route("all", Set.of(), "/", Set.of("GET", "DELETE")),
            route("orders-read", Set.of("api.example"), "/orders", Set.of("GET")),
            route("orders-write", Set.of("api.example"), "/orders", Set.of("POST")),
            route("orders-elsewhere", Set.of(), "/orders", Set.of("GET", "PUT")),
            route("admin", Set.of(), "/orders/admin", Set.of("GET"))));

    @ParameterizedTest
    @CsvSource({
        "api.example, /orders/1, GET, orders-read",
        "API.EXAMPLE, /orders, POST, orders-write",
        "other.example, /orders, GET, orders-elsewhere",
        "api.example, /orders/admin, GET, admin",
        "api.example, /orders/%61dmin/x, GET, admin",
        "api.example, /ordersx, GET, all",
        "'', /orders, GET, orders-elsewhere"
    })
    void shouldFindTheNearestRoute(String host, String path, String method, String route) {
        assertThat(TABLE.find(head(host, path, method)))
                .isInstanceOfSatisfying(
                        RouteVerdict.Found.class,
                        found -> assertThat(found.route().name()).isEqualTo(route));
    }

    @ParameterizedTest
    @CsvSource({
        // Neither the wider route nor that of every host may serve what the nearest does not allow.
        "api.example, /orders, DELETE, 405, method-not-allowed",
        "api.example, /orders, PUT, 405, method-not-allowed",
        "api.example, /orders/admin, DELETE, 405, method-not-allowed",
        "api.example, /orders/../x, GET, 400, path-ambiguous",
        "a/b, /orders, GET, 400, host-invalid",
        "api.example, '', GET, 400, path-ambiguous"
    })
    void shouldRefuse(String host, String path, String method, int status, String reason) {
        assertThat(refusal(TABLE, head(host, path, method)))
                .returns(status, Refusal::status)
                .returns(reason, Refusal::reason);
    }

    @Test
    void shouldNameTheMethodsOfTheNearestRoutes() {
        assertThat(refusal(TABLE, head("api.example", "/orders", "PATCH")).headers())
                .containsEntry("Allow", "GET, POST");
    }

    @Test
    void shouldKnowNothingByDefault() {
        RouteTable only = new RouteTable(List.of(route("one", Set.of("api.example"), "/one", Set.of("GET"))));

        assertThat(refusal(only, head("api.example", "/two", "GET")).status()).isEqualTo(404);
        assertThat(refusal(only, head("other.example", "/one", "GET")).status()).isEqualTo(404);
        assertThat(refusal(only, head("", "/one", "GET")).status()).isEqualTo(404);
        assertThat(refusal(new RouteTable(List.of()), head("api.example", "/", "GET"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseATargetThatNamesTwoHostsOrMoreThanAPath() {
        RequestHead twoHosts = new RequestHead("GET", List.of("a", "b"), "a", "/", false, List.of(), "192.0.2.1");
        RequestHead decorated = new RequestHead("GET", List.of("a"), "a", "/", true, List.of(), "192.0.2.1");

        assertThat(refusal(TABLE, twoHosts).reason()).isEqualTo("target-ambiguous");
        assertThat(refusal(TABLE, decorated).reason()).isEqualTo("target-ambiguous");
    }

    private static Refusal refusal(RouteTable table, RequestHead head) {
        if (table.find(head) instanceof RouteVerdict.NotFound none) {
            return none.refusal();
        }
        throw new AssertionError("found a route for " + head);
    }

    private static RequestHead head(String host, String path, String method) {
        return new RequestHead(method, List.of(host), host, path, false, List.of(), "192.0.2.1");
    }

    private static Route route(String name, Set<String> hosts, String prefix, Set<String> methods) {
        return new Route(name, hosts, prefix, prefix, methods, "up", List.of("corp"), List.of(), false);
    }
}
