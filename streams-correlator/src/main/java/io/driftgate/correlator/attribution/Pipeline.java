package io.driftgate.correlator.attribution;

import java.util.Set;

/**
 * A deployment pipeline, known by who it is in the cloud. Only identities that are listed here count as a pipeline.
 *
 * @param principals exact ARNs of users and roles; a role's sessions count as the role
 */
public record Pipeline(String name, Set<String> principals) {

    public Pipeline {
        principals = Set.copyOf(principals);
    }
}
