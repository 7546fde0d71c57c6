package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.AttributeDifference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps a drift record small enough for a topic: long values become their digest, and the worst differences go first. Pure. */
final class Told {

    private static final int LONGEST_VALUE = 2048;
    private static final int MOST_DIFFERENCES = 50;
    private static final String CUT = "{\"$long\":\"sha256:";
    private static final int DIGITS = 64;

    private Told() {}

    static List<AttributeDifference> of(List<AttributeDifference> differences) {
        List<AttributeDifference> sorted = differences.stream()
                .sorted(Comparator.comparing(AttributeDifference::getSeverity)
                        .reversed()
                        .thenComparing(AttributeDifference::getPath))
                .map(Told::cut)
                .toList();
        if (sorted.size() <= MOST_DIFFERENCES) {
            return sorted;
        }
        List<AttributeDifference> rest = sorted.subList(MOST_DIFFERENCES - 1, sorted.size());
        AttributeDifference more = AttributeDifference.newBuilder()
                .setPath("")
                .setSeverity(rest.getFirst().getSeverity())
                .setReason(rest.size() + " more differences")
                .build();
        return Stream.concat(sorted.stream().limit(MOST_DIFFERENCES - 1), Stream.of(more))
                .toList();
    }

    private static AttributeDifference cut(AttributeDifference difference) {
        return AttributeDifference.newBuilder(difference)
                .setDeclared(cut(difference.getDeclared()))
                .setLive(cut(difference.getLive()))
                .build();
    }

    /** Whether there was more than is told one by one. */
    static boolean isCut(List<AttributeDifference> told) {
        return told.size() >= MOST_DIFFERENCES;
    }

    /** Tells one value from another, whether or not it was cut; empty for none. */
    static String digest(@Nullable String json) {
        if (json == null) {
            return "";
        }
        boolean isCut = json.startsWith(CUT) && json.length() > CUT.length() + DIGITS;
        return isCut ? json.substring(CUT.length(), CUT.length() + DIGITS) : sha256(json);
    }

    private static @Nullable String cut(@Nullable String json) {
        if (json == null || json.length() <= LONGEST_VALUE) {
            return json;
        }
        return CUT + sha256(json) + "\",\"characters\":" + json.length() + "}";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
