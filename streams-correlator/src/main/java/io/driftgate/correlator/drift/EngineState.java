package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.RouteBinding;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the engine remembers, of one partition. Keys sort as their UTF-8 bytes do. One thread. */
public interface EngineState {

    /** The highest append time seen; {@link Instant#EPOCH} at the start. */
    Instant now();

    void now(Instant now);

    @Nullable
    ResourceRow row(String resourceKey);

    /** All resources that describe an entity. */
    List<ResourceRow> rowsOf(String entity);

    void put(ResourceRow row);

    void remove(ResourceRow row);

    /** By what routes may mean an entity: of all resources that describe it. */
    List<Name> namesOf(String entity);

    /** Keys of a scope's resources after a key, in order, at most so many. */
    List<String> members(String scope, String after, int limit);

    /** Keys that wait for a barrier after a key, in order, at most so many. */
    List<String> waiting(String after, int limit);

    void setWaiting(String resourceKey, boolean waits);

    @Nullable
    DriftRecord drift(String resourceKey);

    void put(DriftRecord drift);

    /** Drift records whose episode is under way. */
    List<DriftRecord> openDrifts();

    void put(CloudChange change, Instant appended);

    List<CloudChange> changesOf(String entity);

    /** Forgets at most so many changes that were appended before a time. */
    void forgetChanges(Instant before, int limit);

    List<RouteBinding> bindings();

    /** @param binding null removes it */
    void putBinding(String key, @Nullable RouteBinding binding);

    List<Barrier> barriers();

    Barrier barrier(String scope);

    void put(Barrier barrier);

    /** Forgets that the scope is configured. */
    void removeBarrier(String scope);

    List<Sweep> sweeps();

    void put(Sweep sweep);

    void remove(Sweep sweep);

    /** Scopes whose first comparison a person has looked at. */
    Set<String> baselined();

    void baseline(String scope);

    /** A resource to look at again. */
    record Timer(Instant deadline, String resourceKey) {}

    void put(Timer timer);

    void remove(Timer timer);

    /** Keys of all resources that are to be looked at again. */
    List<String> armed();

    /** Timers that are due, earliest first, at most so many. */
    List<Timer> due(Instant now, int limit);
}
