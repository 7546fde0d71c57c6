package io.driftgate.sinks.trust;

import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.kit.signing.Attested.Untrusted;
import io.driftgate.schemas.events.Alert;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the correlator's alerts from all others. A signature alone does not: an old record can be written again, or under
 * another key, and nobody signs a tombstone. Equal versions pass, since open alerts are published again daily, and a record
 * whose turn ended is read again; a later stage knows what was told. It knows versions since it was made: what was settled
 * before that, the {@link io.driftgate.sinks.dedupe.DeliveryMarks} know. One thread.
 */
public final class AlertGate {

    private final Map<String, Long> versions = new HashMap<>();

    /** @param value null for a tombstone */
    public Admission admit(@Nullable String key, @Nullable Attested<Alert> value) {
        return switch (value) {
            case null -> new Admission.Dropped("tombstone");
            case Untrusted<Alert> untrusted ->
                new Admission.Dropped(untrusted.reason().label());
            case Genuine<Alert> genuine -> genuine(key, genuine.value());
        };
    }

    private Admission genuine(@Nullable String key, Alert alert) {
        if (!alert.getFingerprint().equals(key)) {
            return new Admission.Dropped("foreign-key");
        }
        if (alert.getVersion() < versions.getOrDefault(key, 0L)) {
            return new Admission.Dropped("outdated");
        }
        versions.put(key, alert.getVersion());
        return new Admission.Admitted(alert);
    }
}
