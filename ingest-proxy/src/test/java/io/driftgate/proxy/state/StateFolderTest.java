package io.driftgate.proxy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    @TempDir
    Path folder;

    @Test
    void shouldMakeTheFolderAndKeepItToOneGateway() throws Exception {
        Path place = folder.resolve("var/gateway");
        StateFolder first = StateFolder.open(place);

        assertThatThrownBy(() -> StateFolder.open(place))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining(place.toString())
                .hasMessageContaining("is in use by another gateway");

        first.close();
        StateFolder.open(place).close();
    }

    @Test
    void shouldSayThatItCannotWriteThere() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> StateFolder.open(file))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining("cannot be written to");
    }

    @Test
    void shouldReadWhatItWrote() throws Exception {
        try (StateFolder state = StateFolder.open(folder)) {
            RecordFile file = state.records("x.guards");
            byte[] value = {0, 1, -1};
            byte[] signature = "ed25519;s1;AA".getBytes(StandardCharsets.US_ASCII);

            file.write(List.of(new SignedRecord("edge/\u00e9", value, signature)));

            assertThat(file.read()).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo("edge/\u00e9");
                assertThat(record.value()).isEqualTo(value);
                assertThat(record.signature()).isEqualTo(signature);
            });
            file.write(List.of());
            assertThat(file.read()).isEmpty();
        }
    }
}
