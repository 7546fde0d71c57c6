package io.driftgate.standalone;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/**
 * Kafka's own authorizer, which also writes down what was asked of it and what it said. The broker makes it by its class's
 * name, so what it wrote is kept for the class: one broker at a time.
 */
public final class RecordingAuthorizer extends StandardAuthorizer {

    /** What somebody wanted to do. */
    record Asked(String principal, AclOperation operation, ResourcePattern resource) {

        /** Whether the pattern reaches what was asked for. */
        boolean isOn(ResourcePattern pattern) {
            boolean named = pattern.patternType() == PatternType.PREFIXED
                    ? resource.name().startsWith(pattern.name())
                    : resource.name().equals(pattern.name());
            return named && resource.resourceType() == pattern.resourceType();
        }
    }

    private static final Set<Asked> ALLOWED = ConcurrentHashMap.newKeySet();
    private static final Set<Asked> DENIED = ConcurrentHashMap.newKeySet();

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            Asked asked = new Asked(context.principal().toString(), action.operation(), action.resourcePattern());
            // What is not for the log is a question whose answer refuses nothing: whether a wider right makes a
            // narrower one
            // needless, or everything that one may do with a topic, which Kafka tells who describes it.
            if (results.get(i) == AuthorizationResult.ALLOWED && action.logIfAllowed()) {
                ALLOWED.add(asked);
            } else if (results.get(i) == AuthorizationResult.DENIED && action.logIfDenied()) {
                DENIED.add(asked);
            }
        }
        return results;
    }

    static void forget() {
        ALLOWED.clear();
        DENIED.clear();
    }

    static Set<Asked> allowed() {
        return Set.copyOf(ALLOWED);
    }

    static Set<Asked> denied() {
        return Set.copyOf(DENIED);
    }
}
