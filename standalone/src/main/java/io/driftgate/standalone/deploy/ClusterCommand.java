package io.driftgate.standalone.deploy;

import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.schemas.topic.TopicPrefix;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes Kafka and the registry ready for the services. */
@Command(
        name = "cluster",
        description = "Sets Kafka's users and makes topics and schemas, so that the services need not be allowed to.")
final class ClusterCommand implements Callable<Integer> {

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--config", required = true, description = "The file cluster.yaml.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
        ClusterConfig config = new ConfigLoader("cluster", System.getenv(), false).load(ClusterConfig.class, file);
        new ClusterPreparer(
                        config,
                        TopicPrefix.of(System.getenv()),
                        spec.commandLine().getOut()::println)
                .prepare();
        return 0;
    }
}
