package io.driftgate.correlator.command;

import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes orders to {@code operator-commands}, in the order of their versions, and waits until Kafka has acknowledged each.
 * One thread of its own writes, because a producer may block for long while Kafka is away; whoever waits for it gives up
 * after a bounded time, and what was not begun then never is. Thread-safe.
 */
public final class CommandPublisher implements CommandSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandPublisher.class);

    private final Producer<String, SpecificRecord> producer;
    private final String topic;
    private final CommandSequence sequence;
    private final ToLongFunction<String> lastVersion;
    private final Duration patience;
    private final ExecutorService writer;

    /** An order on its way: whoever claims it first, the writer or the one who gave up, has it. */
    private final class UnderWay {

        private final CommandDraft draft;
        private final String operator;
        private final UUID id;
        private final AtomicBoolean claimed = new AtomicBoolean();

        UnderWay(CommandDraft draft, String operator, UUID id) {
            this.draft = draft;
            this.operator = operator;
            this.id = id;
        }

        Written write() {
            if (!claimed.compareAndSet(false, true)) {
                throw new IllegalStateException("nobody waits for it any more");
            }
            OperatorCommand command = sequence.next(draft, operator, id, lastVersion.applyAsLong(draft.target()));
            return new Written(command, producer.send(new ProducerRecord<>(topic, command.getTarget(), command)));
        }

        Receipt givenUp() {
            return claimed.compareAndSet(false, true) ? new NotTaken() : new Unknown(id.toString());
        }
    }

    private record Written(OperatorCommand command, Future<RecordMetadata> acknowledgement) {}

    /**
     * @param producer signs; closed with this
     * @param lastVersion the highest version of a target's orders, as far as it is known here; 0 when it is not
     * @param patience how long to wait for an acknowledgement
     */
    public CommandPublisher(
            Producer<String, SpecificRecord> producer,
            TopicPrefix prefix,
            ToLongFunction<String> lastVersion,
            Duration patience,
            InstantSource clock) {
        this.producer = producer;
        this.topic = prefix.name(TopicCatalogue.OPERATOR_COMMANDS);
        this.sequence = new CommandSequence(clock);
        this.lastVersion = lastVersion;
        this.patience = patience;
        this.writer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("operator-commands").daemon().factory());
    }

    @Override
    public Receipt send(CommandDraft draft, String operator, Optional<UUID> id) {
        Optional<OperatorCommand> before = id.flatMap(sequence::taken);
        if (before.isPresent()) {
            return CommandSequence.isOf(before.get(), draft, operator) ? new Taken(before.get()) : new IdInUse();
        }
        UnderWay order = new UnderWay(draft, operator, id.orElseGet(UUID::randomUUID));
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            Written written = writer.submit(order::write).get(left(deadline), TimeUnit.NANOSECONDS);
            var unused = written.acknowledgement().get(left(deadline), TimeUnit.NANOSECONDS);
            sequence.took(written.command());
            return new Taken(written.command());
        } catch (TimeoutException late) {
            return order.givenUp();
        } catch (RejectedExecutionException closed) {
            return new NotTaken();
        } catch (ExecutionException failed) {
            LOG.atError()
                    .addKeyValue("command", order.id)
                    .addKeyValue("operator", operator)
                    .setCause(failed.getCause())
                    .log("an order could not be written");
            // Kafka's own time-out: the record may have been written, and its acknowledgement lost.
            return failed.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                    ? new Unknown(order.id.toString())
                    : new NotTaken();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return order.givenUp();
        }
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }

    @Override
    public void close() {
        writer.shutdownNow();
        producer.close(patience);
    }
}
