package io.driftgate.proxy.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.config.EffectiveConfig;
import io.driftgate.proxy.breakglass.BreakGlass;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.proxy.feedback.FeedReport;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.record.AccessLedger;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this instance says of itself: the configuration in force, redacted, its guards, and the balance of its requests. One
 * thread makes the records; any may ask {@link #notReady}.
 */
public final class StatusReport {

    private final GatewayConfig config;
    private final String incarnation;
    private final String version;
    private final Instant startedAt;
    private final SignedBook<RouteGuard> guards;
    private final List<FeedReport> feeds;
    private final BreakGlass glass;
    private final AccessLedger ledger;
    private final String effective;
    private final String digest;
    private @Nullable Instant refusingSince;

    /**
     * @param incarnation a UUID for each start
     * @param version Driftgate's
     * @param guards those in force
     * @param feeds of all that must be read before requests are served
     * @param glass what people have opened
     */
    public StatusReport(
            GatewayConfig config,
            String incarnation,
            String version,
            Instant startedAt,
            SignedBook<RouteGuard> guards,
            List<FeedReport> feeds,
            BreakGlass glass,
            AccessLedger ledger) {
        this.config = config;
        this.incarnation = incarnation;
        this.version = version;
        this.startedAt = startedAt;
        this.guards = guards;
        this.feeds = List.copyOf(feeds);
        this.glass = glass;
        this.ledger = ledger;
        JsonNode json = EffectiveConfig.json(config);
        this.effective = CanonicalJson.write(json);
        this.digest = CanonicalJson.sha256Hex(json);
    }

    /** Key of the record: gateway/instance. */
    public String key() {
        return config.gateway().name() + "/" + config.gateway().instance();
    }

    /** What is still missing before requests are served; nothing when they are. */
    public Optional<String> notReady() {
        String unread = feeds.stream().flatMap(feed -> feed.notReady().stream()).collect(Collectors.joining("; "));
        if (!unread.isEmpty()) {
            return Optional.of(unread);
        }
        return ledger.balance().refusing()
                ? Optional.of("Kafka does not take access events, so requests are refused")
                : Optional.empty();
    }

    /** The record. */
    public GatewayStatus at(Instant now) {
        AccessLedger.Balance balance = ledger.balance();
        return GatewayStatus.newBuilder()
                .setGateway(config.gateway().name())
                .setInstance(config.gateway().instance())
                .setIncarnation(incarnation)
                .setConfigRevision(config.revision())
                .setConfigDigest(digest)
                .setEffectiveConfig(effective)
                .setVersion(version)
                .setReady(notReady().isEmpty())
                .setGuardVersions(guards.versions())
                .setReceived(balance.received())
                .setRecorded(balance.recorded())
                .setPending(balance.pending())
                .setRefusedForAudit(balance.refusedForAudit())
                .setAggregated(balance.aggregated())
                .setConditions(conditions(now))
                .setStartedAt(startedAt)
                .setOccurred(now)
                .build();
    }

    /** What people should know now; each condition keeps the time when it began. */
    List<Condition> conditions(Instant now) {
        List<Condition> conditions = new ArrayList<>();
        feeds.forEach(feed -> conditions.addAll(feed.conditions(now)));
        conditions.addAll(glass.conditions(now));
        refusingSince = !ledger.balance().refusing() ? null : refusingSince == null ? now : refusingSince;
        if (refusingSince != null) {
            conditions.add(Condition.newBuilder()
                    .setType("audit-unavailable")
                    .setActive(true)
                    .setMessage("Kafka does not take access events; requests are refused until it does")
                    .setSince(refusingSince)
                    .build());
        }
        return conditions;
    }
}
