package io.solflow.bench.report;

/**
 * What a figure or ratio has to reach.
 *
 * @param side whether {@code limit} is the least or the most that is allowed.
 * @param limit in the unit of what it is held against.
 */
public record Bar(Side side, double limit) {

    /** Which side of the limit is good. */
    public enum Side {
        /** The limit or more. */
        AT_LEAST("≥"),
        /** The limit or less. */
        AT_MOST("≤");

        private final String sign;

        Side(final String sign) {
            this.sign = sign;
        }

        /** The mathematical sign. */
        public String sign() {
            return sign;
        }
    }

    /** The limit or more. */
    public static Bar atLeast(final double limit) {
        return new Bar(Side.AT_LEAST, limit);
    }

    /** The limit or less. */
    public static Bar atMost(final double limit) {
        return new Bar(Side.AT_MOST, limit);
    }

    /** True when the value is on the good side. */
    public boolean metBy(final double value) {
        return side == Side.AT_LEAST ? value >= limit : value <= limit;
    }
}
