package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.Readiness;
import io.driftgate.standalone.client.Table;
import io.driftgate.standalone.data.RunNote;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** How the services that run on a data folder are. */
@Command(
        name = "status",
        description = "Whether each service is ready, and where it is. Exit code 1 when one is not ready.")
final class StatusCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        RunNote running = root.options().runningOrSay();
        Map<String, Readiness> services = Readiness.ask(running.management());
        if (root.options().json()) {
            spec.commandLine().getOut().println(ApiClient.harmlessJson(json(running, services)));
        } else {
            print(running, services);
        }
        return services.values().stream().allMatch(Readiness::ready) ? Exit.FINE : Exit.FOUND;
    }

    private void print(RunNote running, Map<String, Readiness> services) {
        PrintWriter out = spec.commandLine().getOut();
        Table table = new Table("SERVICE", "STATE", "MANAGEMENT");
        services.forEach((name, state) ->
                table.row(name, state.word(), running.management().getOrDefault(name, "")));
        table.lines().forEach(out::println);
        out.println();
        Table places = new Table("", "");
        places.row("gateway", running.gateway());
        places.row("API", running.api());
        places.row("Kafka", running.kafka());
        places.row("registry", running.registry());
        places.row("data", running.data().toString());
        places.row("process", Long.toString(running.pid()));
        places.lines().stream().skip(1).forEach(out::println);
    }

    private static ObjectNode json(RunNote running, Map<String, Readiness> services) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode states = json.putObject("services");
        services.forEach((name, state) -> states.putObject(name)
                .put("ready", state.ready())
                .put("reason", state.reason())
                .put("management", running.management().getOrDefault(name, "")));
        return json.put("gateway", running.gateway())
                .put("api", running.api())
                .put("kafka", running.kafka())
                .put("registry", running.registry())
                .put("data", running.data().toString())
                .put("pid", running.pid());
    }
}
