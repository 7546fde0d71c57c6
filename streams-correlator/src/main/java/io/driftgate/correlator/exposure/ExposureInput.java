package io.driftgate.correlator.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One difference, with the resource around it. For a resource that is UNMANAGED or MISSING the path is empty, and so is one
 * side.
 *
 * @param type the provider's resource type: {@code aws_security_group}
 * @param path where: {@code ingress[0].cidr_blocks}
 * @param declared the declared value at the path
 * @param live the live value at the path
 * @param declaredResource attributes of the whole resource as declared; JSON null or an empty object where there is none
 * @param liveResource attributes of the whole resource as live; JSON null or an empty object where there is none
 */
public record ExposureInput(
        String type,
        String path,
        Optional<JsonNode> declared,
        Optional<JsonNode> live,
        JsonNode declaredResource,
        JsonNode liveResource) {}
