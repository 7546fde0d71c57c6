package io.driftgate.correlator.query;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeReport;
import io.driftgate.schemas.events.ScopeStatus;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** State that a test fills. */
final class FakeState implements StateView {

    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    volatile List<DriftRecord> drifts = new ArrayList<>();
    volatile List<Alert> alerts = new ArrayList<>();
    volatile List<RouteGuard> guards = new ArrayList<>();
    volatile List<ScopeReport> scopes = new ArrayList<>();
    volatile List<String> missing = List.of();
    volatile boolean broken;

    @Override
    public Answer<DriftRecord> drifts() {
        if (broken) {
            throw new IllegalStateException("the store at /inner/place is closed");
        }
        return new Answer<>(drifts, missing);
    }

    @Override
    public Answer<Alert> alerts() {
        return new Answer<>(alerts, missing);
    }

    @Override
    public Answer<RouteGuard> guards() {
        return new Answer<>(guards, missing);
    }

    @Override
    public Answer<ScopeReport> scopes() {
        return new Answer<>(scopes, missing);
    }

    @Override
    public Answer<DriftRecord> driftOf(String resourceKey) {
        return new Answer<>(
                drifts().items().stream()
                        .filter(drift -> drift.getResourceKey().equals(resourceKey))
                        .toList(),
                missing);
    }

    @Override
    public Answer<RouteGuard> guardOf(String route) {
        return new Answer<>(
                guards.stream().filter(guard -> guard.getKey().equals(route)).toList(), missing);
    }

    static DriftRecord.Builder drift(String id) {
        return DriftRecord.newBuilder()
                .setId(id)
                .setResourceKey("aws/1/r/ec2/" + id + "#aws_security_group")
                .setType("aws_security_group")
                .setStatus(DriftStatus.DRIFTED)
                .setSeverity(Severity.LOW)
                .setDeclaredScopes(List.of("declared:a"))
                .setLiveScopes(List.of("live:a"))
                .setOpenedAt(START);
    }

    static Alert alert(String id, AlertStatus status, long openedSecond) {
        return Alert.newBuilder()
                .setId(id)
                .setFingerprint("f-" + id)
                .setStatus(status)
                .setOpenedAt(START.plusSeconds(openedSecond))
                .build();
    }

    static RouteGuard guard(String key, GuardAction action) {
        return RouteGuard.newBuilder().setKey(key).setAction(action).build();
    }

    static ScopeReport scope(String scope, ScopeKind kind, ScopeStatus status) {
        return ScopeReport.newBuilder()
                .setScope(scope)
                .setKind(kind)
                .setStatus(status)
                .build();
    }
}
