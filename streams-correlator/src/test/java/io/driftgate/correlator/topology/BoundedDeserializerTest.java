package io.driftgate.correlator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.schemas.serde.PoisonRecordException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class BoundedDeserializerTest {

    private final BoundedDeserializer<String> bounded = new BoundedDeserializer<>(new StringDeserializer());

    @Test
    void shouldReadUpToTheBoundAndNothingAboveIt() {
        byte[] most = new byte[BoundedDeserializer.MOST_BYTES];
        byte[] more = new byte[BoundedDeserializer.MOST_BYTES + 1];

        assertThat(bounded.deserialize("t", new RecordHeaders(), most)).hasSize(most.length);
        assertThat(bounded.deserialize("t", new RecordHeaders(), (byte[]) null)).isNull();
        assertThatThrownBy(() -> bounded.deserialize("t", new RecordHeaders(), more))
                .isInstanceOfSatisfying(
                        PoisonRecordException.class,
                        poison -> assertThat(poison.reason()).isEqualTo(PoisonRecordException.Reason.TOO_LARGE))
                .hasMessageContaining("262145 bytes")
                .hasMessageContaining("expected: at most 262144");
    }
}
