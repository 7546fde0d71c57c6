package io.driftgate.proxy.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.config.EffectiveConfig;
import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.proxy.guard.GuardBook;
import io.driftgate.proxy.record.AccessLedger;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What this instance says of itself: the configuration in force, redacted, its guards, and the balance of its requests. */
public final class StatusReport {

    private final GatewayConfig config;
    private final String incarnation;
    private final String version;
    private final Instant startedAt;
    private final GuardBook book;
    private final AccessLedger ledger;
    private final String effective;
    private final String digest;

    /**
     * @param incarnation a UUID for each start
     * @param version Driftgate's
     */
    public StatusReport(
            GatewayConfig config,
            String incarnation,
            String version,
            Instant startedAt,
            GuardBook book,
            AccessLedger ledger) {
        this.config = config;
        this.incarnation = incarnation;
        this.version = version;
        this.startedAt = startedAt;
        this.book = book;
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
        if (!book.complete()) {
            return Optional.of("route-guards are not read to their end yet");
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
                .setGuardVersions(book.versions())
                .setReceived(balance.received())
                .setRecorded(balance.recorded())
                .setPending(balance.pending())
                .setRefusedForAudit(balance.refusedForAudit())
                .setAggregated(balance.aggregated())
                .setConditions(conditions(balance, now))
                .setStartedAt(startedAt)
                .setOccurred(now)
                .build();
    }

    private static List<Condition> conditions(AccessLedger.Balance balance, Instant now) {
        return balance.refusing()
                ? List.of(Condition.newBuilder()
                        .setType("audit-unavailable")
                        .setActive(true)
                        .setMessage("Kafka does not take access events; requests are refused until it does")
                        .setSince(now)
                        .build())
                : List.of();
    }
}
