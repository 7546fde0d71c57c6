package io.driftgate.collectors.config;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Interpolated;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.kit.management.ManagementSection;
import io.driftgate.kit.signing.TrustedSigner;
import io.driftgate.schemas.identity.Cover;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code collectors.yaml}.
 *
 * @param version of the format: 1
 * @param interpolated what stands in for values of the environment when the rest is shown
 * @param name of this process among the collectors
 * @param trustedSigners keys of the correlator, whose commands are obeyed
 * @param sensitiveValues how secrets in attributes are digested
 * @param accounts that resources and changes may come from
 * @param declared what should be
 * @param live what is
 * @param changes who changed what
 */
public record CollectorsConfig(
        int version,
        Interpolated interpolated,
        @Default("collectors") String name,
        KafkaSection kafka,
        SchemaRegistrySection schemaRegistry,
        @Default("{}") TopicsSection topics,
        @Default("{}") ManagementSection management,
        List<TrustedSigner> trustedSigners,
        SensitiveValues sensitiveValues,
        List<Account> accounts,
        List<DeclaredSource> declared,
        List<LiveSource> live,
        List<ChangeSource> changes)
        implements Checked {

    /**
     * @param digestKey at least 32 bytes of random text
     * @param keyId names the key in every digest
     */
    public record SensitiveValues(
            Secret digestKey, @Default("k1") String keyId) implements Checked {
        @Override
        public void check(Problems problems) {
            if (digestKey.reveal().getBytes(StandardCharsets.UTF_8).length < 32) {
                problems.at("digest_key").add("a short key", "at least 32 random bytes");
            }
            if (!keyId.matches("[A-Za-z0-9._-]{1,64}")) {
                problems.at("key_id").add("'" + keyId + "'", "1 to 64 letters, digits, '.', '_', '-'");
            }
        }
    }

    /**
     * @param awsAccountId twelve digits
     * @param regions the first is that of resources whose ARN names none
     */
    public record Account(String name, String awsAccountId, List<String> regions) implements Checked {
        @Override
        public void check(Problems problems) {
            if (!awsAccountId.matches("\\d{12}")) {
                problems.at("aws_account_id").add("'" + awsAccountId + "'", "twelve digits, in quotes");
            }
            if (regions.isEmpty()) {
                problems.at("regions").add("none", "at least one region");
            }
        }
    }

    /**
     * @param account name of the account that the state is about
     * @param interval how often an unchanged state is said to be so
     */
    public record DeclaredSource(
            String name,
            String account,
            TerraformStateFiles terraformState,
            @Default("5m") Duration interval) {}

    /**
     * @param file a state, or a folder of {@code *.tfstate} files
     * @param watch whether to look for changes all the time, and not only at the interval
     */
    public record TerraformStateFiles(
            Path file, @Default("false") boolean watch) {}

    /**
     * @param file one JSON object per resource
     * @param covers what the file lists in full, beside the places and types that it names:
     *     {@code provider/account/region/type}
     */
    public record LiveSource(
            String name,
            LiveFile file,
            List<String> covers,
            @Default("5m") Duration interval) implements Checked {
        @Override
        public void check(Problems problems) {
            for (int i = 0; i < covers.size(); i++) {
                try {
                    Cover.parse(covers.get(i));
                } catch (IllegalArgumentException broken) {
                    problems.at("covers[" + i + "]").add("'" + covers.get(i) + "'", "provider/account/region/type");
                }
            }
        }
    }

    /**
     * @param path JSON lines, or a folder of {@code *.jsonl} files, which are read as one
     * @param watch whether to look for changes all the time, and not only at the interval
     */
    public record LiveFile(Path path, @Default("false") boolean watch) {}

    /** @param folder where CloudTrail files are dropped */
    public record ChangeSource(String name, ChangeFolder folder) {}

    /**
     * @param path files that are dropped here are read, and moved to {@code .done} once Kafka has their changes
     * @param accounts names of the accounts that changes are taken from
     */
    public record ChangeFolder(Path path, List<String> accounts) implements Checked {
        @Override
        public void check(Problems problems) {
            if (path.toString().matches(".*[?#%&].*")) {
                problems.at("path").add("'" + path + "'", "a path without any of ? # % &");
            }
            if (!Files.isDirectory(path)) {
                problems.at("path").add(path + " is no folder", "a folder that is there");
            }
            if (accounts.isEmpty()) {
                problems.at("accounts").add("none", "names from accounts: a door takes nothing by default");
            }
        }
    }

    @Override
    public void check(Problems problems) {
        if (version != 1) {
            problems.at("version").add(Integer.toString(version), "1");
        }
        if (trustedSigners.isEmpty()) {
            problems.at("trusted_signers").add("none", "the correlator's: {name: s1, public_key: {file: signing.pub}}");
        }
        names(
                problems,
                "trusted_signers",
                trustedSigners.stream().map(TrustedSigner::name).toList());
        names(problems, "accounts", accounts.stream().map(Account::name).toList());
        names(problems, "declared", declared.stream().map(DeclaredSource::name).toList());
        names(problems, "live", live.stream().map(LiveSource::name).toList());
        names(problems, "changes", changes.stream().map(ChangeSource::name).toList());
        for (int i = 0; i < declared.size(); i++) {
            known(problems.at("declared[" + i + "].account"), declared.get(i).account());
        }
        for (int i = 0; i < changes.size(); i++) {
            List<String> allowed = changes.get(i).folder().accounts();
            for (int j = 0; j < allowed.size(); j++) {
                known(problems.at("changes[" + i + "].folder.accounts[" + j + "]"), allowed.get(j));
            }
        }
    }

    /** The account of a name. */
    public Optional<Account> account(String accountName) {
        return accounts.stream()
                .filter(account -> account.name().equals(accountName))
                .findFirst();
    }

    private void known(Problems problems, String accountName) {
        if (account(accountName).isEmpty()) {
            problems.add("'" + accountName + "'", "the name of one of accounts");
        }
    }

    private static void names(Problems problems, String list, List<String> names) {
        Set<String> seen = new HashSet<>();
        List<String> checked = new ArrayList<>(names);
        for (int i = 0; i < checked.size(); i++) {
            String name = checked.get(i);
            if (!name.matches("[a-z0-9][a-z0-9-]*") || !seen.add(name)) {
                problems.at(list + "[" + i + "].name").add("'" + name + "'", "kebab-case, and each name once");
            }
        }
    }
}
