package io.solflow.persist.write;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Whole tokens from base units: the double nearest to {@code baseUnits / 10^decimals}. Below 2^53 units and up to 22
 * decimals both numbers are doubles without loss and IEEE division rounds once; beyond, {@link BigDecimal} does.
 */
final class TokenAmount {

    private static final double[] EXACT_POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long EXACT_UNITS = 1L << 53;

    private TokenAmount() {}

    /** Whole tokens; {@code baseUnits} is unsigned, {@code decimals} not negative. */
    static double of(final long baseUnits, final int decimals) {
        if (baseUnits >= 0 && baseUnits <= EXACT_UNITS && decimals < EXACT_POWERS_OF_TEN.length) {
            return baseUnits / EXACT_POWERS_OF_TEN[decimals];
        }
        return new BigDecimal(new BigInteger(Long.toUnsignedString(baseUnits)), decimals).doubleValue();
    }
}
