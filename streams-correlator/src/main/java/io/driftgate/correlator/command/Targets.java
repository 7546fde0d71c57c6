package io.driftgate.correlator.command;

import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.identity.Scope;
import java.util.Optional;
import java.util.regex.Pattern;

/** What each kind of order may be about: the grammar of its key. Whether there is such a thing is asked elsewhere. Pure. */
final class Targets {

    private static final Pattern ROUTE = Pattern.compile("[a-z0-9][a-z0-9-]{0,127}/[a-z0-9][a-z0-9-]{0,127}");
    /** A token in compact form (RFC 7515): it is a secret, its id is not. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[^.]*\\.[^.]*\\.[^.]*");

    private static final int LONGEST_KEY = 2048;
    private static final int LONGEST_CREDENTIAL = 256;

    private Targets() {}

    /** What is wrong with a target; nothing when all is well. It does not repeat the target. */
    static Optional<String> problem(CommandKind kind, String target) {
        return switch (kind) {
            case BASELINE_SCOPE, RESCAN_SCOPE ->
                unless(isScope(target), "a scope, such as declared:terraform:s3://bucket/key or live:file:lab");
            case ACCEPT_DRIFT ->
                unless(isResourceKey(target), "a resource key, entity#type[/sub_id]; GET /v1/drift shows it");
            case SET_GUARD, RELEASE_GUARD -> unless(ROUTE.matcher(target).matches(), "gateway/route");
            case REVOKE_CREDENTIAL ->
                unless(
                        isCredentialId(target),
                        "the credential's public id, such as a token's jti, of at most " + LONGEST_CREDENTIAL
                                + " characters; never the credential itself");
            case NOTHING -> Optional.of("kind (expected: an order)");
        };
    }

    private static Optional<String> unless(boolean good, String expected) {
        return good ? Optional.empty() : Optional.of("target (expected: " + expected + ")");
    }

    private static boolean isScope(String target) {
        try {
            return Scope.parse(target).text().equals(target) && isPrintable(target);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static boolean isResourceKey(String target) {
        try {
            return target.length() <= LONGEST_KEY
                    && ResourceKey.parse(target).text().equals(target);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static boolean isCredentialId(String target) {
        return !target.isEmpty()
                && target.length() <= LONGEST_CREDENTIAL
                && isPrintable(target)
                && target.codePoints().noneMatch(Character::isWhitespace)
                && !TOKEN.matcher(target).matches();
    }

    private static boolean isPrintable(String target) {
        return PrintableText.of(target).equals(target);
    }
}
