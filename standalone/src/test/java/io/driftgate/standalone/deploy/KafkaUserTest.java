package io.driftgate.standalone.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.junit.jupiter.api.Test;

class KafkaUserTest {

    private static final byte[] SALT = "sixteen bytes ..".getBytes(StandardCharsets.US_ASCII);

    @Test
    void shouldSaltThePasswordAsKafkaDoes() throws Exception {
        byte[] salted =
                new ScramFormatter(ScramMechanism.SCRAM_SHA_512).saltedPassword("0a1b2c", SALT, KafkaUser.ITERATIONS);
        assertThat(KafkaUser.ADMIN.storageArgument("0a1b2c", SALT))
                .isEqualTo("SCRAM-SHA-512=[name=driftgate-admin,iterations=8192,salt=\"%s\",saltedpassword=\"%s\"]"
                        .formatted(
                                Base64.getEncoder().encodeToString(SALT),
                                Base64.getEncoder().encodeToString(salted)))
                .doesNotContain("0a1b2c");
    }

    @Test
    void shouldWriteClientPropertiesThatKafkaReads() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(new KafkaUser("driftgate-users").clientProperties("0a1b2c")));
        String jaas = properties.getProperty(SaslConfigs.SASL_JAAS_CONFIG);
        AppConfigurationEntry entry = JaasContext.loadClientContext(
                        Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(jaas)))
                .configurationEntries()
                .getFirst();
        assertThat(entry.getOptions().get("username")).isEqualTo("driftgate-users");
        assertThat(entry.getOptions().get("password")).isEqualTo("0a1b2c");
        assertThat(properties.getProperty(SaslConfigs.SASL_MECHANISM)).isEqualTo("SCRAM-SHA-512");
    }
}
