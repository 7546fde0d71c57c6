package io.driftgate.standalone.deploy;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.StartRefusedException;
import io.driftgate.standalone.catalogue.CatalogueDeployment;
import io.driftgate.standalone.catalogue.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * Makes Kafka and the registry ready for the services, which then need not be allowed to: Kafka's users and what each may do,
 * the topics, their schemas. All of it may be done again.
 */
final class ClusterPreparer {

    private static final int SALT_BYTES = 16;

    private final ClusterConfig config;
    private final TopicPrefix prefix;
    private final Consumer<String> progress;

    /** @param progress takes a line for each thing that is done */
    ClusterPreparer(ClusterConfig config, TopicPrefix prefix, Consumer<String> progress) {
        this.config = config;
        this.prefix = prefix;
        this.progress = progress;
    }

    /**
     * @throws StartRefusedException when Kafka does not take its users, or a topic or schema is there that does not fit
     */
    void prepare() throws IOException, InterruptedException {
        try (KafkaAccess kafka = new KafkaAccess(config.kafka(), config.schemaRegistry(), prefix, "cluster")) {
            try (Admin admin = kafka.admin()) {
                setPasswords(admin);
                progress.accept("kafka: " + KafkaUser.ofServices().size() + " users");
                int removed = new AclKeeper(admin, prefix, config.patience()).keep();
                progress.accept("kafka: the ACLs of each" + (removed == 0 ? "" : ", and " + removed + " others gone"));
            }
            List<Entry> entries = new CatalogueDeployment(kafka, config.topics(), step -> {}).make();
            List<Entry> unfit =
                    entries.stream().filter(entry -> !entry.isFine()).toList();
            if (!unfit.isEmpty()) {
                throw new StartRefusedException(unfit.stream()
                        .map(entry -> entry.kind().name().toLowerCase(Locale.ROOT) + " " + entry.name() + ": "
                                + entry.detail())
                        .collect(Collectors.joining("\n")));
            }
            progress.accept("catalogue: " + entries.size() + " topics and subjects as it says");
        }
    }

    private void setPasswords(Admin admin) throws IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        List<UserScramCredentialAlteration> alterations = new ArrayList<>();
        for (KafkaUser user : KafkaUser.ofServices()) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            alterations.add(new UserScramCredentialUpsertion(
                    user.name(),
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, KafkaUser.ITERATIONS),
                    Files.readAllBytes(config.users().resolve(user.name())),
                    salt));
        }
        try {
            var unused = admin.alterUserScramCredentials(alterations)
                    .all()
                    .get(config.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw refused(String.valueOf(refused.getCause()));
        } catch (TimeoutException late) {
            throw refused("no answer within " + config.patience().toSeconds() + " s");
        }
    }

    private StartRefusedException refused(String why) {
        return new StartRefusedException("Kafka at " + config.kafka().bootstrapServers() + " did not take its users: "
                + why + " (expected: it runs, and its data and the secrets are of one deployment)");
    }
}
