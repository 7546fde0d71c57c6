package io.driftgate.standalone.doctor;

import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares this machine's clock with others. The registry's {@code Date} (RFC 9110, section 6.6.1) tells both ways, to a
 * second; the newest append time of a heartbeat topic only tells that this clock is behind the broker's.
 */
final class ClockCheck {

    private static final Duration EXACT = Duration.ofSeconds(2);
    /** What verifiers of tokens allow. */
    private static final Duration MUCH = Duration.ofSeconds(30);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final InstantSource clock;

    ClockCheck(InstantSource clock) {
        this.clock = clock;
    }

    Finding compare(RegistryConfig registry, Admin admin, TopicPrefix prefix) throws InterruptedException {
        Optional<Duration> ahead = aheadOf(registry);
        if (ahead.isPresent()) {
            return judge("the registry's", ahead.get());
        }
        return newestAppend(admin, prefix)
                .map(appended -> Duration.between(appended, clock.instant()))
                .map(since -> since.isNegative()
                        ? judge("the broker's", since)
                        : Finding.ok("clock", "not behind the broker's; the registry does not tell its own"))
                .orElseGet(() -> Finding.skip("clock", "neither the registry nor a record tells another clock's time"));
    }

    /** @param ahead by how much this clock is; negative when it is behind */
    static Finding judge(String whose, Duration ahead) {
        Duration apart = ahead.abs();
        String found =
                "this clock is " + apart.toSeconds() + " s " + (ahead.isNegative() ? "behind " : "ahead of ") + whose;
        String advice = "Set both by NTP: tokens and orders carry times";
        if (apart.compareTo(MUCH) > 0) {
            return Finding.fail("clock", found, advice);
        }
        return apart.compareTo(EXACT) > 0
                ? Finding.warn("clock", found, advice)
                : Finding.ok("clock", "as " + whose + ", to 2 s");
    }

    private Optional<Duration> aheadOf(RegistryConfig registry) throws InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(registry.urls().getFirst() + "/subjects"))
                    .timeout(TIMEOUT)
                    .build();
            Instant asked = clock.instant();
            HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            Duration half = Duration.between(asked, clock.instant()).dividedBy(2);
            return answer.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    // The header leaves out what is below a second: half of one on average.
                    .map(date -> Duration.between(date.plusMillis(500), asked.plus(half)));
        } catch (IOException | DateTimeException | IllegalArgumentException notTold) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> newestAppend(Admin admin, TopicPrefix prefix) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
            admin.describeTopics(Stream.of(TopicCatalogue.COLLECTOR_STATUS, TopicCatalogue.GATEWAY_STATUS)
                            .map(prefix::name)
                            .toList())
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(part ->
                                    newest.put(new TopicPartition(name, part.partition()), OffsetSpec.maxTimestamp())));
            return admin.listOffsets(newest).all().get().values().stream()
                    .map(ListOffsetsResultInfo::timestamp)
                    .filter(time -> time > 0)
                    .max(Long::compare)
                    .map(Instant::ofEpochMilli);
        } catch (ExecutionException noTopicsYet) {
            return Optional.empty();
        }
    }
}
