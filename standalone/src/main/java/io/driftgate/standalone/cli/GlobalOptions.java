package io.driftgate.standalone.cli;

import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.ApiException;
import io.driftgate.standalone.client.Loopback;
import io.driftgate.standalone.client.Tokens;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.RunNote;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command understands, before or after its name; picocli sets them on the one object of the root. */
final class GlobalOptions {

    private static final Path DEFAULT_DATA = Path.of("data");
    private static final Duration ONE_COMMAND = Duration.ofMinutes(5);

    @Option(
            names = "--api",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "Where the API is. Default: what runs on the data folder.")
    private @Nullable URI api;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "An operator's token. Default: issued with the data folder's key.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The data folder. Default: ./data.")
    private @Nullable Path data;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "JSON for programs instead of text.")
    private boolean json;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours, whatever the terminal.")
    private boolean noColor;

    boolean json() {
        return json;
    }

    /** Colours only for a terminal, and for none that says no (no-color.org). */
    Paint paint() {
        boolean wanted = !noColor && !json && System.getenv("NO_COLOR") == null;
        return new Paint(wanted && isTerminal());
    }

    /** Whether a person sits before standard input and output. */
    static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** The folder that was named, or the usual one. */
    Path folder() {
        return data == null ? DEFAULT_DATA : data;
    }

    boolean namesFolder() {
        return data != null;
    }

    /** What runs on the folder now. */
    Optional<RunNote> running() {
        return RunNote.read(folder());
    }

    /** What runs, or one sentence. */
    RunNote runningOrSay() {
        return running()
                .orElseThrow(() -> new ApiException("nothing runs on " + folder()
                        + " (expected: driftgate up, or driftgate demo --keep; name its folder with --data)"));
    }

    /** The folder with the keys: the demo's lies elsewhere than its note. */
    DataFolder keyFolder() {
        return new DataFolder(running().map(RunNote::data).orElse(folder()));
    }

    /** A client of the API that was named, or that runs on the folder; it only asks. */
    ApiClient client() {
        return client(Tokens::reader);
    }

    /** The same for one that also gives orders. */
    ApiClient operatorClient() {
        return client(Tokens::operator);
    }

    /** Whether an API was named, which need not be what runs on the folder. */
    boolean namesApi() {
        return api != null;
    }

    private ApiClient client(Issuing issuing) {
        URI root = api == null ? URI.create(runningOrSay().api()) : api;
        return new ApiClient(root, token(root, issuing));
    }

    /** A token that lets break glass at a gateway, and nothing else. */
    String breakGlassToken(URI root) {
        return token(root, Tokens::breakGlass);
    }

    /** Makes a token for the time of one command. */
    private interface Issuing {
        String token(Tokens tokens, String subject, Duration lifetime);
    }

    /** A token of ours opens everything here, so it is never shown to another machine. */
    private String token(URI root, Issuing issuing) {
        if (tokenFile != null) {
            try {
                return Files.readString(tokenFile).strip();
            } catch (IOException unreadable) {
                throw new UncheckedIOException("--token-file " + tokenFile + " cannot be read", unreadable);
            }
        }
        if (!Loopback.is(root)) {
            throw new ApiException(
                    "no token for " + root + " (expected: --token-file; own tokens are for this machine only)");
        }
        return issuing.token(Tokens.of(keyFolder()), System.getProperty("user.name", "operator"), ONE_COMMAND);
    }
}
