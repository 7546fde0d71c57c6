package io.driftgate.correlator.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One place at which declared and live state differ.
 *
 * @param path member names and indexes from the root: {@code ingress[0].cidr_blocks}; empty for a whole resource. In a set the
 *     index is the declared element's; elements that are only live come after the declared ones
 * @param declared the declared value; empty where there is none
 * @param live the live value; empty where there is none
 */
public record Difference(String path, Optional<JsonNode> declared, Optional<JsonNode> live) {}
