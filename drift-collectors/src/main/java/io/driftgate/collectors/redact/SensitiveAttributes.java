package io.driftgate.collectors.redact;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is sensitive without anybody marking it: by a table of types and paths, by the attribute's name, and by what the
 * value is. Names err on the side of hiding: a hidden value still compares, it only cannot be read.
 */
public final class SensitiveAttributes {

    private static final String FILE = "sensitive-attributes.txt";

    private static final Pattern NAME = Pattern.compile("(?i).*("
            + "passw(or)?d|passphrase|secret|token|credential|private_?key|api_?key|access_?key|auth_?key|shared_?key"
            + "|account_?key|connection_?string|client_?cert|master_?key|license_?key|webhook_?url|kubeconfig"
            + "|key_?material|sas_?ur[il]|ssh_?key|signing_?key).*|(?i)(.*_)?(psk|pwd|pass)");
    /** Names that match above and only point to, or describe, a secret. */
    private static final Pattern HARMLESS_NAME =
            Pattern.compile("(?i).*(_arns?|_version|_versions|_length|_name|_prefix"
                    + "|_enabled|_required|_policy|_age|_ttl|_days|_validity|_validity_units|_type|_algorithm|_source|_endpoint"
                    + "|_expiration|_rotation|_count|_path|_reset_required|_hard_expiry|_reuse_prevention|_status)$"
                    + "|^(http_tokens|manage_master_user_password)$");

    private static final Pattern VALUE = Pattern.compile("(?s).*(-----BEGIN [A-Z ]*PRIVATE KEY-----"
            + "|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{36}|\\bxox[abprs]-[A-Za-z0-9-]{10}"
            + "|\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.).*");
    private static final int LONGEST_SEARCHED_VALUE = 64 * 1024;

    private final Map<String, Set<List<String>>> paths;

    private SensitiveAttributes(Map<String, Set<List<String>>> paths) {
        this.paths = paths;
    }

    /** The table that comes with Driftgate. */
    public static SensitiveAttributes shipped() {
        InputStream file = Objects.requireNonNull(SensitiveAttributes.class.getResourceAsStream(FILE), FILE);
        Map<String, Set<List<String>>> paths = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] words = line.strip().split("\\s+");
                        if (words.length != 2) {
                            throw new IllegalStateException(FILE + ": '" + line + "' (expected: type path)");
                        }
                        paths.computeIfAbsent(words[0], type -> new HashSet<>())
                                .add(SensitivePath.parse(words[1]).names());
                    });
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + FILE, broken);
        }
        return new SensitiveAttributes(paths);
    }

    /** Whether everything at and below a path is sensitive, by its type or its name. */
    public boolean isSensitive(String type, List<String> path) {
        if (paths.getOrDefault(type, Set.of()).contains(path)) {
            return true;
        }
        String name = path.getLast();
        return NAME.matcher(name).matches() && !HARMLESS_NAME.matcher(name).matches();
    }

    /** Whether a text gives itself away; one that is too long to search is taken for sensitive. */
    public boolean looksSecret(String value) {
        return value.length() > LONGEST_SEARCHED_VALUE || VALUE.matcher(value).matches();
    }
}
