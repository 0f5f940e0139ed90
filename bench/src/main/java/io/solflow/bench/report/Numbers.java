package io.solflow.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers for people: three significant digits, a comma between thousands. */
final class Numbers {

    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Numbers() {}

    static String text(final double value) {
        if (value == 0) {
            return "0";
        }
        final BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS);
        final DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        final int decimals = Math.max(0, rounded.precision() <= 3 ? 2 - exponent(rounded) : rounded.scale());
        format.setMinimumFractionDigits(Math.min(decimals, 2));
        format.setMaximumFractionDigits(decimals);
        return format.format(rounded);
    }

    /** A limit as it was set, without digits that say nothing. */
    static String limit(final double value) {
        return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }

    /** The power of ten of the first digit. */
    private static int exponent(final BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }
}
