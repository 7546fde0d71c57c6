package io.driftgate.proxy.guard;

import io.driftgate.proxy.guard.GuardUpdate.Applied;
import io.driftgate.proxy.guard.GuardUpdate.Dropped;
import io.driftgate.proxy.guard.GuardUpdate.Elsewhere;
import io.driftgate.proxy.guard.GuardUpdate.Reason;
import io.driftgate.schemas.events.RouteGuard;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest guard of each route of one fleet. A guard leaves only by a guard of a higher version: not by a tombstone, not
 * by an older one, and not by silence. One writer, any number of readers.
 */
public final class GuardBook {

    private final String gateway;
    private final Map<String, RouteGuard> latest = new ConcurrentHashMap<>();
    private volatile boolean complete;

    /** @param gateway name of the fleet */
    public GuardBook(String gateway) {
        this.gateway = gateway;
    }

    /**
     * Takes a record over, or says why not.
     *
     * @param key of the record: gateway/route
     * @param guard null for a tombstone
     */
    public GuardUpdate apply(@Nullable String key, @Nullable RouteGuard guard) {
        String prefix = gateway + "/";
        if (key == null || !key.startsWith(prefix)) {
            return new Elsewhere();
        }
        if (guard == null) {
            return new Dropped(Reason.TOMBSTONE);
        }
        String route = key.substring(prefix.length());
        if (!guard.getKey().equals(key)
                || !guard.getGateway().equals(gateway)
                || !guard.getRoute().equals(route)) {
            return new Dropped(Reason.KEY_MISMATCH);
        }
        RouteGuard known = latest.get(route);
        if (known != null && guard.getVersion() <= known.getVersion()) {
            return new Dropped(Reason.VERSION_NOT_HIGHER);
        }
        latest.put(route, guard);
        return new Applied(route, guard.getVersion());
    }

    /** All that was there at the start has been applied. */
    public void completed() {
        complete = true;
    }

    /** Whether all that was there at the start has been applied; once true, it stays so. */
    public boolean complete() {
        return complete;
    }

    /** The guard of a route, NONE included; nothing when none was ever told. */
    public Optional<RouteGuard> of(String route) {
        return Optional.ofNullable(latest.get(route));
    }

    /** The version in force, by route. */
    public Map<String, Long> versions() {
        Map<String, Long> versions = new TreeMap<>();
        latest.forEach((route, guard) -> versions.put(route, guard.getVersion()));
        return versions;
    }
}
