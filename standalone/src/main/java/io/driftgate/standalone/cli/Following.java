package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.standalone.client.ApiAnswer;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.ApiException;
import io.driftgate.standalone.client.ChangeWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at a list of the API again and again and shows what changed, until the thread is interrupted. An API that is away is
 * waited for: who follows does not want to start again.
 *
 * @param list {@code drift}, {@code alerts}
 * @param line a record as a line for people
 */
record Following(Output output, ApiClient api, String list, Function<JsonNode, String> line, Duration every) {

    /** @throws ApiException when the first look already fails: then there is something to mend */
    int follow() {
        ChangeWatch watch = new ChangeWatch(this::lookUp);
        var unused = watch.look(api.list(list));
        output.note("Following " + list + ", " + watch.size() + " known; Ctrl-C ends.");
        boolean away = false;
        while (pause()) {
            try {
                ApiAnswer now = api.list(list);
                for (JsonNode changed : watch.look(now)) {
                    show(changed);
                }
                if (away) {
                    output.note("driftgate: the API answers again; nothing is lost but what came and went in between");
                }
                away = false;
            } catch (ApiException failed) {
                if (Interruption.isBehind(failed)) {
                    break;
                }
                if (!away) {
                    output.note("driftgate: " + failed.getMessage() + "; looking again");
                }
                away = true;
            }
        }
        return Exit.FINE;
    }

    private Optional<JsonNode> lookUp(String id) {
        try {
            return Optional.of(api.one(list, id));
        } catch (ApiException gone) {
            if (Interruption.isBehind(gone)) {
                throw gone;
            }
            return Optional.empty();
        }
    }

    private void show(JsonNode changed) {
        if (output.json()) {
            output.print(changed);
        } else {
            output.print(line.apply(changed));
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(every.toMillis());
            return true;
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
