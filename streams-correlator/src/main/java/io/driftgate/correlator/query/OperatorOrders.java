package io.driftgate.correlator.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.driftgate.correlator.command.CommandDraft;
import io.driftgate.correlator.command.CommandParser;
import io.driftgate.correlator.command.CommandSink;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What operators may order: {@code POST /v1/commands}. The answer says that the order is in the log and not that it has taken
 * effect. What can be known to be in vain is refused here; the last word has who carries it out. Thread-safe.
 */
final class OperatorOrders {

    static final String PATH = "/v1/commands";

    private static final int LARGEST = 16 * 1024;
    private static final Pattern JSON =
            Pattern.compile("(?i)application/json(?:\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*");
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final StateView view;
    private final CommandSink sink;
    private final InstantSource clock;

    OperatorOrders(StateView view, CommandSink sink, InstantSource clock) {
        this.view = view;
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * The answer to a POST.
     *
     * @param mediaTypes values of all {@code Content-Type} headers
     * @param keys values of all {@code Idempotency-Key} headers
     * @param body read to its end, or until it is too long
     * @throws IOException when the body cannot be read
     */
    ApiAnswer answer(String operator, List<String> mediaTypes, List<String> keys, InputStream body) throws IOException {
        if (mediaTypes.size() != 1 || !JSON.matcher(mediaTypes.getFirst()).matches()) {
            return ProblemDocument.of(
                    415, "media-type", "The order is not in JSON", "expected: Content-Type: application/json");
        }
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            return ProblemDocument.of(413, "too-large", "The order is too long", "expected: at most 16 KiB");
        }
        if (keys.size() > 1 || keys.stream().anyMatch(key -> !ID.matcher(key).matches())) {
            return bad(List.of("Idempotency-Key (expected: one UUID, a new one for each order)"));
        }
        Optional<String> text = utf8(bytes);
        if (text.isEmpty()) {
            return bad(List.of("the body (expected: JSON in UTF-8)"));
        }
        return switch (CommandParser.parse(text.get(), clock.instant())) {
            case CommandParser.Bad refused -> bad(refused.problems());
            case CommandParser.Good good -> {
                Optional<ProblemDocument> vain = inVain(good.draft());
                yield vain.isPresent()
                        ? vain.get()
                        : sent(good.draft(), operator, keys.stream().findFirst().map(UUID::fromString));
            }
        };
    }

    /** Whether the order is about something that is not there. Of what the correlator knows nothing about, nothing is said. */
    private Optional<ProblemDocument> inVain(CommandDraft draft) {
        return switch (draft.kind()) {
            case ACCEPT_DRIFT -> {
                Answer<DriftRecord> found = view.driftOf(draft.target());
                yield found.items().isEmpty()
                        ? Optional.of(absent("drift of that resource", found.missing()))
                        : found.items().stream().findFirst().flatMap(OperatorOrders::notOpen);
            }
            case RELEASE_GUARD -> {
                Answer<?> found = view.guardOf(draft.target());
                yield found.items().isEmpty()
                        ? Optional.of(absent("guard of that route", found.missing()))
                        : Optional.empty();
            }
            case BASELINE_SCOPE, RESCAN_SCOPE -> {
                Answer<ScopeReport> known = view.scopes();
                boolean found = known.items().stream()
                        .anyMatch(report -> report.getKind() != ScopeKind.GATEWAY
                                && report.getScope().equals(draft.target()));
                yield found ? Optional.empty() : Optional.of(absent("scope of that name", known.missing()));
            }
            // A route with nothing behind it is known to its gateway alone, a credential to its issuer.
            case SET_GUARD, REVOKE_CREDENTIAL, NOTHING -> Optional.empty();
        };
    }

    private static Optional<ProblemDocument> notOpen(DriftRecord drift) {
        boolean open = drift.getResolution() == Resolution.UNRESOLVED
                && drift.getStatus() != DriftStatus.IN_SYNC
                && drift.getStatus() != DriftStatus.UNKNOWN;
        boolean accepted = drift.getResolution() == Resolution.ACCEPTED && drift.getStatus() != DriftStatus.IN_SYNC;
        return open || accepted
                ? Optional.empty()
                : Optional.of(ProblemDocument.of(
                        409,
                        "not-open",
                        "There is nothing to accept",
                        "expected: a drift that is open; this one is "
                                + (drift.getStatus() == DriftStatus.UNKNOWN ? "UNKNOWN" : drift.getResolution())));
    }

    private ApiAnswer sent(CommandDraft draft, String operator, Optional<UUID> id) {
        return switch (sink.send(draft, operator, id)) {
            case CommandSink.Taken taken -> new CommandTaken(taken.command());
            case CommandSink.IdInUse inUse ->
                ProblemDocument.of(
                        409,
                        "idempotency-key-in-use",
                        "The Idempotency-Key is another order's",
                        "expected: a new UUID for each order");
            case CommandSink.NotTaken notTaken ->
                ProblemDocument.of(
                        503, "not-taken", "The order was not taken", "Kafka cannot be written to now; try again");
            case CommandSink.Unknown unknown ->
                ProblemDocument.of(
                                503,
                                "outcome-unknown",
                                "It is not known whether the order was taken",
                                "Kafka has not acknowledged it yet; send it again with Idempotency-Key: "
                                        + unknown.id())
                        .with("id", JsonNodeFactory.instance.textNode(unknown.id()));
        };
    }

    private static ProblemDocument bad(List<String> problems) {
        return ProblemDocument.of(400, "bad-command", "The order cannot be understood", String.join("; ", problems));
    }

    private static ProblemDocument absent(String what, List<String> missing) {
        if (missing.isEmpty()) {
            return ProblemDocument.of(
                    404, "not-found", "There is no such target", "there is no " + what + "; nothing was ordered");
        }
        ArrayNode unread = JsonNodeFactory.instance.arrayNode();
        missing.forEach(unread::add);
        return ProblemDocument.of(
                        503,
                        "incomplete",
                        "Not all state can be read now",
                        "no " + what + " is among what could be read; nothing was ordered; try again in some seconds")
                .with("missing", unread);
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException broken) {
            return Optional.empty();
        }
    }
}
