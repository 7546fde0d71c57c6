package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks a real bash, as its tab key would. */
class CompletionIT {

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "driftgate | driftgate dr | drift",
                "driftgate | driftgate dow | down",
                "driftgate | driftgate drift sh | show",
                "driftgate | driftgate tokens issue --op | --operator",
                "driftgate | driftgate tokens explain --token | --token-file",
                "driftgate | driftgate completion z | zsh",
                "./driftgate | ./driftgate stat | status"
            })
    void shouldCompleteInBash(String program, String typed, String expected) throws Exception {
        assertThat(completed(program, List.of(typed.split(" ")))).contains(expected);
    }

    @Test
    void shouldCompleteAllCommandsWhenNothingIsTyped() throws Exception {
        assertThat(completed("driftgate", List.of("driftgate", "")))
                .contains("up", "down", "demo", "status", "drift", "alerts", "tokens", "version", "completion");
    }

    @Test
    void shouldKnowBashAndZshOnly() {
        assertThat(command.run("completion zsh")).isEqualTo(Exit.FINE);
        assertThat(command.out()).contains("bashcompinit");
        assertThat(command.run("completion fish")).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("fish");
        assertThat(command.run("completion")).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("SHELL");
    }

    /** Sources the script in a bash of its own and calls the function that it registered. */
    private List<String> completed(String program, List<String> words) throws IOException, InterruptedException {
        assertThat(command.run("completion bash")).isEqualTo(Exit.FINE);
        Path script = Files.writeString(temporary.resolve("completion.sh"), command.out());
        String ask = """
                set -e
                # A builtin that only works below the tab key.
                compopt() { :; }
                source "$1"
                program="${2##*/}"
                shift 2
                function="$(complete -p "$program" | sed -n 's/.* -F \\([^ ]*\\) .*/\\1/p')"
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                "$function" "$1" "${@: -1}" "" || true
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        List<String> call = new java.util.ArrayList<>(List.of("bash", "--norc", "-c", ask, "ask", script.toString()));
        call.add(program);
        call.addAll(words);
        Process bash = new ProcessBuilder(call).redirectErrorStream(true).start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(answer).isZero();
        return answer.lines().map(String::strip).toList();
    }
}
