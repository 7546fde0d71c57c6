package io.driftgate.correlator.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.json.UnsetAttributes;
import java.util.List;

/**
 * Compares a resource as declared with the same resource as live, both in the terms of the Terraform provider, by meaning:
 *
 * <ul>
 *   <li>absent, null, an empty text and an empty collection are the same; so are {@code 8443} and {@code "8443"}, {@code true}
 *       and {@code "true"};
 *   <li>JSON inside a text compares as JSON, a policy in IAM's language as what it allows;
 *   <li>sets compare without order, lists with it. Where nothing says which an array is, another order is <em>unknown</em>;
 *   <li>what the cloud computes is not compared (resource {@code attributes.txt});
 *   <li>what is declared and not reported at all is unknown; what is reported and was never known to the state is left out,
 *       while what the state says is not set ({@link UnsetAttributes}) differs;
 *   <li>keyed digests of sensitive values compare under one key; anything else beside a digest is unknown.
 * </ul>
 *
 * Pure and thread-safe. The result depends neither on the order of members nor on that of a set's live elements.
 */
public final class DriftComparer {

    private final AttributeTable table;

    private DriftComparer(AttributeTable table) {
        this.table = table;
    }

    /** Compares by the table that comes with Driftgate. */
    public static DriftComparer shipped() {
        return new DriftComparer(AttributeTable.shipped());
    }

    /**
     * Compares a resource.
     *
     * @param type the provider's resource type: {@code aws_security_group}
     * @param declared its attributes in the state, a JSON object
     * @param live its attributes as they are, a JSON object
     */
    public Comparison compare(String type, JsonNode declared, JsonNode live) {
        if (!declared.isObject() || !live.isObject()) {
            throw new IllegalArgumentException("found attributes of " + type + " that are " + declared.getNodeType()
                    + " and " + live.getNodeType() + " (expected: two JSON objects)");
        }
        Walk walk = new Walk(table, type, Walk.Membership.BLOCK);
        walk.members(
                "",
                List.of(),
                UnsetAttributes.restored(declared),
                UnsetAttributes.restored(live),
                Walk.Membership.RESOURCE);
        return walk.result();
    }
}
