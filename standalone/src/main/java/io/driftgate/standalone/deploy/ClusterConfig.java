package io.driftgate.standalone.deploy;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code cluster.yaml}: what is prepared for the services before they start.
 *
 * @param version of the format: 1
 * @param kafka as a super user
 * @param topics as in the services' files
 * @param users a folder with one file for each user, named after it, that holds the password
 * @param patience how long Kafka and the registry may take to answer
 */
public record ClusterConfig(
        int version,
        KafkaSection kafka,
        SchemaRegistrySection schemaRegistry,
        @Default("{}") TopicsSection topics,
        Path users,
        @Default("2m") Duration patience)
        implements Checked {

    @Override
    public void check(Problems problems) {
        if (version != 1) {
            problems.at("version").add(Integer.toString(version), "1");
        }
        if (!topics.registerSchemas()) {
            problems.at("topics.register_schemas").add("false", "true: this step is where schemas are registered");
        }
        for (KafkaUser user : KafkaUser.ofServices()) {
            if (!Files.isReadable(users.resolve(user.name()))) {
                problems.at("users").add("no readable " + users.resolve(user.name()), "a file with its password");
            }
        }
    }
}
