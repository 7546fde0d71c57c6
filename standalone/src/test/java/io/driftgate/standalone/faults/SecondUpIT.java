package io.driftgate.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.standalone.faults.Shop.Part;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code driftgate up} where another one runs already, each a process of its own. */
@Tag("long")
class SecondUpIT {

    private static final int COULD_NOT = 2;

    @TempDir
    Path folder;

    @Test
    void shouldRefuseTheSameFolderAndTakenPortsInOneSentenceAndLeaveTheFirstAsItIs() throws Exception {
        try (Shop shop = Shop.onItsOwn(folder.resolve("data"))) {
            ServiceProcess first = shop.startUp(folder.resolve("first.log"));
            shop.awaitReady(Part.values());
            shop.awaitComparison();

            assertThat(refusal(shop, shop.folder().root(), "same-folder.log"))
                    .contains("is in use by process " + first.pid(), "expected:");
            assertThat(refusal(shop, folder.resolve("other"), "same-ports.log"))
                    .contains("is taken", "expected: free", "--port-base");

            assertThat(first.isAlive()).isTrue();
            shop.playStory();
        }
    }

    private String refusal(Shop shop, Path data, String log) {
        try (ServiceProcess second = shop.anotherUp(data, folder.resolve(log))) {
            assertThat(second.exitCode(Duration.ofSeconds(60)))
                    .as(second.output())
                    .isEqualTo(COULD_NOT);
            assertThat(second.output().lines())
                    .as("one sentence")
                    .singleElement()
                    .asString()
                    .startsWith("driftgate: ");
            return second.output();
        }
    }
}
