package io.driftgate.correlator.attribution;

import io.driftgate.correlator.compare.Difference;
import io.driftgate.schemas.events.CloudChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who made one resource differ?
 *
 * @param type the provider's resource type: tells apart the resources that describe one entity
 * @param lastMatching when live was read for the last time before it differed, by the collector's clock; empty when unknown
 * @param firstDiffering when live was first read as it is now, by the collector's clock
 * @param differences what differs; one with an empty path and one side for a resource that is UNMANAGED or MISSING
 * @param changes what the cloud reported for the entity, in any order, duplicates included
 */
public record AttributionQuestion(
        String type,
        Optional<Instant> lastMatching,
        Instant firstDiffering,
        List<Difference> differences,
        List<CloudChange> changes) {

    public AttributionQuestion {
        differences = List.copyOf(differences);
        changes = List.copyOf(changes);
    }
}
