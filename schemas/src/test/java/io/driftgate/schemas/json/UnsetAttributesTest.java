package io.driftgate.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class UnsetAttributesTest {

    @Test
    void shouldCarryNullsThroughCanonicalJson() {
        JsonNode state =
                CanonicalJson.read("{\"name\":\"a\",\"boundary\":null,\"kms_key_id\":null,\"tags\":{\"x\":null}}");

        String carried = CanonicalJson.write(UnsetAttributes.named(state));
        JsonNode restored = UnsetAttributes.restored(CanonicalJson.read(carried));

        assertThat(carried).isEqualTo("{\"$unset\":[\"boundary\",\"kms_key_id\"],\"name\":\"a\",\"tags\":{}}");
        assertThat(restored.path("boundary").isNull()).isTrue();
        assertThat(restored.path("kms_key_id").isNull()).isTrue();
        assertThat(restored.path("other").isMissingNode()).isTrue();
        assertThat(restored.has(UnsetAttributes.MEMBER)).isFalse();
    }

    @Test
    void shouldLeaveAloneWhatHasNoNulls() {
        JsonNode state = CanonicalJson.read("{\"name\":\"a\"}");

        assertThat(UnsetAttributes.named(state)).isSameAs(state);
        assertThat(UnsetAttributes.restored(state)).isSameAs(state);
    }
}
