package io.driftgate.standalone.cli;

import io.driftgate.schemas.topic.AclText;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.ServiceAcls;
import io.driftgate.schemas.topic.TopicPrefix;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The Kafka ACLs that each service needs, and no others; it needs no cluster. */
@Command(
        name = "acls",
        description = {
            "Prints the Kafka ACLs that each service needs, and no others: calls of kafka-acls.sh for a shell, or with"
                    + " --json one object a line.",
            "Run them as somebody who may alter the cluster:",
            "  driftgate config acls | BOOTSTRAP_SERVER=kafka:9093 COMMAND_CONFIG=admin.properties sh -e"
        })
final class ConfigAclsCommand implements Callable<Integer> {

    @ParentCommand
    private ConfigCommand noun = new ConfigCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "Only this one: ingest-proxy, drift-collectors, streams-correlator, alert-sinks or users.")
    private @Nullable String service;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "What stands before every name in the cluster. Default: what DRIFTGATE_TOPIC_PREFIX says.")
    private @Nullable String prefix;

    @Option(
            names = "--principal-prefix",
            paramLabel = "PREFIX",
            description = "What stands before driftgate-SERVICE in a principal. Default: User:")
    private String principalPrefix = ServiceAcls.USER;

    @Override
    public Integer call() {
        ServiceAcls decider = decider();
        List<AclBinding> acls =
                services().stream().flatMap(each -> decider.of(each).stream()).toList();
        List<String> lines = noun.options().json() ? AclText.jsonLines(acls) : AclText.commands(acls);
        lines.forEach(spec.commandLine().getOut()::println);
        return Exit.FINE;
    }

    private ServiceAcls decider() {
        try {
            TopicPrefix names = prefix == null ? TopicPrefix.of(System.getenv()) : new TopicPrefix(prefix);
            return new ServiceAcls(names, principalPrefix);
        } catch (IllegalArgumentException refused) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
    }

    private List<Service> services() {
        List<Service> named = Arrays.stream(Service.values())
                .filter(each -> service == null || each.label().equals(service))
                .toList();
        if (named.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--service " + service + " (expected: one of "
                            + Arrays.stream(Service.values())
                                    .map(Service::label)
                                    .collect(Collectors.joining(", "))
                            + ")");
        }
        return named;
    }
}
