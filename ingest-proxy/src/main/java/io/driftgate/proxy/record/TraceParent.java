package io.driftgate.proxy.record;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code traceparent} header (W3C Trace Context, section 3.2). */
public final class TraceParent {

    /** Name of the header, of a request and of a Kafka record. */
    public static final String HEADER = "traceparent";

    private static final Pattern GRAMMAR = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
            // A later version may have more after the flags; version ff is forbidden.
            + "|(?!00|ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{1,200})?");

    private TraceParent() {}

    /** The only value, when it is well-formed. */
    public static Optional<String> of(List<String> values) {
        return values.size() == 1 && GRAMMAR.matcher(values.getFirst()).matches()
                ? Optional.of(values.getFirst())
                : Optional.empty();
    }
}
