package io.driftgate.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTextTest {

    @ParameterizedTest
    @CsvSource({
        "https://registry:8081/apis, https://registry:8081/apis",
        "https://user:hunter2@registry:8081/, https://***@registry:8081/",
        "https://user:hunter2@host_name:8081/x, https://***@host_name:8081/x",
        "https://user:hunt@er2@host_name/x, https://***@host_name/x",
        "https://registry/x?token=hunter2#hunter2, https://registry/x?***#***",
        "mailto:hunter2@example.com, mailto:***",
        "file:/etc/x, file:/etc/x",
        "s3://acme-state/orders/prod.tfstate, s3://acme-state/orders/prod.tfstate"
    })
    void shouldShowAUrlWithoutItsSecrets(URI url, String shown) {
        assertThat(UrlText.of(url)).isEqualTo(shown).doesNotContain("hunt");
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:pw@registry, true",
        "https://user@host_name:1, true",
        "https://host_name, false",
        "https://registry/a@b, false",
        "mailto:a@b, false"
    })
    void shouldFindAUserAlsoBeforeAHostThatIsNoHostName(URI url, boolean user) {
        assertThat(UrlText.namesUser(url)).isEqualTo(user);
    }
}
