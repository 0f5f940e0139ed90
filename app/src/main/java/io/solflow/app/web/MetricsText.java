package io.solflow.app.web;

import java.util.Locale;
import java.util.StringJoiner;

/**
 * Writes metrics in Prometheus's text format: each family once, with HELP and TYPE in front of its samples. One thread.
 */
final class MetricsText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double NS_PER_SECOND = 1e9;
    private static final double EXACT = 1e15;

    private final StringBuilder text = new StringBuilder(8 << 10);
    private String family = "";

    /** Begins a family of counts that only grow; its name ends with _total. */
    MetricsText counter(final String name, final String help) {
        return begin(name, "counter", help);
    }

    /** Begins a family of values that come and go. */
    MetricsText gauge(final String name, final String help) {
        return begin(name, "gauge", help);
    }

    private MetricsText begin(final String name, final String type, final String help) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** A sample with labels, as {@code name, value, name, value}. */
    MetricsText sample(final double value, final String... labels) {
        return line(family, inBraces(labels), number(value));
    }

    /** The same of a whole number. */
    MetricsText sample(final long value, final String... labels) {
        return line(family, inBraces(labels), Long.toString(value));
    }

    /** A whole family of durations. */
    MetricsText histogram(final String name, final String help, final Durations durations, final long sumNs) {
        begin(name, "histogram", help);
        final String bucket = name + "_bucket";
        for (int i = 0; i < durations.bounds(); i++) {
            final String bound = number(durations.boundNs(i) / NS_PER_SECOND);
            line(bucket, inBraces("le", bound), Long.toString(durations.countUpTo(i)));
        }
        final String count = Long.toString(durations.count());
        line(bucket, inBraces("le", "+Inf"), count);
        line(name + "_sum", "", number(sumNs / NS_PER_SECOND));
        return line(name + "_count", "", count);
    }

    private MetricsText line(final String name, final String labels, final String value) {
        text.append(name).append(labels).append(' ').append(value).append('\n');
        return this;
    }

    private static String inBraces(final String... labels) {
        final StringJoiner inside = new StringJoiner(",", "{", "}");
        for (int i = 0; i < labels.length; i += 2) {
            inside.add(labels[i] + "=\"" + escaped(labels[i + 1]) + '"');
        }
        return labels.length == 0 ? "" : inside.toString();
    }

    private static String number(final double value) {
        return value == Math.rint(value) && Math.abs(value) < EXACT
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }

    private static String escaped(final String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
