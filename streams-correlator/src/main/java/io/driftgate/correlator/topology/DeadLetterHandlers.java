package io.driftgate.correlator.topology;

import io.driftgate.schemas.serde.PoisonRecordException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record that cannot be read or used: it is set aside in the same transaction as its offset, and the
 * pipeline goes on (KIP-1034). What is Kafka's or the registry's fault is not the record's: the thread starts again.
 */
public final class DeadLetterHandlers {

    /** The setting under which Streams hands the letters to its handlers. */
    public static final String LETTERS = "driftgate.dead.letters";

    private DeadLetterHandlers() {}

    /** For records without a schema, of an unknown one, or of another type. */
    public static final class Unreadable implements DeserializationExceptionHandler {

        private @Nullable DeadLetters letters;

        @Override
        public void configure(Map<String, ?> settings) {
            letters = DeadLetters.of(settings);
        }

        @Override
        public Response handleError(
                ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
            if (!(exception instanceof PoisonRecordException poison)) {
                return Response.fail();
            }
            return Response.resume(List.of(Objects.requireNonNull(letters, "configure comes first")
                    .letter(context, poison.reason().label(), String.valueOf(poison.getMessage()), record.value())));
        }
    }

    /** For records that break a grammar, or a rule of ours. */
    public static final class Unusable implements ProcessingExceptionHandler {

        private @Nullable DeadLetters letters;

        @Override
        public void configure(Map<String, ?> settings) {
            letters = DeadLetters.of(settings);
        }

        @Override
        public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
            if (exception instanceof KafkaException) {
                return Response.fail();
            }
            boolean checked = exception instanceof IllegalArgumentException;
            String message = checked
                    ? String.valueOf(exception.getMessage())
                    : exception.getClass().getName();
            ProducerRecord<byte[], byte[]> letter = Objects.requireNonNull(letters, "configure comes first")
                    .letter(
                            context,
                            checked ? "record-invalid" : "processing-failed",
                            message,
                            context.sourceRawValue());
            return Response.resume(List.of(letter));
        }
    }
}
