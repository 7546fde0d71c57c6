package io.driftgate.standalone.client;

import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.standalone.data.DataFolder;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Issues tokens under the key of one data folder: who can read the key file is an operator. */
public final class Tokens {

    /** {@code aud} of tokens for the correlator's API. */
    public static final String API_AUDIENCE = "driftgate";

    /** {@code aud} of tokens for the routes of the gateway: no caller's token opens the API. */
    public static final String GATEWAY_AUDIENCE = "gateway";

    /** What an operator's token may do: read everything, and order what {@code POST /v1/commands} takes. */
    public static final List<String> OPERATOR_SCOPES = List.of("driftgate:read", "driftgate:operate");

    /** What a command that only asks needs. */
    private static final List<String> READER_SCOPES = List.of("driftgate:read");

    private final LocalIssuer issuer;

    private Tokens(LocalIssuer issuer) {
        this.issuer = issuer;
    }

    /**
     * The issuer of a folder. None is made: nobody would believe its tokens.
     *
     * @throws ApiException when the folder has none
     */
    public static Tokens of(DataFolder folder) {
        if (!Files.exists(folder.issuerKey())) {
            throw new ApiException("no key in " + folder.issuerKey()
                    + " (expected: made by driftgate up; name its folder with --data, or give --token-file)");
        }
        return new Tokens(LocalIssuer.open(folder.issuerKey(), InstantSource.system()));
    }

    public String operator(String subject, Duration lifetime) {
        return issuer.issue(subject, API_AUDIENCE, OPERATOR_SCOPES, lifetime);
    }

    /** A token that opens guarded routes at the gateway, and nothing else: no operator's token does that by the way. */
    public String breakGlass(String subject, Duration lifetime) {
        return issuer.issue(subject, API_AUDIENCE, List.of("driftgate:break-glass"), lifetime);
    }

    /** A token for the API that changes nothing. */
    public String reader(String subject, Duration lifetime) {
        return issuer.issue(subject, API_AUDIENCE, READER_SCOPES, lifetime);
    }

    /** A token for the gateway's routes. */
    public String caller(String subject, List<String> scopes, Duration lifetime) {
        return issuer.issue(subject, GATEWAY_AUDIENCE, scopes, lifetime);
    }
}
