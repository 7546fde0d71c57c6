package io.driftgate.collectors.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.identity.Entity;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final Redactor redactor = new Redactor(SensitiveAttributes.shipped(), "k1", KEY);

    /** Judged by openssl: printf 'aws/1/eu/rds/db#aws_db_instance\0password\0"hunter2"' | openssl dgst -sha256 -hmac KEY. */
    @Test
    void shouldDigestOverKeyPathAndValue() {
        assertThat(redact("aws_db_instance", "{\"password\":\"hunter2\",\"port\":5432}"))
                .isEqualTo(
                        "{\"password\":{\"$sensitive\":\"hmac-sha256:k1:7e66be86dfe955ab7a0579683cac535339046a580742343e8043313d668b2ee1\"},\"port\":5432}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"master_password\":\"hunter2\"}",
                "{\"a\":[{\"b\":{\"client_secret\":\"hunter2\"}}]}",
                "{\"secrets\":{\"x\":{\"y\":[\"hunter2\"]}}}",
                "{\"note\":\"-----BEGIN RSA PRIVATE KEY-----\\nhunter2\"}",
                "{\"note\":\"key AKIAIOSFODNN7EXAMPLE hunter2\"}",
                "{\"apiKey\":\"hunter2\"}",
                "{\"environment\":[{\"variables\":{\"ANY\":\"hunter2\"}}]}",
                "{\"auth_token\":12345678901234567890,\"connection_string\":\"hunter2\"}"
            })
    void shouldLeaveNoSecretReadable(String attributes) {
        assertThat(redact("aws_lambda_function", attributes))
                .doesNotContain("hunter2", "AKIAIOSFODNN7EXAMPLE", "12345678901234567890")
                .contains("$sensitive");
    }

    @Test
    void shouldHideWhatTheSourceMarksWhateverItIs() {
        assertThat(CanonicalJson.write(redactor.redact(
                        key("aws_x", "a"),
                        CanonicalJson.read("{\"list\":[{\"pin\":1234,\"b\":true}],\"open\":1}"),
                        Set.of(SensitivePath.parse("list.pin"), SensitivePath.parse("list.b")))))
                .doesNotContain("1234", "true")
                .contains("\"open\":1");
    }

    @Test
    void shouldLeaveAloneWhatOnlyPointsToASecret() {
        String attributes =
                "{\"kms_key_id\":\"k\",\"password_length\":20,\"secret_arn\":\"arn\",\"secrets\":[],\"token_enabled\":true,"
                        + "\"allow_users_to_change_password\":true,\"http_tokens\":\"required\"}";

        assertThat(redact("aws_x", attributes)).isEqualTo(CanonicalJson.write(CanonicalJson.read(attributes)));
    }

    @Test
    void shouldGiveEqualValuesEqualDigestsOnlyAtOnePlaceOfOneResource() {
        JsonNode value = CanonicalJson.read("{\"password\":\"x\",\"token\":\"x\"}");
        JsonNode one = redactor.redact(key("aws_x", "a"), value, Set.of());

        assertThat(redactor.redact(key("aws_x", "a"), value, Set.of())).isEqualTo(one);
        assertThat(one.get("password")).isNotEqualTo(one.get("token"));
        assertThat(redactor.redact(key("aws_x", "b"), value, Set.of()).get("password"))
                .isNotEqualTo(one.get("password"));
    }

    @Test
    void shouldRefuseAShortKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Redactor(SensitiveAttributes.shipped(), "k1", new byte[31]))
                .withMessageContaining("32");
    }

    private String redact(String type, String attributes) {
        return CanonicalJson.write(redactor.redact(
                new ResourceKey(new Entity("aws", "1", "eu", "rds", "db"), type, ""),
                CanonicalJson.read(attributes),
                Set.of()));
    }

    private static ResourceKey key(String type, String id) {
        return ResourceKey.of(new Entity("aws", "1", "eu", "x", id), type);
    }

    @ParameterizedTest
    @CsvSource({
        "http_password, true",
        "http_auth_token, true",
        "metadata_token, true",
        "iam_access_key_secret, true",
        "use_secret, true",
        "psk, true",
        "tunnel1_psk, true",
        "ssh_key, true",
        "key_material, true",
        "sas_url, true",
        "http_tokens, false",
        "require_lowercase_characters, false",
        "enable_secret, true",
        "allow_token, true",
        "require_password, true",
        "db_pwd, true",
        "db_pass, true",
        "sas_uri, true",
        "signing_key, true",
        "bypass, false",
        "ssh_key_name, false",
        "manage_master_user_password, false",
        "password_reset_required, false",
        "secret_arn, false",
        "ingress, false"
    })
    void shouldKnowASecretByItsName(String name, boolean sensitive) {
        assertThat(SensitiveAttributes.shipped().isSensitive("aws_x", List.of(name)))
                .isEqualTo(sensitive);
    }
}
