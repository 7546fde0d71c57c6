package io.driftgate.correlator.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.config.Suggestion;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an order from JSON: {@code {"kind", "target", "reason", "until"?, "guard_action"?}}. What is not understood must not
 * be left out, or the person would get something else than was ordered: unknown members, members twice and values of another
 * type are problems, told all at once. No problem repeats a value: somebody may have pasted a token there. Pure.
 */
public final class CommandParser {

    private static final List<String> MEMBERS = List.of("kind", "target", "reason", "until", "guard_action");
    private static final int SHORTEST_REASON = 3;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_NAME = 40;
    private static final Duration LONGEST_ACCEPTANCE = Duration.ofDays(366);
    /** A guard that a person sets holds for a while; what is to hold longer belongs into a policy. */
    private static final Duration LONGEST_GUARD = Duration.ofDays(7);
    /** Beyond it, a time of milliseconds would not fit. */
    private static final Duration LONGEST_CREDENTIAL = Duration.ofDays(36_525);

    /** What was read. */
    public sealed interface Parsed {}

    /** A well-formed order. */
    public record Good(CommandDraft draft) implements Parsed {}

    /** @param problems what is wrong, and what was expected, one sentence each; never empty */
    public record Bad(List<String> problems) implements Parsed {
        public Bad {
            problems = List.copyOf(problems);
        }
    }

    private final List<String> problems = new ArrayList<>();
    private final Instant now;

    private CommandParser(Instant now) {
        this.now = now;
    }

    /** @param now the time that an end must come after */
    public static Parsed parse(String json, Instant now) {
        JsonNode body;
        try {
            body = CanonicalJson.read(json);
        } catch (IllegalArgumentException broken) {
            return new Bad(List.of("the body: " + broken.getMessage()));
        }
        return body.isObject()
                ? new CommandParser(now).read(body)
                : new Bad(List.of("the body is no object (expected: {\"kind\", \"target\", \"reason\", …})"));
    }

    private Parsed read(JsonNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                problems.add(unknown(name));
            }
        });
        Optional<CommandKind> kind = kind(body);
        Optional<String> target = text(body, "target", "the full key of what it is about");
        Optional<String> reason = reason(body);
        Optional<Instant> until = until(body);
        Optional<GuardAction> action = action(body);
        kind.ifPresent(known -> {
            target.flatMap(key -> Targets.problem(known, key)).ifPresent(problems::add);
            checkEnd(known, until, !absent(body, "until"));
            checkAction(known, action, !absent(body, "guard_action"));
        });
        return problems.isEmpty()
                ? new Good(
                        new CommandDraft(kind.orElseThrow(), target.orElseThrow(), reason.orElseThrow(), until, action))
                : new Bad(problems);
    }

    private Optional<CommandKind> kind(JsonNode body) {
        List<String> known = names(CommandKind.values(), CommandKind.NOTHING);
        return choice(body, "kind", known, true).map(CommandKind::valueOf);
    }

    private Optional<GuardAction> action(JsonNode body) {
        return choice(body, "guard_action", names(GuardAction.values(), GuardAction.NONE), false)
                .map(GuardAction::valueOf);
    }

    private Optional<String> choice(JsonNode body, String name, List<String> known, boolean mandatory) {
        if (absent(body, name) && !mandatory) {
            return Optional.empty();
        }
        JsonNode value = body.path(name);
        if (value.isTextual() && known.contains(value.textValue())) {
            return Optional.of(value.textValue());
        }
        problems.add(name + " (expected: one of " + String.join(", ", known) + ")");
        return Optional.empty();
    }

    private Optional<String> reason(JsonNode body) {
        Optional<String> reason =
                text(body, "reason", "why, for those who ask later").map(String::strip);
        return reason.filter(text -> {
            int length = text.codePointCount(0, text.length());
            boolean good = length >= SHORTEST_REASON
                    && length <= LONGEST_REASON
                    && PrintableText.of(text).equals(text);
            if (!good) {
                problems.add("reason (expected: " + SHORTEST_REASON + " to " + LONGEST_REASON
                        + " characters that a screen shows, on one line)");
            }
            return good;
        });
    }

    private Optional<Instant> until(JsonNode body) {
        if (absent(body, "until")) {
            return Optional.empty();
        }
        JsonNode value = body.path("until");
        if (value.isTextual()) {
            try {
                return Optional.of(
                        OffsetDateTime.parse(value.textValue()).toInstant().truncatedTo(ChronoUnit.MILLIS));
            } catch (DateTimeException noTime) {
                // Said below.
            }
        }
        problems.add("until (expected: a time in RFC 3339, such as 2026-04-01T00:00:00Z)");
        return Optional.empty();
    }

    private void checkEnd(CommandKind kind, Optional<Instant> until, boolean given) {
        Optional<Duration> longest = longest(kind);
        if (longest.isEmpty()) {
            if (given) {
                problems.add("until (expected: none, " + kind + " has no end)");
            }
            return;
        }
        long days = longest.get().toDays();
        if (!given && kind != CommandKind.REVOKE_CREDENTIAL) {
            problems.add("until is missing (expected: a time within " + days + " days)");
        }
        until.filter(end -> !end.isAfter(now) || end.isAfter(now.plus(longest.get())))
                .ifPresent(end -> problems.add("until (expected: a time to come, within " + days + " days)"));
    }

    /** How far away an order's end may lie; nothing for orders without one. */
    private static Optional<Duration> longest(CommandKind kind) {
        return switch (kind) {
            case ACCEPT_DRIFT -> Optional.of(LONGEST_ACCEPTANCE);
            case SET_GUARD -> Optional.of(LONGEST_GUARD);
            case REVOKE_CREDENTIAL -> Optional.of(LONGEST_CREDENTIAL);
            case BASELINE_SCOPE, RESCAN_SCOPE, RELEASE_GUARD, NOTHING -> Optional.empty();
        };
    }

    private void checkAction(CommandKind kind, Optional<GuardAction> action, boolean given) {
        if (kind == CommandKind.SET_GUARD && !given) {
            problems.add("guard_action is missing (expected: what the route's proxies do)");
        } else if (kind != CommandKind.SET_GUARD && given && action.isPresent()) {
            problems.add("guard_action (expected: none, " + kind + " sets no guard)");
        }
    }

    private Optional<String> text(JsonNode body, String name, String meaning) {
        JsonNode value = body.path(name);
        if (value.isTextual()) {
            return Optional.of(value.textValue());
        }
        problems.add(name + (absent(body, name) ? " is missing" : " is no text") + " (expected: " + meaning + ")");
        return Optional.empty();
    }

    private static boolean absent(JsonNode body, String name) {
        return body.path(name).isMissingNode() || body.path(name).isNull();
    }

    private static String unknown(String name) {
        Optional<String> meant = name.length() > LONGEST_NAME ? Optional.empty() : Suggestion.nearest(name, MEMBERS);
        return "'" + PrintableText.of(name, LONGEST_NAME) + "' is not known ("
                + meant.map(known -> "did you mean " + known + "?").orElse("expected: " + String.join(", ", MEMBERS))
                + ")";
    }

    private static List<String> names(Enum<?>[] constants, Enum<?> but) {
        List<String> names = new ArrayList<>();
        for (Enum<?> constant : constants) {
            if (constant != but) {
                names.add(constant.name());
            }
        }
        return names;
    }
}
