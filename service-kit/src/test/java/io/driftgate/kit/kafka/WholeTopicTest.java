package io.driftgate.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.schemas.serde.PoisonRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WholeTopicTest {

    private static final String TOPIC = "guards";
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
    private static final Node[] NODES = {};

    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
    private final List<String> read = new ArrayList<>();

    /** Which record comes first is the consumer's affair; whichever fails, none of the batch may be passed over. */
    @Test
    void shouldGiveARecordAgainWhenItsReaderFailed() {
        topicOf(3);
        try (WholeTopic<String> topic = new WholeTopic<>(consumer, TOPIC)) {
            for (int failures = 0; failures < 6; failures++) {
                int good = failures;
                assertThatThrownBy(() -> topic.poll(Duration.ZERO, failingAfter(good)))
                        .hasMessage("the book is closed");
                assertThat(topic.caughtUp()).isFalse();
            }
            while (!topic.caughtUp()) {
                topic.poll(Duration.ZERO, failingAfter(Integer.MAX_VALUE));
            }

            assertThat(read).hasSize(6).doesNotHaveDuplicates();
            assertThat(read.stream().filter(value -> value.startsWith("0"))).containsExactly("0@0", "0@1", "0@2");
            assertThat(read.stream().filter(value -> value.startsWith("1"))).containsExactly("1@0", "1@1", "1@2");
        }
    }

    private void topicOf(int each) {
        consumer.updatePartitions(
                TOPIC,
                PARTITIONS.stream()
                        .map(p -> new PartitionInfo(TOPIC, p.partition(), Node.noNode(), NODES, NODES))
                        .toList());
        PARTITIONS.forEach(partition -> {
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            consumer.updateEndOffsets(Map.of(partition, (long) each));
        });
        fill(each);
    }

    /** The mock forgets what it has given out, so all of it is put in again before each poll. */
    private void fill(int each) {
        consumer.schedulePollTask(() -> {
            PARTITIONS.forEach(partition -> {
                for (int offset = 0; offset < each; offset++) {
                    if (offset >= consumer.position(partition)) {
                        consumer.addRecord(new ConsumerRecord<>(
                                TOPIC, partition.partition(), offset, "k", partition.partition() + "@" + offset));
                    }
                }
            });
            fill(each);
        });
    }

    private WholeTopic.Reader<String> failingAfter(int size) {
        return new WholeTopic.Reader<>() {
            @Override
            public void record(ConsumerRecord<String, String> record) {
                if (read.size() >= size) {
                    throw new IllegalStateException("the book is closed");
                }
                read.add(record.value());
            }

            @Override
            public void unreadable(PoisonRecordException.Reason reason) {
                throw new AssertionError(reason);
            }
        };
    }
}
