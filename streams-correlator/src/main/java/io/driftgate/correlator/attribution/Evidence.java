package io.driftgate.correlator.attribution;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.correlator.compare.Difference;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What one change has to do with one finding, each from 0 to 1.
 *
 * @param path whether its call or its parameters name what differs
 * @param value whether its parameters hold what the differing attribute became, or, for a call that takes away, what is gone
 */
record Evidence(double path, double value) {

    /** How calls that take something away begin. */
    private static final Pattern TAKING = Pattern.compile(
            "(Delete|Terminate|Remove|Revoke|Deregister|Release|Detach|Disassociate|Disable|Untag|ScheduleKeyDeletion).*");
    /** How calls that make something begin. */
    private static final Pattern MAKING = Pattern.compile(
            "(Create|Run|Put|Allocate|Register|Import|Attach|Associate|Add|Authorize|Copy|Restore|Publish|Request|Start).*");
    /** How calls that set something begin, which may be to nothing: S3's logging is turned off so. */
    private static final Pattern SETTING = Pattern.compile("(Put|Set|Update|Modify|Replace).*");

    private static final double SETTING_ALONE = 0.6;
    /** What a collector puts in the place of a secret parameter. */
    private static final String HIDDEN = "***";

    private static final double CANNOT_TELL = 0.5;
    /** The type alone says little: every call to a security group names the group. */
    private static final double TYPE_ALONE = 0.5;

    static Evidence of(CloudChange change, String type, List<Difference> differences) {
        Set<String> event = Words.of(change.getEventName());
        double typeShare = Words.share(typeWords(type), event);
        String parameters = change.getRequestParameters();
        Leaves request = parameters == null ? Leaves.none() : leaves(parameters);
        boolean taking = TAKING.matcher(change.getEventName()).matches();
        double path = 0;
        double value = 0;
        for (Difference difference : differences) {
            Evidence one = difference.path().isEmpty()
                    ? whole(change, difference, typeShare)
                    : new Evidence(
                            Math.max(named(difference, event, request), TYPE_ALONE * typeShare),
                            held(difference, request, taking, parameters == null));
            path = Math.max(path, one.path);
            value = Math.max(value, one.value);
        }
        return new Evidence(path, value);
    }

    /** Whether there is anything at all that ties the change to the finding, beside the entity and the time. */
    boolean any() {
        return path > 0 || value > CANNOT_TELL;
    }

    /** A resource that is there without being declared was made, one that is not there was taken away. */
    private static Evidence whole(CloudChange change, Difference difference, double typeShare) {
        String event = change.getEventName();
        Pattern verbs = difference.live().isPresent() ? MAKING : TAKING;
        double fits = verbs.matcher(event).matches()
                ? 0.5 + typeShare / 2
                : SETTING.matcher(event).matches() ? SETTING_ALONE * typeShare : 0;
        return new Evidence(fits, fits);
    }

    private static double named(Difference difference, Set<String> event, Leaves request) {
        List<String> names = Words.names(difference.path());
        if (names.isEmpty()) {
            return 0;
        }
        Set<String> among = new TreeSet<>(event);
        among.addAll(request.words());
        double last = Words.share(Words.of(names.getLast()), among);
        double first = Words.share(Words.of(names.getFirst()), among);
        return Math.max(last, first);
    }

    private static double held(Difference difference, Leaves request, boolean taking, boolean noParameters) {
        if (noParameters) {
            return CANNOT_TELL;
        }
        Leaves declared = difference.declared().map(Leaves::of).orElseGet(Leaves::none);
        Leaves live = difference.live().map(Leaves::of).orElseGet(Leaves::none);
        Set<String> changed = taking ? declared.valuesNotIn(live) : live.valuesNotIn(declared);
        if (changed.stream().anyMatch(request.values()::contains)) {
            return 1;
        }
        List<String> names = Words.names(difference.path());
        if (names.isEmpty()) {
            return 0;
        }
        String last = Leaves.compact(names.getLast());
        boolean same = (taking ? difference.declared() : difference.live())
                .filter(JsonNode::isValueNode)
                .filter(now -> request.named().contains(last + "=" + now.asText()))
                .isPresent();
        if (same) {
            return 1;
        }
        return request.named().contains(last + "=" + HIDDEN) ? CANNOT_TELL : 0;
    }

    /** {@code aws_s3_bucket_policy}: bucket, policy. */
    private static Set<String> typeWords(String type) {
        List<String> parts = Arrays.asList(type.split("_"));
        List<String> telling = parts.size() > 2 && parts.get(1).length() <= 3
                ? parts.subList(2, parts.size())
                : parts.subList(Math.min(1, parts.size() - 1), parts.size());
        return Words.of(String.join("_", telling));
    }

    private static Leaves leaves(String parameters) {
        try {
            return Leaves.of(CanonicalJson.read(parameters));
        } catch (IllegalArgumentException broken) {
            // Parameters that cannot be read say as much as parameters that hold nothing.
            return Leaves.none();
        }
    }
}
