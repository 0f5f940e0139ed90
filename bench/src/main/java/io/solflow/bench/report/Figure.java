package io.solflow.bench.report;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A measured quantity: the samples in the order in which they were taken, all in one unit.
 *
 * @param name what was measured, for example {@code SolFlow} or {@code generated classes}.
 * @param unit for example {@code ns}, {@code trades/s}, {@code B}.
 * @param samples at least one, all finite.
 */
public record Figure(String name, String unit, List<Double> samples) {

    /** Checks the samples. */
    public Figure {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(name + ": a figure needs at least one sample");
        }
        for (final double sample : samples) {
            if (!Double.isFinite(sample)) {
                throw new IllegalArgumentException(name + ": sample is " + sample + ", must be finite");
            }
        }
    }

    /** A figure of these samples. */
    public static Figure of(final String name, final String unit, final double... samples) {
        return new Figure(name, unit, DoubleStream.of(samples).boxed().toList());
    }

    /** The same samples under another name. */
    public Figure named(final String newName) {
        return new Figure(newName, unit, samples);
    }

    /** The same quantity in another unit: every sample times a factor. */
    public Figure scaled(final String newUnit, final double factor) {
        return new Figure(
                name, newUnit, samples.stream().map(sample -> sample * factor).toList());
    }

    /** The middle sample, or the mean of the two in the middle. */
    public double median() {
        final double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The smallest sample. */
    public double min() {
        return samples.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** The largest sample. */
    public double max() {
        return samples.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
