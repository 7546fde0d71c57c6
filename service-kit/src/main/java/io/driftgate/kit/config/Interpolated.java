package io.driftgate.kit.config;

import java.util.Map;

/**
 * Which values of a configuration came from the environment by <code>${NAME}</code>. A root record that has a component of this type
 * gets it from the loader, and {@link EffectiveConfig} then shows the variables in place of their values: whatever stands
 * in the environment may be a secret, also where no secret is expected. No key of the file has its name.
 *
 * @param shown by path, as in {@link Problem#path}: the value with its variables, those of under
 *     {@value #SHORTEST} characters resolved, since they tell nothing
 */
public record Interpolated(Map<String, String> shown) {

    static final int SHORTEST = 4;

    /** Of a configuration without variables. */
    public static final Interpolated NONE = new Interpolated(Map.of());

    public Interpolated {
        shown = Map.copyOf(shown);
    }
}
