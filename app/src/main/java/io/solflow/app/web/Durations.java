package io.solflow.app.web;

import java.util.Arrays;

/**
 * How many things took how long: counts by upper bound, smallest first, and one more for those above the last bound.
 * Immutable.
 */
public final class Durations {

    private final long[] boundsNs;
    private final long[] counts;

    /** Copies both; there is one more count than bounds. */
    public Durations(final long[] boundsNs, final long[] counts) {
        if (counts.length != boundsNs.length + 1) {
            throw new IllegalArgumentException(counts.length + " counts for " + boundsNs.length + " bounds");
        }
        this.boundsNs = boundsNs.clone();
        this.counts = counts.clone();
    }

    int bounds() {
        return boundsNs.length;
    }

    long boundNs(final int index) {
        return boundsNs[index];
    }

    /** How many took no longer than the bound; the last index is that of all. */
    long countUpTo(final int index) {
        return Arrays.stream(counts, 0, index + 1).sum();
    }

    long count() {
        return Arrays.stream(counts).sum();
    }

    /** What came after an earlier state of the same counts. */
    Durations since(final Durations earlier) {
        final long[] grown = counts.clone();
        for (int i = 0; i < grown.length; i++) {
            grown[i] -= earlier.counts[i];
        }
        return new Durations(boundsNs, grown);
    }

    /**
     * The bound within which this share of all things took place; negative when there are none, or when it lies above
     * the last bound.
     */
    long quantileNs(final double share) {
        final long all = count();
        long sum = 0;
        for (int i = 0; i < boundsNs.length && all > 0; i++) {
            sum += counts[i];
            if (sum >= share * all) {
                return boundsNs[i];
            }
        }
        return -1;
    }
}
