package io.driftgate.standalone.faults;

import io.driftgate.embedded.EmbeddedKafka;
import io.driftgate.embedded.EmbeddedKafkaConfig;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker that is a process of its own, so that it can be killed as one: {@code FOLDER PORT}. */
final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(
                EmbeddedKafkaConfig.in(Path.of(arguments[0])).withPort(Integer.parseInt(arguments[1])));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(kafka::close));
        System.out.println("serves");
        new CountDownLatch(1).await();
    }
}
