package io.solflow.bench.line;

import java.util.ArrayList;
import java.util.List;

/** Values over time, and the straight line closest to them. */
final class Trend {

    private final List<double[]> points = new ArrayList<>();

    void add(final double seconds, final double value) {
        points.add(new double[] {seconds, value});
    }

    int size() {
        return points.size();
    }

    /** Change of the value a second; 0 with fewer than two points. */
    double slope() {
        if (points.size() < 2) {
            return 0;
        }
        final double meanX = mean(0);
        final double meanY = mean(1);
        double covariance = 0;
        double variance = 0;
        for (final double[] point : points) {
            covariance += (point[0] - meanX) * (point[1] - meanY);
            variance += (point[0] - meanX) * (point[0] - meanX);
        }
        return variance == 0 ? 0 : covariance / variance;
    }

    /** Change along the line from the first point to the last. */
    double change() {
        return points.size() < 2 ? 0 : slope() * (points.get(points.size() - 1)[0] - points.get(0)[0]);
    }

    /** Mean of the values. */
    double mean() {
        return mean(1);
    }

    /** Largest value. */
    double max() {
        return points.stream().mapToDouble(point -> point[1]).max().orElse(0);
    }

    private double mean(final int coordinate) {
        return points.stream().mapToDouble(point -> point[coordinate]).average().orElse(0);
    }

    /** The same without what was before a time. */
    Trend from(final double seconds) {
        final Trend later = new Trend();
        points.stream().filter(point -> point[0] >= seconds).forEach(later.points::add);
        return later;
    }
}
