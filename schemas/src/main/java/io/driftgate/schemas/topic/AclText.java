package io.driftgate.schemas.topic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** Writes ACLs down, for people to run and for programs to read. Both forms say the same. */
public final class AclText {

    /** What one call of {@code kafka-acls.sh} can grant at once: the same operations, to one principal. */
    private record Grant(String principal, ResourceType type, PatternType pattern, Set<AclOperation> operations) {}

    private AclText() {}

    /**
     * Calls of Kafka's {@code kafka-acls.sh} for a POSIX shell, with {@code $BOOTSTRAP_SERVER} and {@code $COMMAND_CONFIG} (a
     * properties file of somebody who may alter the cluster). As few as can be, since each starts a JVM.
     */
    public static List<String> commands(Collection<AclBinding> acls) {
        Map<ResourceOf, Set<AclOperation>> operations = new LinkedHashMap<>();
        acls.forEach(acl -> operations
                .computeIfAbsent(
                        new ResourceOf(acl.entry().principal(), acl.pattern()), resource -> new LinkedHashSet<>())
                .add(acl.entry().operation()));
        Map<Grant, Set<String>> names = new LinkedHashMap<>();
        operations.forEach((of, allowed) -> names.computeIfAbsent(
                        new Grant(of.principal, of.resource.resourceType(), of.resource.patternType(), allowed),
                        grant -> new LinkedHashSet<>())
                .add(of.resource.name()));
        return names.entrySet().stream()
                .map(grant -> command(grant.getKey(), grant.getValue()))
                .toList();
    }

    private record ResourceOf(String principal, ResourcePattern resource) {}

    private static String command(Grant grant, Set<String> names) {
        String option = " --" + grant.type.name().toLowerCase(Locale.ROOT).replace('_', '-') + " ";
        return "kafka-acls.sh --bootstrap-server \"$BOOTSTRAP_SERVER\" --command-config \"$COMMAND_CONFIG\" --add"
                + " --allow-principal " + quoted(grant.principal)
                + grant.operations.stream()
                        .map(operation -> " --operation " + SecurityUtils.operationName(operation))
                        .collect(Collectors.joining())
                + " --resource-pattern-type "
                + grant.pattern.name().toLowerCase(Locale.ROOT)
                + names.stream().map(name -> option + quoted(name)).collect(Collectors.joining());
    }

    /** Names of ours need no quotes; principals may hold anything. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9._:-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** One JSON object a line, in Kafka's own words: principal, host, permission, operation, resource type, pattern type, name. */
    public static List<String> jsonLines(Collection<AclBinding> acls) {
        return acls.stream().map(AclText::json).map(ObjectNode::toString).toList();
    }

    private static ObjectNode json(AclBinding acl) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("principal", acl.entry().principal())
                .put("host", acl.entry().host())
                .put("permission", acl.entry().permissionType().name())
                .put("operation", acl.entry().operation().name())
                .put("resource_type", acl.pattern().resourceType().name())
                .put("pattern_type", acl.pattern().patternType().name())
                .put("name", acl.pattern().name());
    }
}
