package io.solflow.persist.file;

/** How a number comes into a REAL column. */
public final class Real {

    private Real() {}

    /** The number, zero without a sign: nothing divided by a loss is -0.0, which readers print and compare as another. */
    public static double of(final double value) {
        return value + 0.0;
    }
}
