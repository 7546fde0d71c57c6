package io.driftgate.sinks;

import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.AttributionCandidate;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.List;

/** Alerts as the correlator writes them. */
public final class Alerts {

    public static final Instant NOW = Instant.parse("2026-03-01T10:02:11.500Z");

    private Alerts() {}

    /** A security group that somebody opened by hand. */
    public static Alert opened(String fingerprint) {
        return Alert.newBuilder()
                .setFingerprint(fingerprint)
                .setId("a-7k2mq4xw")
                .setVersion(1)
                .setKind(AlertKind.DRIFT)
                .setEpisode(1)
                .setRevision(1)
                .setNotify(true)
                .setStatus(AlertStatus.OPEN)
                .setSeverity(Severity.HIGH)
                .setTitle("port 8443 is open to the internet")
                .setSummary("mallory opened it in the console.")
                .setSubject("aws/123456789012/eu-west-1/ec2/sg-0abc#aws_security_group")
                .setAddress("aws_security_group.orders")
                .setDriftIds(List.of("d-7k2mq4xw"))
                .setDifferences(List.of(
                        difference("ingress[0].cidr_blocks", "[\"10.0.0.0/8\"]", "[\"10.0.0.0/8\",\"0.0.0.0/0\"]")))
                .setAttribution(byMallory())
                .setRoutes(List.of("edge/orders"))
                .setResolution(Resolution.UNRESOLVED)
                .setOpenedAt(NOW)
                .setOccurred(NOW.minusSeconds(1))
                .setIngested(NOW)
                .setCorrelated(NOW)
                .build();
    }

    /** The same, taken back. */
    public static Alert resolved(String fingerprint) {
        return Alert.newBuilder(opened(fingerprint))
                .setVersion(2)
                .setRevision(2)
                .setStatus(AlertStatus.RESOLVED)
                .setResolution(Resolution.REVERTED)
                .setResolvedAt(NOW.plusSeconds(8))
                .setCorrelated(NOW.plusSeconds(8))
                .build();
    }

    /** One difference. */
    public static AttributeDifference difference(String path, String declared, String live) {
        return AttributeDifference.newBuilder()
                .setPath(path)
                .setDeclared(declared)
                .setLive(live)
                .setSeverity(Severity.HIGH)
                .build();
    }

    private static Attribution byMallory() {
        return Attribution.newBuilder()
                .setCause(Cause.MANUAL_CONSOLE)
                .setConfidence(0.97)
                .setChange(AttributionCandidate.newBuilder()
                        .setEventId("11111111-2222-3333-4444-555555555555")
                        .setEventName("AuthorizeSecurityGroupIngress")
                        .setActor(Actor.newBuilder()
                                .setIdentityType("IAMUser")
                                .setArn("arn:aws:iam::123456789012:user/mallory")
                                .setName("mallory")
                                .setMfa(false)
                                .build())
                        .setChannel(Channel.CONSOLE)
                        .setSourceAddress("203.0.113.9")
                        .setOccurred(NOW.minusSeconds(1))
                        .setScore(0.97)
                        .build())
                .build();
    }
}
