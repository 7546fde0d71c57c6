package io.driftgate.proxy.config;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.HostPort;
import io.driftgate.kit.config.Interpolated;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.kit.management.ManagementSection;
import io.driftgate.kit.signing.TrustedSigner;
import io.driftgate.kit.token.IssuerSection;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code gateway.yaml}: the keys that this gateway honours, and no others. A key that it does not know is refused, so that
 * nobody believes in a protection that is not there.
 *
 * @param version of the format: 1
 * @param interpolated what stands in for values of the environment when the rest is shown
 * @param revision orders the configurations of a fleet; 0 when the file names none: neither its commit nor its time is looked at
 * @param gateway who this is
 * @param listeners where callers are answered, in plain HTTP
 * @param trustedSigners whose guards and revocations are believed; several while the correlator's key is changed
 * @param stateDir folder of this instance alone, where the guards and revocations that it knows outlive it
 * @param operators who may break glass at this gateway; none means nobody
 * @param audit how requests are recorded
 * @param issuers whose tokens are believed
 * @param upstreams where requests go
 * @param guardPolicies what drift behind a route does to it
 * @param routes what is served; everything else is not
 */
public record GatewayConfig(
        int version,
        Interpolated interpolated,
        @Default("0") long revision,
        Gateway gateway,
        List<Listener> listeners,
        KafkaSection kafka,
        SchemaRegistrySection schemaRegistry,
        @Default("{}") TopicsSection topics,
        @Default("{}") ManagementSection management,
        List<TrustedSigner> trustedSigners,
        Path stateDir,
        Optional<Operators> operators,
        @Default("{}") Audit audit,
        List<IssuerSection> issuers,
        List<UpstreamSection> upstreams,
        List<GuardPolicySection> guardPolicies,
        List<RouteSection> routes)
        implements Checked {

    /**
     * @param name of the fleet that shares guards
     * @param instance of this process within it
     */
    public record Gateway(String name, String instance) implements Checked {
        @Override
        public void check(Problems problems) {
            if (!name.matches(Names.KEBAB)) {
                problems.at("name").add("'" + name + "'", "kebab-case");
            }
            // It becomes the last part of a key whose parts are separated by slashes.
            if (!instance.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,254}")) {
                problems.at("instance")
                        .add("'" + instance + "'", "letters, digits, '.', '_' and '-', such as a host name");
            }
        }
    }

    /** @param issuers whose tokens operators show, not those of the routes: no caller's token may open a route */
    public record Operators(List<IssuerSection> issuers) implements Checked {
        @Override
        public void check(Problems problems) {
            if (issuers.isEmpty()) {
                problems.at("issuers").add("none", "at least one, or no operators");
            }
            Names.unique(
                    problems,
                    "issuers",
                    issuers.stream().map(IssuerSection::name).toList());
        }
    }

    /** @param address where it listens; port 0 takes any free one */
    public record Listener(String name, HostPort address) {}

    /**
     * @param recordQueryValues names of the query parameters whose values may be recorded; no others are
     * @param maxPending requests that may be under way or not yet acknowledged by Kafka; beyond it new ones are refused
     */
    public record Audit(
            List<String> recordQueryValues,
            @Default("10000") int maxPending) implements Checked {
        @Override
        public void check(Problems problems) {
            if (maxPending < 1 || maxPending > 1_000_000) {
                problems.at("max_pending").add(Integer.toString(maxPending), "1 to 1000000");
            }
        }
    }

    @Override
    public void check(Problems problems) {
        if (version != 1) {
            problems.at("version").add(Integer.toString(version), "1");
        }
        if (revision < 0) {
            problems.at("revision").add(Long.toString(revision), "0 or more");
        }
        if (listeners.isEmpty()) {
            problems.at("listeners").add("none", "at least one: {name: public, address: \"0.0.0.0:8080\"}");
        }
        Names.unique(
                problems, "listeners", listeners.stream().map(Listener::name).toList());
        if (trustedSigners.isEmpty()) {
            problems.at("trusted_signers")
                    .add("none", "the correlator's: [{name: s1, public_key: {file: signing.pub}}]");
        }
        Names.unique(
                problems,
                "trusted_signers",
                trustedSigners.stream().map(TrustedSigner::name).toList());
        Names.unique(
                problems, "issuers", issuers.stream().map(IssuerSection::name).toList());
        Names.unique(
                problems,
                "upstreams",
                upstreams.stream().map(UpstreamSection::name).toList());
        Names.unique(
                problems,
                "guard_policies",
                guardPolicies.stream().map(GuardPolicySection::name).toList());
        Names.unique(problems, "routes", routes.stream().map(RouteSection::name).toList());
        for (int i = 0; i < routes.size(); i++) {
            references(routes.get(i), problems.at("routes[" + i + "]"));
            overlaps(i, problems.at("routes[" + i + "].match"));
        }
    }

    /** The policy of a name. */
    public Optional<GuardPolicySection> guardPolicy(String policyName) {
        return guardPolicies.stream()
                .filter(policy -> policy.name().equals(policyName))
                .findFirst();
    }

    private void references(RouteSection route, Problems problems) {
        Names.known(
                problems.at("upstream"),
                "upstreams",
                upstreams.stream().map(UpstreamSection::name).toList(),
                route.upstream());
        List<String> issuerNames = issuers.stream().map(IssuerSection::name).toList();
        List<RouteSection.Credential> accepted =
                route.authentication().map(RouteSection.Authentication::anyOf).orElse(List.of());
        for (int j = 0; j < accepted.size(); j++) {
            Names.known(
                    problems.at("authentication.any_of[" + j + "].jwt"),
                    "issuers",
                    issuerNames,
                    accepted.get(j).jwt());
        }
        route.guardPolicy()
                .ifPresent(policy -> Names.known(
                        problems.at("guard_policy"),
                        "guard_policies",
                        guardPolicies.stream().map(GuardPolicySection::name).toList(),
                        policy));
    }

    /** Two routes for one request would make it a matter of luck which checks it meets. */
    private void overlaps(int index, Problems problems) {
        RouteSection.Match mine = routes.get(index).match();
        for (RouteSection earlier : routes.subList(0, index)) {
            RouteSection.Match other = earlier.match();
            boolean hosts = (mine.hosts().isEmpty() && other.hosts().isEmpty()) || meet(mine.hosts(), other.hosts());
            if (hosts
                    && mine.pathPrefix().equals(other.pathPrefix())
                    && meet(mine.allowedMethods(), other.allowedMethods())) {
                problems.add(
                        "the same host, path_prefix and method as route " + earlier.name(),
                        "at most one route for a request");
            }
        }
    }

    private static boolean meet(List<String> these, List<String> those) {
        Set<String> both = new HashSet<>(these);
        both.retainAll(those);
        return !both.isEmpty();
    }
}
