package io.driftgate.correlator.feedback;

import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.kit.signing.Attested.Reason;
import io.driftgate.kit.signing.Attested.Untrusted;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of feedback topics to judge by. */
final class Records {

    static final String KEY = "edge/orders";
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    static final long AT = START.toEpochMilli();
    static final String OWN = "s2";
    static final String EARLIER = "s1";

    private Records() {}

    static RouteGuard guard(GuardAction action, long version) {
        return RouteGuard.newBuilder()
                .setKey(KEY)
                .setGateway("edge")
                .setRoute("orders")
                .setAction(action)
                .setVersion(version)
                .setDriftIds(List.of())
                .setBindingDigests(List.of())
                .build();
    }

    static Alert alert(AlertKind kind, long version) {
        return Alert.newBuilder()
                .setFingerprint(KEY)
                .setKind(kind)
                .setVersion(version)
                .setTitle("title of " + version)
                .build();
    }

    static <V> Attested<V> signed(V value) {
        return new Genuine<>(value, OWN);
    }

    static <V> Attested<V> forged() {
        return new Untrusted<>(Reason.UNSIGNED);
    }

    /** As read at an offset, appended so many ms after the start. */
    static <V> ReadBack<V> at(long offset, @Nullable Attested<V> value) {
        return under(KEY, offset, value);
    }

    static <V> ReadBack<V> under(@Nullable String key, long offset, @Nullable Attested<V> value) {
        return new ReadBack<>(key, value, true, "p-topic", 2, offset, AT + offset);
    }
}
