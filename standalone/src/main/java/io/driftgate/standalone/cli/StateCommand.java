package io.driftgate.standalone.cli;

import io.driftgate.collectors.declared.TerraformState;
import io.driftgate.collectors.redact.Redactor;
import io.driftgate.collectors.redact.SensitiveAttributes;
import io.driftgate.schemas.identity.ResourceTypes;
import io.driftgate.standalone.explain.StateExplanation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Terraform states. */
@Command(name = "state", description = "Terraform states, as the collectors read them.")
final class StateCommand implements Callable<Integer> {

    private static final String NO_ACCOUNT = "000000000000";
    private static final String NO_REGION = "us-east-1";
    private static final int KEY_BYTES = 32;

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "there is no list of states (expected: state explain FILE)");
    }

    @Command(
            name = "explain",
            description =
                    "Shows the resources of a Terraform state with entity, key and attributes, secrets as digests, or why"
                            + " the collectors refuse it. Offline. Exit code 1 when it is refused.")
    int explain(
            @Parameters(paramLabel = "FILE", description = "The state; - reads standard input.") Path file,
            @Option(names = "--account", paramLabel = "ID", description = "Of resources whose ARN names none.")
                    @Nullable
                    String account,
            @Option(names = "--region", paramLabel = "NAME", description = "Of resources whose ARN names none.")
                    @Nullable
                    String region,
            @Option(
                            names = "--digest-key",
                            paramLabel = "FILE",
                            description = "Makes digests that can be compared with those of the collectors. Default: a"
                                    + " throwaway key.")
                    @Nullable
                    Path digestKey,
            @Option(
                            names = "--key-id",
                            paramLabel = "ID",
                            defaultValue = "explain",
                            description = "Names the digest key.")
                    String keyId) {
        Output output = new Output(spec.commandLine(), root.options());
        if (account != null && !account.matches("\\d{12}")) {
            throw new ParameterException(spec.commandLine(), "--account " + account + " (expected: twelve digits)");
        }
        Redactor redactor = redactor(keyId, digestKey);
        StateExplanation explained;
        try (Waiting waiting = output.waiting("reading " + file)) {
            TerraformState reader = new TerraformState(
                    ResourceTypes.shipped(),
                    account == null ? NO_ACCOUNT : account,
                    region == null ? NO_REGION : region);
            explained = StateExplanation.of(reader.read(Input.read(file)), redactor);
        }
        if (output.json()) {
            explained.documents().forEach(output::print);
        } else {
            output.print(explained.lines());
        }
        if (!explained.refused() && (account == null || region == null)) {
            output.note("Resources whose ARN names none are shown in account "
                    + (account == null ? NO_ACCOUNT : account) + " and region " + (region == null ? NO_REGION : region)
                    + " (--account and --region say otherwise)");
        }
        return explained.refused() ? Exit.FOUND : Exit.FINE;
    }

    private Redactor redactor(String keyId, @Nullable Path digestKey) {
        byte[] key = new byte[KEY_BYTES];
        if (digestKey == null) {
            new SecureRandom().nextBytes(key);
        } else {
            key = new String(Input.read(digestKey), StandardCharsets.UTF_8)
                    .stripTrailing()
                    .getBytes(StandardCharsets.UTF_8);
        }
        try {
            return new Redactor(SensitiveAttributes.shipped(), keyId, key);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), String.valueOf(refused.getMessage()));
        }
    }
}
