package io.driftgate.standalone.deploy;

import io.driftgate.standalone.StartRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes every secret of the deployment that is not there, and hands out to each container what it needs. */
@Command(
        name = "secrets",
        description =
                "Makes the secrets that are missing, mode 0400 for each container's user; never over existing ones.")
final class SecretsCommand implements Callable<Integer> {

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--vault", required = true, description = "Where they are made; no other container mounts it.")
    private Path vault = Path.of("");

    @Option(names = "--handouts", required = true, description = "Holds each container's volume as a subfolder.")
    private Path handouts = Path.of("");

    @Option(names = "--owner", required = true, description = "The number of the user of Driftgate's image.")
    private int owner;

    @Option(names = "--kafka-owner", required = true, description = "The number of the user of Kafka's image.")
    private int kafkaOwner;

    @Option(
            names = "--give",
            description = "A folder and the number of the user who gets it: a volume that no image prepares.")
    private Map<Path, Integer> given = Map.of();

    @Override
    public Integer call() throws IOException {
        // Two at once would each make secrets of their own.
        try (FileChannel lock =
                        FileChannel.open(vault.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock unused = lock.lock()) {
            handOut(spec.commandLine().getOut());
        }
        for (Map.Entry<Path, Integer> gift : given.entrySet()) {
            Files.setAttribute(gift.getKey(), "unix:uid", gift.getValue());
        }
        return 0;
    }

    private void handOut(PrintWriter out) {
        Vault secrets = new Vault(vault);
        HandoutFolder folder = new HandoutFolder(handouts);
        if (secrets.isEmpty() && !folder.isEmpty()) {
            throw new StartRefusedException(
                    "the vault " + vault + " is empty, but containers have secrets of another in " + handouts
                            + " (expected: all of them from one backup, or none; see deploy/README.md)");
        }
        List<Handout> parts = Handout.of(secrets.prepare(), owner, kafkaOwner);
        for (Handout part : parts) {
            List<String> written = folder.writeMissing(part);
            out.println(part.name() + ": " + (written.isEmpty() ? "all there" : "wrote " + String.join(", ", written)));
        }
    }
}
