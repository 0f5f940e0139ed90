package io.solflow.persist;

/** How a number comes into a REAL column. */
final class Real {

    private Real() {}

    /** The number, zero without a sign: nothing divided by a loss is -0.0, which readers print and compare as another. */
    static double of(final double value) {
        return value + 0.0;
    }
}
