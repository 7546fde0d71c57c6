package io.driftgate.standalone;

import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;

/** Tells by what Kafka's authorizer was asked which ACLs are used, and which are missed. */
record AclUse(TopicPrefix prefix, SecuredBroker broker) {

    /**
     * Rights of services that the story did not use. Left out are those on a topic that the service's present version does not
     * look at yet, to make a topic that another made first, and to write on a topic that stayed empty.
     */
    List<String> unused(List<AclBinding> acls) throws Exception {
        List<String> unused = new ArrayList<>();
        for (AclBinding acl : acls) {
            Optional<Topic> topic = topic(acl);
            boolean excused = acl.entry().principal().endsWith(Service.USERS.label())
                    || topic.isPresent()
                            && (!isUsed(acl, AclOperation.DESCRIBE_CONFIGS)
                                    || acl.entry().operation() == AclOperation.CREATE && isMadeByAnother(acl)
                                    || acl.entry().operation() == AclOperation.WRITE
                                            && broker.ends(prefix, topic.get()).stream()
                                                    .allMatch(end -> end == 0));
            if (!excused && !isUsed(acl, acl.entry().operation())) {
                unused.add(acl.entry().principal() + " " + acl.entry().operation() + " "
                        + acl.pattern().name().substring(prefix.value().length()));
            }
        }
        return unused;
    }

    private Optional<Topic> topic(AclBinding acl) {
        return TopicCatalogue.topics().stream()
                .filter(topic -> prefix.name(topic).equals(acl.pattern().name()))
                .findFirst();
    }

    private static boolean isUsed(AclBinding acl, AclOperation operation) {
        return RecordingAuthorizer.allowed().stream()
                .anyMatch(asked -> asked.operation() == operation
                        && asked.principal().equals(acl.entry().principal())
                        && asked.isOn(acl.pattern()));
    }

    private static boolean isMadeByAnother(AclBinding acl) {
        return RecordingAuthorizer.allowed().stream()
                .anyMatch(asked -> asked.operation() == AclOperation.CREATE
                        && !asked.principal().equals(acl.entry().principal())
                        && asked.isOn(acl.pattern()));
    }

    /** Whether somebody was refused what this would allow; {@code DESCRIBE}, which it includes, may be asked for first. */
    static boolean isMissed(AclBinding acl) {
        return RecordingAuthorizer.denied().stream()
                .anyMatch(asked -> asked.principal().equals(acl.entry().principal()) && asked.isOn(acl.pattern()));
    }
}
