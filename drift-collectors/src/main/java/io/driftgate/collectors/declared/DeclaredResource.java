package io.driftgate.collectors.declared;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.collectors.redact.SensitivePath;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One instance of a managed resource, as a Terraform state holds it: secrets included, so it must not leave the collector
 * before it is redacted.
 *
 * @param key what it describes
 * @param address Terraform's address within the state: {@code module.a.aws_x.b["k"]}
 * @param id the provider's id
 * @param attributes in the provider's terms
 * @param marked what the state itself marks as sensitive
 * @param rivals attributes of other instances that describe the same thing otherwise: which of them holds cannot be told
 */
public record DeclaredResource(
        ResourceKey key,
        String address,
        String id,
        JsonNode attributes,
        Set<SensitivePath> marked,
        List<JsonNode> rivals) {

    public DeclaredResource {
        marked = Set.copyOf(marked);
        rivals = List.copyOf(rivals);
    }

    /** This one, described by another instance as well; what either marks stays marked. */
    DeclaredResource alsoBy(DeclaredResource other) {
        Set<SensitivePath> both = new HashSet<>(marked);
        both.addAll(other.marked);
        String found = CanonicalJson.write(other.attributes);
        boolean known = Stream.concat(Stream.of(attributes), rivals.stream())
                .anyMatch(one -> CanonicalJson.write(one).equals(found));
        List<JsonNode> all = new ArrayList<>(rivals);
        if (!known) {
            all.add(other.attributes);
        }
        return new DeclaredResource(key, address, id, attributes, both, all);
    }

    /** Without the attributes, which may hold secrets. */
    @Override
    public String toString() {
        return address + " " + key;
    }
}
