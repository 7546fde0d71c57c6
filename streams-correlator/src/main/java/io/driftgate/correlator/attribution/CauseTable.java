package io.driftgate.correlator.attribution;

import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.identity.Arn;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What kind of actor made a change.
 *
 * <pre>
 * channel       listed identity    anybody else
 * CONSOLE       MANUAL_CONSOLE     MANUAL_CONSOLE      no pipeline clicks: somebody sits there with its role
 * CLI           PIPELINE           MANUAL_CLI
 * IAC, SDK      PIPELINE           OTHER_AUTOMATION
 * AWS_SERVICE   PIPELINE           CLOUD_SERVICE
 * UNKNOWN       PIPELINE           UNKNOWN
 * </pre>
 *
 * The channel follows from what the caller says of itself and is a hint; who counts as a pipeline follows from its identity
 * alone.
 */
final class CauseTable {

    private static final String SESSION = "assumed-role/";
    private static final String ROLE = "role/";

    private final Set<String> principals;

    CauseTable(List<Pipeline> pipelines) {
        this.principals = pipelines.stream()
                .flatMap(pipeline -> pipeline.principals().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    Cause of(CloudChange change) {
        boolean listed = change.getActor() != null && isListed(change.getActor());
        Channel channel = change.getChannel();
        return switch (channel) {
            case CONSOLE -> Cause.MANUAL_CONSOLE;
            case CLI -> listed ? Cause.PIPELINE : Cause.MANUAL_CLI;
            case IAC, SDK -> listed ? Cause.PIPELINE : Cause.OTHER_AUTOMATION;
            case AWS_SERVICE -> listed ? Cause.PIPELINE : Cause.CLOUD_SERVICE;
            case UNKNOWN -> listed ? Cause.PIPELINE : Cause.UNKNOWN;
        };
    }

    private boolean isListed(Actor actor) {
        return Stream.of(actor.getArn(), actor.getSessionIssuerArn())
                        .filter(Objects::nonNull)
                        .anyMatch(principals::contains)
                || isSessionOfListedRole(actor.getArn());
    }

    /**
     * {@code arn:aws:sts::1:assumed-role/deploy/x} is a session of {@code arn:aws:iam::1:role/ci/deploy}: the session's ARN leaves
     * the role's path out, and names of roles are unique within an account whatever their path.
     */
    private boolean isSessionOfListedRole(String text) {
        return Arn.parse(text)
                .filter(arn -> arn.service().equals("sts") && arn.resource().startsWith(SESSION))
                .filter(session -> principals.stream()
                        .flatMap(listed -> Arn.parse(listed).stream())
                        .anyMatch(role -> role.service().equals("iam")
                                && role.resource().startsWith(ROLE)
                                && role.partition().equals(session.partition())
                                && !role.account().isEmpty()
                                && role.account().equals(session.account())
                                && role.name().equals(roleName(session))))
                .isPresent();
    }

    private static String roleName(Arn session) {
        String rest = session.resource().substring(SESSION.length());
        int cut = rest.indexOf('/');
        return cut < 0 ? rest : rest.substring(0, cut);
    }
}
