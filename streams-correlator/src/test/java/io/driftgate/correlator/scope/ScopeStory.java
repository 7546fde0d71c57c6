package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeFactKind;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts about scopes to tell stories with. Times are seconds. */
public final class ScopeStory {

    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    public static final String CODE = "declared:terraform:file:/orders.tfstate";
    public static final String CLOUD = "live:file:lab";
    public static final String EDGE = "edge/edge-1";

    private static final long INTERVAL = 300_000;

    private ScopeStory() {}

    public static Instant at(long second) {
        return START.plusSeconds(second);
    }

    /** A heartbeat of a collector. */
    public static ScopeFact status(long second, String scope, @Nullable Instant lastSuccess, Condition... conditions) {
        return builder(ScopeFactKind.STATUS, second, scope)
                .setCollectorStatus(CollectorStatus.newBuilder()
                        .setScope(scope)
                        .setCollector("collectors-1")
                        .setIntervalMs(INTERVAL)
                        .setLastSuccess(lastSuccess)
                        .setConditions(Arrays.asList(conditions))
                        .setOccurred(at(second))
                        .build())
                .build();
    }

    /** A heartbeat of a gateway. */
    public static ScopeFact gateway(long second, boolean ready, Condition... conditions) {
        return builder(ScopeFactKind.GATEWAY_STATUS, second, EDGE)
                .setGatewayStatus(GatewayStatus.newBuilder()
                        .setGateway("edge")
                        .setInstance("edge-1")
                        .setConfigRevision(7)
                        .setVersion("0.1.0")
                        .setReady(ready)
                        .setConditions(Arrays.asList(conditions))
                        .build())
                .build();
    }

    public static ScopeFact completed(long second, String scope, long resources) {
        return builder(ScopeFactKind.SCOPE_COMPLETED, second, scope)
                .setResources(resources)
                .build();
    }

    public static ScopeFact retired(long second, String scope) {
        return builder(ScopeFactKind.RETIRED, second, scope).build();
    }

    public static ScopeFact bound(long second, String route, boolean bound) {
        return builder(ScopeFactKind.BINDING, second, EDGE)
                .setBindingKey("edge/" + route + "/edge-1")
                .setBound(bound)
                .build();
    }

    public static ScopeFact tick(long second) {
        return builder(ScopeFactKind.TICK, second, "").build();
    }

    public static ScopeFact.Builder drift(long second, String scope, String name, Severity severity) {
        return builder(ScopeFactKind.DRIFT_COUNTED, second, scope)
                .setResourceKey("aws/1/r/ec2/" + name + "#aws_security_group")
                .setDriftId("d-" + name)
                .setAddress("aws_security_group." + name)
                .setStatus(DriftStatus.DRIFTED)
                .setSeverity(severity)
                .setFirstSight(true);
    }

    public static ScopeFact baseline(long second, String scope, String id) {
        return builder(ScopeFactKind.COMMAND, second, scope)
                .setCommand(OperatorCommand.newBuilder()
                        .setId(id)
                        .setKind(CommandKind.BASELINE_SCOPE)
                        .setTarget(scope)
                        .setOperator("jwt:local/alice")
                        .setReason("looked at it")
                        .setOccurred(at(second))
                        .build())
                .build();
    }

    public static Condition condition(String type, String message) {
        return Condition.newBuilder()
                .setType(type)
                .setActive(true)
                .setMessage(message)
                .setSince(START)
                .build();
    }

    /** The row that facts leave, judged after each that says something of itself, and at the end. */
    public static ScopeRow row(long judgedAt, ScopeFact... facts) {
        ScopeDecider decider = new ScopeDecider();
        ScopeRow row =
                ScopeRow.named(facts[0].getScope(), facts[0].getAppendTime().toEpochMilli());
        for (ScopeFact fact : List.of(facts)) {
            row = ScopeLedger.apply(row, fact);
            boolean heard = fact.getKind() == ScopeFactKind.STATUS || fact.getKind() == ScopeFactKind.GATEWAY_STATUS;
            row = heard ? decider.judge(row, fact.getAppendTime()) : row;
        }
        return decider.judge(row, at(judgedAt));
    }

    private static ScopeFact.Builder builder(ScopeFactKind kind, long second, String scope) {
        return ScopeFact.newBuilder().setKind(kind).setScope(scope).setAppendTime(at(second));
    }
}
