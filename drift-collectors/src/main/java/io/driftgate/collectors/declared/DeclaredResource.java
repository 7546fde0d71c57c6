package io.driftgate.collectors.declared;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.collectors.redact.SensitivePath;
import io.driftgate.schemas.identity.ResourceKey;
import java.util.Set;

/**
 * One instance of a managed resource, as a Terraform state holds it: secrets included, so it must not leave the collector
 * before it is redacted.
 *
 * @param key what it describes
 * @param address Terraform's address within the state: {@code module.a.aws_x.b["k"]}
 * @param id the provider's id
 * @param attributes in the provider's terms
 * @param marked what the state itself marks as sensitive
 */
public record DeclaredResource(
        ResourceKey key, String address, String id, JsonNode attributes, Set<SensitivePath> marked) {

    public DeclaredResource {
        marked = Set.copyOf(marked);
    }

    /** Without the attributes, which may hold secrets. */
    @Override
    public String toString() {
        return address + " " + key;
    }
}
