package io.driftgate.schemas.serde;

import io.driftgate.schemas.registry.RegistryException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry could not be asked, so nothing is known about the record: it must be tried again and never be dropped.
 *
 * <p>It is Kafka's {@link RetriableException} because that is what Kafka's clients do with it: {@code poll()} throws it
 * inside a {@code RecordDeserializationException} and stays at the record, so the next {@code poll()} tries it again;
 * {@code KafkaProducer.send} gives it to the callback and the future. Kafka Streams hands it to the deserialization
 * exception handler, which must answer FAIL to it, and never CONTINUE.
 */
public final class RegistryUnavailableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    private final RegistryException.Reason reason;

    public RegistryUnavailableException(String message, RegistryException cause) {
        super(message, cause);
        this.reason = cause.reason();
    }

    /** What the registry's client met: UNAVAILABLE heals by itself, UNAUTHORIZED or UNEXPECTED_ANSWER need a person. */
    public RegistryException.Reason reason() {
        return reason;
    }
}
