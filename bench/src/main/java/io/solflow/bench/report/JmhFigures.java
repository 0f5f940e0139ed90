package io.solflow.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a JMH class, one sample a round. */
public final class JmhFigures {

    private final Map<String, List<Double>> scores = new LinkedHashMap<>();
    private final Map<String, List<Double>> allocatedBytes = new LinkedHashMap<>();
    private final Map<String, String> units = new LinkedHashMap<>();

    JmhFigures() {}

    void add(final String key, final double score, final String unit, final double bytes) {
        scores.computeIfAbsent(key, newKey -> new ArrayList<>()).add(score);
        allocatedBytes.computeIfAbsent(key, newKey -> new ArrayList<>()).add(bytes);
        units.put(key, unit);
    }

    /**
     * The score of a benchmark.
     *
     * @param name the figure's name.
     * @param method the benchmark method.
     * @param parameters values in the alphabetical order of the parameters' names.
     */
    public Figure score(final String name, final String method, final String... parameters) {
        final String key = key(method, List.of(parameters));
        return new Figure(name, units.get(key), samples(scores, key));
    }

    /** Bytes allocated an operation, by all threads. */
    public Figure allocated(final String name, final String method, final String... parameters) {
        return new Figure(name, "B/op", samples(allocatedBytes, key(method, List.of(parameters))));
    }

    static String key(final String method, final List<String> parameters) {
        return method + parameters;
    }

    private static List<Double> samples(final Map<String, List<Double>> figures, final String key) {
        final List<Double> samples = figures.get(key);
        if (samples == null) {
            throw new IllegalArgumentException("no benchmark " + key + ", there are " + figures.keySet());
        }
        return samples;
    }
}
