package io.driftgate.schemas.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyGrammarTest {

    private static final List<String> PIECES = List.of(
            "a", "/", "#", "%", "%2F", "|", " ", "é", "😀", "\n", "..", "*", "jwt:", "ip:", "-", "\\", "?", "\u0000");

    @Test
    void shouldWriteAnEntityAsTheDesignSays() {
        Entity entity = new Entity("aws", "123456789012", "eu-west-1", "ec2", "sg-0abc");

        assertThat(entity.text()).isEqualTo("aws/123456789012/eu-west-1/ec2/sg-0abc");
        assertThat(Entity.parse(entity.text())).isEqualTo(entity);
        assertThat(new ResourceKey(entity, "aws_security_group_rule", "sgrule-1").text())
                .isEqualTo("aws/123456789012/eu-west-1/ec2/sg-0abc#aws_security_group_rule/sgrule-1");
        assertThat(Entity.ofRoute("edge", "orders")).hasToString("driftgate/edge/global/route/orders");
    }

    @Test
    void shouldKeepSeparatorsInPartsApart() {
        assertThat(new Entity("aws", "1", "eu", "logs", "/shop/orders#1%").text())
                .isEqualTo("aws/1/eu/logs/%2Fshop%2Forders%231%25");
    }

    @Test
    void shouldComeBackTheSameAndNeverMeetForAnyParts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, ResourceKey> seen = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            ResourceKey key = new ResourceKey(
                    new Entity(part(random), part(random), part(random), part(random), part(random)),
                    part(random),
                    random.nextBoolean() ? "" : part(random));

            assertThat(ResourceKey.parse(key.text())).as("seed %d", seed).isEqualTo(key);
            ResourceKey other = seen.put(key.text(), key);
            assertThat(other == null || other.equals(key)).as("seed %d", seed).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aws",
                "aws/1/eu/ec2",
                "aws/1/eu/ec2/a/b",
                "aws//eu/ec2/a",
                "aws/1/eu/ec2/",
                "aws/1/eu/ec2/a b",
                "aws/1/eu/ec2/%2f",
                "aws/1/eu/ec2/%61",
                "aws/1/eu/ec2/%",
                "aws/1/eu/ec2/%FF",
                "aws/1/eu/ec2/é",
                "aws/1/eu/ec2/%+1"
            })
    void shouldRefuseASecondTextForAnEntity(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Entity.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b/c/d/e", "a/b/c/d/e#", "a/b/c/d/e#t/", "a/b/c/d/e#t/x/y", "a/b/c/d/e#t#u"})
    void shouldRefuseWhatIsNoResourceKey(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ResourceKey.parse(text));
    }

    @Test
    void shouldNotLetASubjectPoseAsAnotherPrincipal() {
        assertThat(Principal.jwt("corp", "ip:10.0.0.1").text()).isEqualTo("jwt:corp/ip:10.0.0.1");
        assertThat(Principal.jwt("corp", "x/../y").text()).isEqualTo("jwt:corp/x%2F..%2Fy");
        assertThat(Principal.jwt("a", "b/c")).isNotEqualTo(Principal.jwt("a/b", "c"));
        assertThat(Principal.ip("2001:db8::1")).hasToString("ip:2001:db8::1");
        assertThat(Principal.key("k1").kind()).isEqualTo(Principal.Kind.KEY);
        assertThat(Principal.mtls("spiffe://acme/orders")).hasToString("mtls:spiffe:%2F%2Facme%2Forders");
    }

    @Test
    void shouldReadEveryPrincipalBack() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            for (Principal principal : List.of(
                    Principal.jwt(part(random), part(random)),
                    Principal.key(part(random)),
                    Principal.mtls(part(random)),
                    Principal.ip(part(random)))) {
                assertThat(Principal.parse(principal.text()))
                        .as("seed %d", seed)
                        .isEqualTo(principal);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "alice", "jwt:", "jwt:corp", "jwt:corp/", "jwt:/x", "jwt:a/b/c", "key:", "ip:a/b", "JWT:a/b"
            })
    void shouldRefuseWhatIsNoPrincipal(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Principal.parse(text));
    }

    @Test
    void shouldRefuseHalfACharacter() {
        assertThatIllegalArgumentException().isThrownBy(() -> Principal.key("\ud800"));
    }

    @Test
    void shouldTellDeclaredFromLiveScopes() {
        assertThat(Scope.declaredTerraform("s3://acme/orders.tfstate").isDeclared())
                .isTrue();
        assertThat(Scope.liveAws("1", "eu-west-1", "aws_s3_bucket")).hasToString("live:aws:1:eu-west-1:aws_s3_bucket");
        assertThat(Scope.liveFile("lab").isLive()).isTrue();
        for (String wrong : List.of("", "live:file:", "other:file:x", "live:file:a\nb", "live", "live:FILE:x")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Scope.parse(wrong));
        }
    }

    @Test
    void shouldCoverByPlaceAndType() {
        ResourceKey group = ResourceKey.of(new Entity("aws", "1", "eu-west-1", "ec2", "sg-1"), "aws_security_group");

        assertThat(Cover.of(group).covers(group)).isTrue();
        assertThat(Cover.parse("aws/1/*/*").covers(group)).isTrue();
        assertThat(Cover.parse("aws/2/*/*").covers(group)).isFalse();
        assertThat(Cover.parse("aws/1/eu-west-2/*").covers(group)).isFalse();
        assertThat(Cover.parse("aws/1/*/aws_instance").covers(group)).isFalse();
        assertThat(Cover.parse("aws/1/*/aws_instance").text()).isEqualTo("aws/1/*/aws_instance");
        assertThatIllegalArgumentException().isThrownBy(() -> Cover.parse("*/1/*/*"));
    }

    /** Judged by coreutils: {@code printf x | sha256sum | xxd -r -p | base32 | cut -c1-8}, in lower case. */
    @Test
    void shouldMakeShortIdsFromTheDigest() {
        assertThat(ShortId.drift("x")).isEqualTo("d-fvyrmqvx");
        assertThat(ShortId.alert("x")).startsWith("a-").hasSize(10);
        assertThat(ShortId.incident("y")).isNotEqualTo(ShortId.incident("x"));
    }

    private static String part(Random random) {
        StringBuilder part = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            part.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return part.toString();
    }
}
