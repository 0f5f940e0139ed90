package io.solflow.bench.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results from their JSON; medians, ratios and verdicts are computed again from the samples. */
final class ResultJson {

    private ResultJson() {}

    static Result result(final Object json) {
        final Map<?, ?> result = map(json);
        return new Result(
                string(result, "suite"),
                conditions(result),
                list(result, "tables").stream().map(ResultJson::table).toList());
    }

    private static Conditions conditions(final Map<?, ?> result) {
        return new Conditions(
                string(result, "date"),
                string(result, "command"),
                strings(result, "machine"),
                strings(result, "versions"),
                number(result, "loadBefore"),
                number(result, "loadAfter"),
                number(result, "stealPercent"));
    }

    private static Table table(final Object json) {
        final Map<?, ?> table = map(json);
        return new Table(
                string(table, "name"),
                list(table, "rows").stream().map(ResultJson::row).toList());
    }

    private static Row row(final Object json) {
        final Map<?, ?> map = map(json);
        Row row = new Row(string(map, "what"), string(map, "conditions"), figure(map.get("product")));
        if (map.containsKey("peer")) {
            row = row.beside(
                    new Comparison(figure(map.get("peer")), Comparison.Division.valueOf(string(map, "division"))));
        }
        if (map.containsKey("bar")) {
            final Map<?, ?> bar = map(map.get("bar"));
            row = row.bar(new Bar(Bar.Side.valueOf(string(bar, "side")), number(bar, "limit")));
        }
        return row;
    }

    private static Figure figure(final Object json) {
        final Map<?, ?> figure = map(json);
        return new Figure(
                string(figure, "name"),
                string(figure, "unit"),
                list(figure, "samples").stream().map(Double.class::cast).toList());
    }

    private static Map<String, String> strings(final Map<?, ?> parent, final String name) {
        final Map<String, String> strings = new TreeMap<>();
        map(parent.get(name)).forEach((key, value) -> strings.put((String) key, (String) value));
        return strings;
    }

    private static Map<?, ?> map(final Object json) {
        return of(Map.class, "an object", json);
    }

    private static List<?> list(final Map<?, ?> parent, final String name) {
        return of(List.class, name, parent.get(name));
    }

    private static String string(final Map<?, ?> parent, final String name) {
        return of(String.class, name, parent.get(name));
    }

    private static double number(final Map<?, ?> parent, final String name) {
        return of(Double.class, name, parent.get(name));
    }

    private static <T> T of(final Class<T> type, final String name, final Object json) {
        if (!type.isInstance(json)) {
            throw new IllegalArgumentException(name + " is " + json + ", must be a " + type.getSimpleName());
        }
        return type.cast(json);
    }
}
