package io.driftgate.standalone.doctor;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.catalogue.CatalogueDeployment;
import io.driftgate.standalone.catalogue.Entry;
import io.driftgate.standalone.config.ServiceSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * The cluster that a configuration names.
 *
 * @param step is told what is being asked
 */
record ClusterChecks(ServiceSettings settings, TopicPrefix prefix, InstantSource clock, Consumer<String> step) {

    List<Finding> all() throws InterruptedException {
        step.accept("asking the broker at " + settings.kafka().bootstrapServers());
        BrokerCheck broker = new BrokerCheck(settings.kafka().bootstrapServers());
        Optional<Finding> unreachable = broker.unreachable();
        step.accept("asking the registry at " + settings.schemaRegistry().url());
        Finding registry = new RegistryCheck(settings.schemaRegistry()).answer();
        if (unreachable.isPresent()) {
            return List.of(unreachable.get(), registry, unasked("topics"), unasked("clock"));
        }
        List<Finding> findings = new ArrayList<>();
        try (KafkaAccess access = new KafkaAccess(settings.kafka(), settings.schemaRegistry(), prefix, "doctor");
                Admin admin = access.admin()) {
            Finding answer = broker.answer(admin);
            findings.add(answer);
            findings.add(registry);
            boolean both = !answer.needsWork() && !registry.needsWork();
            findings.add(both ? catalogue(access) : unasked("topics"));
            step.accept("comparing clocks");
            findings.add(
                    answer.needsWork()
                            ? unasked("clock")
                            : new ClockCheck(clock)
                                    .compare(settings.schemaRegistry().toRegistryConfig(), admin, prefix));
        } catch (KafkaException unusable) {
            return List.of(BrokerCheck.refused(unusable), registry, unasked("topics"), unasked("clock"));
        }
        return findings;
    }

    private Finding catalogue(KafkaAccess access) {
        try {
            return judge(
                    new CatalogueDeployment(access, settings.topics(), step).check(),
                    settings.topics().registerSchemas());
        } catch (KafkaException | RegistryException failed) {
            return Finding.fail(
                    "topics",
                    "topics and subjects cannot be read: " + failed.getMessage(),
                    "Look at the rights of our user");
        }
    }

    /** @param byServices whether the services make what is missing themselves */
    static Finding judge(List<Entry> entries, boolean byServices) {
        List<String> wrong = entries.stream()
                .filter(entry -> entry.state() == Entry.State.WRONG)
                .map(entry -> entry.name() + ": " + entry.detail())
                .toList();
        List<String> missing = entries.stream()
                .filter(entry -> entry.state() == Entry.State.MISSING)
                .map(Entry::name)
                .toList();
        if (!wrong.isEmpty()) {
            return Finding.fail(
                    "topics",
                    wrong.size() + " are not as the catalogue says, the first: " + wrong.getFirst(),
                    "driftgate schemas check tells all");
        }
        if (missing.isEmpty()) {
            return Finding.ok("topics", "all " + entries.size() + " topics and subjects are as the catalogue says");
        }
        return byServices
                ? Finding.ok(
                        "topics",
                        entries.size() - missing.size()
                                + " topics and subjects are as the catalogue says; services make the other "
                                + missing.size() + " when they need them")
                : Finding.fail(
                        "topics",
                        missing.size() + " topics and subjects are missing, the first: " + missing.getFirst(),
                        "driftgate schemas register --config FILE makes them");
    }

    private static Finding unasked(String subject) {
        return Finding.skip(subject, "not asked: broker or registry does not answer");
    }
}
