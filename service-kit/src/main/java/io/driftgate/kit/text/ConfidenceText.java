package io.driftgate.kit.text;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Shows how sure a conclusion is. Never more than it is: what is not certain is not rounded up to 1.00. */
public final class ConfidenceText {

    private ConfidenceText() {}

    /**
     * In hundredths: {@code 0.97}.
     *
     * @param confidence 0 to 1
     */
    public static String of(double confidence) {
        return BigDecimal.valueOf(confidence).setScale(2, RoundingMode.DOWN).toPlainString();
    }
}
