package io.driftgate.kit.management;

import io.driftgate.kit.config.HostPort;
import java.util.Optional;

/**
 * Where probes and scrapes are answered, the same in every service's file. It asks nobody who he is, so it belongs on
 * loopback or inside the cluster.
 *
 * @param address none means the service's own port on loopback
 */
public record ManagementSection(Optional<HostPort> address) {}
