package io.driftgate.proxy.config;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Problems;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What drift behind a route does to it.
 *
 * @param mode whether guards are carried out or only recorded
 * @param actions severity to {@code observe} or {@code block}; a severity that is not named does nothing
 */
public record GuardPolicySection(
        String name, @Default("enforce") Mode mode, Map<String, String> actions) implements Checked {

    /** Whether guards are carried out. */
    public enum Mode {
        ENFORCE,
        /** Requests pass, and their events say what would have been done. */
        DRY_RUN
    }

    /** The actions by the names that records use, in a fixed order. */
    public Map<String, GuardAction> guardActions() {
        Map<String, GuardAction> result = new TreeMap<>();
        actions.forEach((severity, action) ->
                result.put(severity.toUpperCase(Locale.ROOT), action(action).orElseThrow()));
        return result;
    }

    @Override
    public void check(Problems problems) {
        if (actions.isEmpty()) {
            problems.at("actions").add("none", "at least one severity and its action: {high: block}");
        }
        actions.forEach((severity, action) -> {
            Problems here = problems.at("actions." + severity);
            try {
                Severity.valueOf(severity.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException unknown) {
                here.add("is no severity", "one of info, low, medium, high, critical");
            }
            if (action(action).isEmpty()) {
                here.add("'" + action + "'", "observe or block; this gateway carries out no other action");
            }
        });
    }

    private static Optional<GuardAction> action(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "observe" -> Optional.of(GuardAction.OBSERVE);
            case "block" -> Optional.of(GuardAction.BLOCK);
            default -> Optional.empty();
        };
    }
}
