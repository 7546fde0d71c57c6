package io.driftgate.collectors.declared;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a provider's address: {@code provider["registry.terraform.io/hashicorp/aws"].west}, the older
 * {@code provider.aws}, either of them in a module.
 */
final class ProviderAddress {

    private static final Pattern QUOTED = Pattern.compile("provider\\[\"([^\"]+)\"\\]");
    private static final Pattern BARE = Pattern.compile("(?:^|\\.)provider\\.([a-z0-9-]+)");
    /** Several providers that manage one cloud. */
    private static final Map<String, String> CLOUDS =
            Map.of("google-beta", "google", "awscc", "aws", "azapi", "azurerm", "azuread", "azuread");

    private ProviderAddress() {}

    /** The cloud's name in entities: {@code aws}. */
    static String shortName(String address) {
        Matcher quoted = QUOTED.matcher(address);
        Matcher bare = BARE.matcher(address);
        String name;
        if (quoted.find()) {
            name = quoted.group(1).substring(quoted.group(1).lastIndexOf('/') + 1);
        } else if (bare.find()) {
            name = bare.group(1);
        } else {
            throw new IllegalArgumentException(
                    "provider '" + address + "' (expected: provider[\"host/namespace/name\"])");
        }
        return CLOUDS.getOrDefault(name, name);
    }
}
