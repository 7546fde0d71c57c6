package io.driftgate.correlator.feedback;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.Revocation;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/**
 * What has to be known of a topic whose readers act on it, to tell its genuine records from all others.
 *
 * @param type of its values
 * @param key that a value repeats
 * @param version of a value, which only rises under a key and follows append time in milliseconds
 * @param partitionedBy the part of a key that decides the partition
 * @param newer the same order under a higher version
 */
public record FeedbackTopic<V extends SpecificRecord>(
        Topic topic,
        Class<V> type,
        Function<V, String> key,
        ToLongFunction<V> version,
        UnaryOperator<String> partitionedBy,
        Newer<V> newer) {

    /** Repeats an order under a higher version, at some time. */
    @FunctionalInterface
    public interface Newer<V> {
        V of(V value, long version, Instant now);
    }

    /** What the proxies of a route do. */
    public static FeedbackTopic<RouteGuard> guards() {
        return new FeedbackTopic<>(
                TopicCatalogue.ROUTE_GUARDS,
                RouteGuard.class,
                RouteGuard::getKey,
                RouteGuard::getVersion,
                FeedbackTopic::gateway,
                (guard, version, now) -> RouteGuard.newBuilder(guard)
                        .setVersion(version)
                        .setCorrelated(now)
                        .build());
    }

    /** Credentials that are no longer good. */
    public static FeedbackTopic<Revocation> revocations() {
        return new FeedbackTopic<>(
                TopicCatalogue.REVOCATIONS,
                Revocation.class,
                Revocation::getCredentialId,
                Revocation::getVersion,
                UnaryOperator.identity(),
                (revocation, version, now) ->
                        Revocation.newBuilder(revocation).setVersion(version).build());
    }

    /** Orders of people; each is carried out once, and none is given again. */
    public static FeedbackTopic<OperatorCommand> commands() {
        return new FeedbackTopic<>(
                TopicCatalogue.OPERATOR_COMMANDS,
                OperatorCommand.class,
                OperatorCommand::getTarget,
                OperatorCommand::getVersion,
                UnaryOperator.identity(),
                (command, version, now) ->
                        OperatorCommand.newBuilder(command).setVersion(version).build());
    }

    /** What people are told. */
    public static FeedbackTopic<Alert> alerts() {
        return new FeedbackTopic<>(
                TopicCatalogue.ALERTS,
                Alert.class,
                Alert::getFingerprint,
                Alert::getVersion,
                UnaryOperator.identity(),
                (alert, version, now) ->
                        Alert.newBuilder(alert).setVersion(version).build());
    }

    private static String gateway(String key) {
        int end = key.indexOf('/');
        return end < 0 ? key : key.substring(0, end);
    }
}
