package io.driftgate.standalone.demo;

import io.driftgate.kit.text.ConfidenceText;
import io.driftgate.kit.text.PrintableText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders what the demo has to tell: at most 125 columns, foreign text made harmless. Pure. */
final class Screen {

    static final int COLUMNS = 125;

    private static final String INDENT = " ".repeat(15);
    private static final int RIGHT = 82;
    private static final int WIDEST_VALUE = 60;

    private Screen() {}

    static List<String> title() {
        return List.of("driftgate demo: real Kafka, real registry, four services, all on 127.0.0.1;"
                + " every figure below is measured in this run");
    }

    /** @param at since the trial was ready */
    static List<String> render(Duration at, Act act) {
        String clock = "%d:%02d ".formatted(at.toMinutes(), at.toSecondsPart());
        List<String> lines = switch (act) {
            case Act.Started started -> started(started);
            case Act.InSync world ->
                List.of(clock
                        + name("WORLD")
                        + "%d resources in Terraform, %d live, all in sync. Route %s stands behind %s."
                                .formatted(world.declared(), world.live(), world.route(), world.address()));
            case Act.Traffic calls ->
                List.of(clock
                        + name("TRAFFIC")
                        + "alice GET /orders %d | no token %d | bob DELETE /orders %d %s | %d requests, %d recorded"
                                .formatted(
                                        calls.alice(),
                                        calls.nobody(),
                                        calls.bob(),
                                        calls.bobNeeds(),
                                        calls.requests(),
                                        calls.recorded()));
            case Act.Someone someone -> List.of("", clock + name("SOMEONE") + someone.does());
            case Act.Drifted drift -> drifted(clock, drift);
            case Act.Guarded guard -> guarded(clock, guard);
            case Act.Reverted revert ->
                List.of(
                        "",
                        clock
                                + name("REVERT")
                                + "the group is put back: drift %s, guard %s, alert %s, alice GET /orders %d"
                                        .formatted(
                                                revert.resolution(),
                                                revert.guard().equals("NONE") ? "released" : revert.guard(),
                                                revert.alert().toLowerCase(Locale.ROOT),
                                                revert.alice()));
            case Act.Quiet quiet -> List.of("", clock + name("QUIET") + quiet(quiet));
            case Act.Summary sums -> summary(sums);
            case Act.Try next -> next(next);
            case Act.Missing missing ->
                List.of("", clock + name("MISSING") + missing.what(), "          The log: " + missing.log());
        };
        // What people copy, a command or a path, is of no use when it is cut.
        boolean whole = act instanceof Act.Try || act instanceof Act.Missing;
        return lines.stream()
                .map(line -> whole ? PrintableText.of(line) : PrintableText.of(line, COLUMNS))
                .toList();
    }

    private static List<String> started(Act.Started started) {
        String parts = started.parts().stream()
                .map(part -> part.name() + " " + tenths(part.took()))
                .collect(Collectors.joining("   "));
        return List.of("  " + parts + "     ready in " + tenths(started.total()), "");
    }

    private static List<String> drifted(String clock, Act.Drifted drift) {
        List<String> lines = new ArrayList<>();
        lines.add(right(
                clock + name("DRIFT") + drift.severity() + " " + drift.id() + "  " + drift.address(),
                hundredths(drift.after()) + " after the state reached Kafka"));
        String path = PrintableText.of(drift.path(), 40);
        lines.add(INDENT + "  " + path + "   - " + value(drift.declared()));
        lines.add(INDENT + "  " + " ".repeat(path.length()) + "   + " + value(drift.live()));
        lines.add(drift.who()
                .map(who -> right(INDENT + "  who    " + who(who), "confidence " + ConfidenceText.of(who.confidence())))
                .orElse(INDENT + "  who    " + drift.cause() + ": no reported change fits"));
        lines.add(INDENT + "  means  " + drift.means()
                + drift.technique().map(id -> " (" + id + ")").orElse("") + routes(drift.routes()));
        return lines;
    }

    private static String who(Act.Who who) {
        return who.name() + ", " + who.channel().toLowerCase(Locale.ROOT) + ", from " + who.address()
                + who.mfa().map(used -> used ? ", with MFA" : ", no MFA").orElse("");
    }

    private static String routes(List<String> routes) {
        return switch (routes.size()) {
            case 0 -> "";
            case 1 -> ", and route " + routes.getFirst() + " serves from it";
            default -> ", and routes " + String.join(", ", routes) + " serve from it";
        };
    }

    private static List<String> guarded(String clock, Act.Guarded guard) {
        return List.of(
                right(
                        clock
                                + name("GUARD")
                                + "%s %s on %d of %d gateways"
                                        .formatted(
                                                guard.route(), done(guard.action()), guard.applied(), guard.gateways()),
                        hundredths(guard.after()) + " after the state reached Kafka"),
                INDENT
                        + "  alice GET /orders %d %s, %s | GET %s %d (untouched)"
                                .formatted(
                                        guard.alice(),
                                        guard.title(),
                                        guard.driftId(),
                                        guard.otherPath(),
                                        guard.other()));
    }

    private static String done(String action) {
        return switch (action) {
            case "BLOCK" -> "BLOCKED";
            case "THROTTLE" -> "THROTTLED";
            default -> action;
        };
    }

    private static String quiet(Act.Quiet quiet) {
        return "%s, a pipeline, changes a Lambda: held %s (others: %s) until its state file followed. %s"
                .formatted(
                        quiet.role(),
                        tenths(quiet.held()),
                        tenths(quiet.others()),
                        quiet.alerts() == 0 ? "No alert." : counted(quiet.alerts(), "alert") + ".");
    }

    private static List<String> summary(Act.Summary sums) {
        return List.of(
                "",
                "SUMMARY  %d requests = %d records | %d changes: %s alerted, %d revert, %d quiet | %s"
                        .formatted(
                                sums.requests(),
                                sums.records(),
                                sums.changes(),
                                counted(sums.alerted(), "drift"),
                                sums.reverted(),
                                sums.quiet(),
                                counted(sums.deadLetters(), "dead letter")),
                "         change -> alert %s   change -> route shut %s   revert -> route open %s   (from its append to Kafka)"
                        .formatted(hundredths(sums.toAlert()), hundredths(sums.toShut()), hundredths(sums.toOpen())));
    }

    private static List<String> next(Act.Try next) {
        String data = next.data().isEmpty() ? "" : " --data " + next.data();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                next.running()
                        ? "Try      in another terminal (Ctrl-C here ends it):"
                        : "Try      ./driftgate demo --keep      then, in another terminal:");
        lines.add("           ./driftgate drift show " + next.driftId() + data);
        lines.add("           ./driftgate alerts follow" + data);
        next.api().ifPresent(api -> {
            String curl =
                    "           curl -H \"Authorization: Bearer $(./driftgate tokens issue --operator" + data + ")\"";
            String place = api + "/v1/drift";
            if (curl.length() + place.length() < COLUMNS) {
                lines.add(curl + " " + place);
            } else {
                lines.add(curl + " \\");
                lines.add("             " + place);
            }
        });
        return lines;
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String value(String value) {
        return PrintableText.of(value, WIDEST_VALUE);
    }

    private static String name(String act) {
        return "%-10s".formatted(act);
    }

    /** Puts a figure where all figures stand, or after the text when that is long. */
    private static String right(String text, String figure) {
        return text + " ".repeat(Math.max(2, RIGHT - text.length())) + figure;
    }

    private static String tenths(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private static String hundredths(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
    }
}
