package io.driftgate.correlator.alert;

import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.AttributionCandidate;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.identity.ShortId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drift records to judge by: a security group that mallory opened, and variations of it. */
final class Drifts {

    static final String KEY = "aws/123456789012/eu-west-1/ec2/sg-0abc#aws_security_group";
    static final Instant OPENED = Instant.parse("2026-03-01T10:02:12Z");

    private Drifts() {}

    static DriftRecord.Builder opened() {
        return DriftRecord.newBuilder()
                .setResourceKey(KEY)
                .setId(ShortId.drift(KEY))
                .setType("aws_security_group")
                .setAddress("aws_security_group.orders")
                .setStatus(DriftStatus.DRIFTED)
                .setSeverity(Severity.HIGH)
                .setDifferences(List.of(worldOpen()))
                .setEpisode(1)
                .setRevision(1)
                .setAttribution(by("mallory", Cause.MANUAL_CONSOLE, 0.97))
                .setRoutes(List.of("edge/orders"))
                .setOpenedAt(OPENED)
                .setOccurred(OPENED.minusSeconds(1))
                .setIngested(OPENED);
    }

    static DriftRecord.Builder ended(Resolution resolution) {
        return opened().setStatus(DriftStatus.IN_SYNC)
                .setResolution(resolution)
                .setSeverity(Severity.INFO)
                .setDifferences(List.of())
                .setRoutes(List.of())
                .setResolvedAt(OPENED.plusSeconds(9))
                .setIngested(OPENED.plusSeconds(8));
    }

    static AttributeDifference worldOpen() {
        return difference("ingress[0].cidr_blocks", "[\"10.0.0.0/8\"]", "[\"0.0.0.0/0\",\"10.0.0.0/8\"]")
                .setSeverity(Severity.HIGH)
                .setRule("world-open-ingress")
                .setTechnique("T1190")
                .setReason("port 8443 is open to the internet")
                .build();
    }

    static AttributeDifference.Builder difference(String path, @Nullable String declared, @Nullable String live) {
        return AttributeDifference.newBuilder()
                .setPath(path)
                .setDeclared(declared)
                .setLive(live)
                .setSeverity(Severity.LOW)
                .setReason("no exposure rule matches");
    }

    static Attribution by(String name, Cause cause, double confidence) {
        return Attribution.newBuilder()
                .setCause(cause)
                .setConfidence(confidence)
                .setChange(AttributionCandidate.newBuilder()
                        .setEventId("event-of-" + name)
                        .setEventName("AuthorizeSecurityGroupIngress")
                        .setActor(Actor.newBuilder()
                                .setArn("arn:aws:iam::123456789012:user/" + name)
                                .setName(name)
                                .setMfa(false)
                                .build())
                        .setChannel(Channel.CONSOLE)
                        .setSourceAddress("203.0.113.9")
                        .build())
                .build();
    }

    static Attribution nobody() {
        return Attribution.newBuilder().setCause(Cause.UNKNOWN).build();
    }
}
