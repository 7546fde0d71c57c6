package io.driftgate.correlator.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.CloudChange;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseTableTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/ci/deploy";

    private final CauseTable causes =
            new CauseTable(List.of(new Pipeline("deploy", Set.of(ROLE, "arn:aws:iam::123456789012:user/robot"))));

    @ParameterizedTest
    @CsvSource({
        // who                                                         issuer
        // channel      cause
        "arn:aws:iam::123456789012:user/mallory,,CONSOLE,MANUAL_CONSOLE",
        "arn:aws:iam::123456789012:user/mallory,,CLI,MANUAL_CLI",
        "arn:aws:iam::123456789012:user/mallory,,SDK,OTHER_AUTOMATION",
        "arn:aws:iam::123456789012:user/mallory,,IAC,OTHER_AUTOMATION",
        "arn:aws:iam::123456789012:user/mallory,,UNKNOWN,UNKNOWN",
        "'',,AWS_SERVICE,CLOUD_SERVICE",
        "arn:aws:iam::123456789012:root,,CONSOLE,MANUAL_CONSOLE",
        "arn:aws:sts::123456789012:assumed-role/nightly-tidy/x,arn:aws:iam::123456789012:role/nightly-tidy,SDK,OTHER_AUTOMATION",
        // listed, by each way to be it
        "arn:aws:iam::123456789012:user/robot,,SDK,PIPELINE",
        "arn:aws:iam::123456789012:role/ci/deploy,,IAC,PIPELINE",
        "arn:aws:sts::123456789012:assumed-role/deploy/run-1,arn:aws:iam::123456789012:role/ci/deploy,IAC,PIPELINE",
        "arn:aws:sts::123456789012:assumed-role/deploy/run-1,,CLI,PIPELINE",
        "arn:aws:sts::123456789012:assumed-role/deploy/run-1,,UNKNOWN,PIPELINE",
        "arn:aws:sts::123456789012:assumed-role/deploy/run-1,,AWS_SERVICE,PIPELINE",
        // a person with the pipeline's role
        "arn:aws:sts::123456789012:assumed-role/deploy/mallory,arn:aws:iam::123456789012:role/ci/deploy,CONSOLE,MANUAL_CONSOLE",
        // almost listed
        "arn:aws:sts::123456789012:assumed-role/deployer/run-1,,IAC,OTHER_AUTOMATION",
        "arn:aws:sts::123456789012:assumed-role/other/deploy,,IAC,OTHER_AUTOMATION",
        "arn:aws:sts::210987654321:assumed-role/deploy/run-1,,IAC,OTHER_AUTOMATION",
        "arn:aws-cn:sts::123456789012:assumed-role/deploy/run-1,,IAC,OTHER_AUTOMATION",
        "arn:aws:sts::123456789012:federated-user/deploy,,IAC,OTHER_AUTOMATION",
        "arn:aws:iam::123456789012:role/deploy,,IAC,OTHER_AUTOMATION",
        "arn:aws:iam::123456789012:user/deploy,,IAC,OTHER_AUTOMATION",
        "arn:aws:iam::123456789012:user/ROBOT,,IAC,OTHER_AUTOMATION"
    })
    void shouldNameTheCause(String arn, @Nullable String issuer, Channel channel, Cause cause) {
        CloudChange change = CloudChange.newBuilder()
                .setChannel(channel)
                .setActor(Actor.newBuilder()
                        .setArn(arn)
                        .setSessionIssuerArn(issuer)
                        .build())
                .build();

        assertThat(causes.of(change)).isEqualTo(cause);
    }

    @Test
    void shouldNotTakeNobodyForAPipeline() {
        CloudChange change = CloudChange.newBuilder().setChannel(Channel.IAC).build();

        assertThat(causes.of(change)).isEqualTo(Cause.OTHER_AUTOMATION);
        assertThat(new CauseTable(List.of()).of(change)).isEqualTo(Cause.OTHER_AUTOMATION);
    }
}
