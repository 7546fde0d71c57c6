package io.driftgate.standalone.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.config.EffectiveConfig;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;

/**
 * One service's configuration, and the parts of it that read the same in all four.
 *
 * @param config the service's own record
 */
public record ServiceSettings(
        ServiceKind kind,
        Record config,
        KafkaSection kafka,
        SchemaRegistrySection schemaRegistry,
        TopicsSection topics) {

    /** As it is in force: defaults included, secrets hidden. */
    public JsonNode effective() {
        return EffectiveConfig.json(config);
    }
}
