package io.solflow.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus's text format, and fails on everything that its specification or its habits forbid. */
public final class ExpositionFormat {

    private static final Pattern HELP = Pattern.compile("# HELP ([a-z_:][a-z0-9_:]*) (\\S.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_:][a-z0-9_:]*) (counter|gauge|histogram)");
    private static final String LABEL = "[a-z_][a-z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\"";
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z_:][a-z0-9_:]*)(\\{" + LABEL + "(?:," + LABEL + ")*})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private String family = "";

    private ExpositionFormat() {}

    /** The samples by name with labels. */
    public static Map<String, Double> parse(final String text) {
        assertThat(text).endsWith("\n").doesNotContain("\r");
        final ExpositionFormat format = new ExpositionFormat();
        final List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            final Matcher help = HELP.matcher(lines.get(i));
            if (help.matches()) {
                final Matcher type = TYPE.matcher(lines.get(i + 1));
                assertThat(type.matches()).as("TYPE behind %s", lines.get(i)).isTrue();
                assertThat(type.group(1)).isEqualTo(help.group(1));
                format.begin(type.group(1), type.group(2));
                i++;
            } else {
                format.sample(lines.get(i));
            }
        }
        format.checkHistograms();
        return format.samples;
    }

    private void begin(final String name, final String type) {
        closed.add(family);
        assertThat(closed).as("each family once").doesNotContain(name);
        assertThat(name.endsWith("_total")).as("%s is a %s", name, type).isEqualTo(type.equals("counter"));
        assertThat(name)
                .doesNotContain("milli")
                .doesNotEndWith("_ms")
                .doesNotEndWith("_count")
                .doesNotEndWith("_sum");
        types.put(name, type);
        family = name;
    }

    private void sample(final String line) {
        final Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as("sample '%s'", line).isTrue();
        final String name = sample.group(1);
        final boolean belongs = types.get(family).equals("histogram")
                ? Set.of(family + "_bucket", family + "_sum", family + "_count").contains(name)
                : name.equals(family);
        assertThat(belongs).as("%s within %s", name, family).isTrue();
        final String key = name + (sample.group(2) == null ? "" : sample.group(2));
        final double value = Double.parseDouble(sample.group(3));
        assertThat(samples.put(key, value)).as("%s once", key).isNull();
        if (!types.get(family).equals("gauge")) {
            assertThat(value).as(key).isNotNegative();
        }
    }

    private void checkHistograms() {
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                double before = 0;
                for (final Map.Entry<String, Double> sample : samples.entrySet()) {
                    if (sample.getKey().startsWith(name + "_bucket{")) {
                        assertThat(sample.getValue()).as(sample.getKey()).isGreaterThanOrEqualTo(before);
                        before = sample.getValue();
                    }
                }
                assertThat(samples).containsEntry(name + "_bucket{le=\"+Inf\"}", samples.get(name + "_count"));
            }
        });
    }
}
