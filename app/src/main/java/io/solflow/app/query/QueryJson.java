package io.solflow.app.query;

import io.solflow.app.json.JsonOut;
import java.util.List;

/** Queries and their results as JSON: the names of docs/api.md. */
public final class QueryJson {

    private QueryJson() {}

    /** A result. */
    public static byte[] result(final CollectedRows rows, final SqlBox.Outcome outcome) {
        return JsonOut.object(out -> {
            out.texts("columns", rows.columns());
            out.array("rows", lines -> rows.rows()
                    .forEach(row -> lines.array(line -> row.forEach(value -> add(line, value)))));
            out.member("truncated", outcome.truncated());
            out.member("ms", outcome.ms());
        });
    }

    /** The example queries. */
    public static byte[] examples(final List<ExampleQueries.Example> examples) {
        return JsonOut.list("queries", examples, (out, example) -> {
            out.member("name", example.name());
            out.member("title", example.title());
            out.member("section", example.section());
            out.member("sql", example.sql());
        });
    }

    private static void add(final JsonOut line, final Object value) {
        if (value instanceof Long whole) {
            line.value(whole.longValue());
        } else if (value instanceof Double number) {
            line.value(number.doubleValue());
        } else {
            line.value(ValueText.of(value));
        }
    }
}
