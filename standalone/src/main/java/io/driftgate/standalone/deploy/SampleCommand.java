package io.driftgate.standalone.deploy;

import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.demo.Trail;
import io.driftgate.standalone.demo.Upstream;
import io.driftgate.standalone.demo.World;
import io.driftgate.standalone.demo.WorldFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The demo's shop, scene by scene. */
@Command(name = "sample", description = "The sample world: a small shop, whose security group is opened and put back.")
final class SampleCommand implements Callable<Integer> {

    private static final int SHOP_PORT = 8080;

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--data", description = "Holds the folder sources.")
    private Path data = Path.of("/var/lib/driftgate");

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "expected: sample world, open, close or shop");
    }

    @Command(name = "world", description = "Writes its Terraform state and what is live, where there is none yet.")
    int world() throws IOException {
        DataFolder folder = new DataFolder(data);
        if (isInUse(folder)) {
            say("the sources are in use; nothing was written");
            return 0;
        }
        WorldFiles files = new WorldFiles(folder);
        files.declared(World.sample());
        files.live(World.sample());
        say("wrote the sample world, in sync");
        return 0;
    }

    @Command(name = "open", description = "Somebody lets the whole internet in at the orders service's port.")
    int open() throws IOException {
        WorldFiles files = new WorldFiles(new DataFolder(data));
        files.live(World.sample().openGroup());
        files.trail(Trail.GROUP_OPENED);
        say("opened the security group orders to 0.0.0.0/0");
        return 0;
    }

    @Command(name = "close", description = "Puts the security group back.")
    int close() throws IOException {
        WorldFiles files = new WorldFiles(new DataFolder(data));
        files.live(World.sample());
        files.trail(Trail.GROUP_CLOSED);
        say("put the security group orders back");
        return 0;
    }

    @Command(name = "shop", description = "Serves the shop behind the gateway until it is told to stop.")
    int shop() throws IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown, "shop-stop"));
        try (Upstream shop = new Upstream(new InetSocketAddress(SHOP_PORT))) {
            say("the shop answers on port " + SHOP_PORT);
            stop.await();
        }
        return 0;
    }

    /** Sources of somebody's own are never mixed with the sample's. */
    private static boolean isInUse(DataFolder folder) throws IOException {
        if (Files.exists(folder.liveFile()) && Files.size(folder.liveFile()) > 0) {
            return true;
        }
        try (Stream<Path> states = Files.list(folder.states())) {
            return states.findAny().isPresent();
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
