package io.driftgate.standalone.deploy;

import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.ServiceAcls;
import io.driftgate.schemas.topic.TopicPrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/**
 * Keeps what each service may do in Kafka to what the catalogue says, also when an update takes something away. What people
 * have allowed to {@link Service#USERS} beyond it stays.
 */
final class AclKeeper {

    private final Admin admin;
    private final ServiceAcls wanted;
    private final Duration patience;

    /** @param admin stays the caller's to close */
    AclKeeper(Admin admin, TopicPrefix prefix, Duration patience) {
        this.admin = admin;
        this.wanted = new ServiceAcls(prefix, ServiceAcls.USER);
        this.patience = patience;
    }

    /**
     * Adds what is missing, then takes away what a service has too much.
     *
     * @return how many were taken away
     * @throws KafkaException when Kafka does not answer or refuses
     */
    int keep() {
        List<AclBinding> missing = new ArrayList<>();
        List<AclBindingFilter> tooMuch = new ArrayList<>();
        for (Service service : Service.values()) {
            Set<AclBinding> right = new HashSet<>(wanted.of(service));
            Collection<AclBinding> found = await(
                    "read the ACLs of " + service.label(),
                    admin.describeAcls(of(wanted.principal(service))).values());
            right.stream().filter(acl -> !found.contains(acl)).forEach(missing::add);
            if (service != Service.USERS) {
                found.stream()
                        .filter(acl -> !right.contains(acl))
                        .map(AclBinding::toFilter)
                        .forEach(tooMuch::add);
            }
        }
        var unused = await("add ACLs", admin.createAcls(missing).all());
        var removed = await("take ACLs away", admin.deleteAcls(tooMuch).all());
        return removed.size();
    }

    private static AclBindingFilter of(String principal) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
    }

    private <T> T await(String action, KafkaFuture<T> answer) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            throw new KafkaException(action + ": " + refused.getCause(), refused.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException(action + ": no answer from Kafka within " + patience.toSeconds() + " s", late);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new KafkaException(action + " was interrupted", stop);
        }
    }
}
