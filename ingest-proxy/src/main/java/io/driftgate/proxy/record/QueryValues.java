package io.driftgate.proxy.record;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Picks the query values that may be recorded: those of the parameters on a list, and no others. */
public final class QueryValues {

    private static final int LONGEST = 256;

    private final Set<String> allowed;

    /** @param allowed names of parameters, compared exactly */
    public QueryValues(List<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * The values by name. Of a parameter that comes twice the first counts; what is not encoded rightly is left out.
     *
     * @param rawQuery without the question mark, not decoded; may be empty
     */
    public Map<String, String> of(String rawQuery) {
        Map<String, String> values = new TreeMap<>();
        if (allowed.isEmpty()) {
            return values;
        }
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            try {
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                if (allowed.contains(name)) {
                    String value = decode(equals < 0 ? "" : pair.substring(equals + 1));
                    values.putIfAbsent(name, value.length() > LONGEST ? value.substring(0, LONGEST) : value);
                }
            } catch (IllegalArgumentException broken) {
                // Nobody can say what it would have meant.
            }
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
