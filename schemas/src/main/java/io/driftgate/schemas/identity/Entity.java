package io.driftgate.schemas.identity;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a cloud call touches, and the key under which declared state, live state and change events meet:
 * {@code <provider>/<account>/<region|global>/<service>/<id>}, each part percent-encoded:
 * {@code aws/123456789012/eu-west-1/ec2/sg-0abc}.
 *
 * @param provider {@code aws}, {@code google}, {@code driftgate}, in lower case
 * @param account account, project or fleet
 * @param region the provider's region, or {@link #GLOBAL}
 * @param service the provider's short service name, or a resource type that no table knows
 * @param id the provider's id, or {@link #UNNAMED} for a change that names no entity
 */
public record Entity(String provider, String account, String region, String service, String id) {

    /** Region of what belongs to no region. */
    public static final String GLOBAL = "global";
    /** Id that stands for "something of this service". */
    public static final String UNNAMED = "-";

    private static final int PARTS = 5;

    public Entity {
        for (String part : List.of(provider, account, region, service, id)) {
            if (part.isEmpty()) {
                throw new IllegalArgumentException("entity with an empty part: " + provider + "/" + account + "/"
                        + region + "/" + service + "/" + id
                        + " (expected: provider/account/region/service/id)");
            }
        }
    }

    /** A route of a gateway as an entity of its own. */
    public static Entity ofRoute(String gateway, String route) {
        return new Entity("driftgate", gateway, GLOBAL, "route", route);
    }

    /** @throws IllegalArgumentException when the text is not what {@link #text()} writes */
    public static Entity parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("entity '" + text + "' has " + parts.length
                    + " parts (expected: provider/account/region/service/id)");
        }
        return new Entity(
                PercentEncoding.decode(parts[0]),
                PercentEncoding.decode(parts[1]),
                PercentEncoding.decode(parts[2]),
                PercentEncoding.decode(parts[3]),
                PercentEncoding.decode(parts[4]));
    }

    /** The key's text. */
    public String text() {
        return Stream.of(provider, account, region, service, id)
                .map(PercentEncoding::encode)
                .collect(Collectors.joining("/"));
    }

    @Override
    public String toString() {
        return text();
    }
}
