package io.driftgate.standalone.demo;

import io.driftgate.standalone.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/** Puts the sample world where the collectors look, each file whole or not at all. */
public record WorldFiles(DataFolder folder) {

    /** The shop's Terraform state. */
    public void declared(World world) throws IOException {
        replace(folder.states().resolve("shop.tfstate"), world.state());
    }

    /** What is live, all of it. */
    public void live(World world) throws IOException {
        replace(folder.liveFile(), world.live());
    }

    /** One record of CloudTrail, as of now. */
    public void trail(Trail trail) throws IOException {
        replace(folder.trail().resolve(trail.fileName()), trail.record(Instant.now()));
    }

    private static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
