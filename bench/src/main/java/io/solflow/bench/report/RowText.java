package io.solflow.bench.report;

/** A row as text, for the console and for the README. */
final class RowText {

    static final String HEAD = """
            | what | conditions | SolFlow | beside it | ratio | bar |
            |---|---|---:|---:|---:|---|
            """;

    private RowText() {}

    /** A line of the console. */
    static String line(final Row row) {
        return row.what()
                + (row.conditions().isEmpty() ? "" : ", " + row.conditions())
                + ": " + spread(row.product()) + " " + row.product().unit()
                + row.comparison()
                        .map(beside -> "; " + beside.peer().name() + " " + spread(beside.peer()))
                        .orElse("")
                + row.ratio().map(ratio -> "; ratio " + spread(ratio)).orElse("")
                + row.bar().map(bar -> "; bar " + bar(row, bar)).orElse("");
    }

    /** A line of a Markdown table. */
    static String markdown(final Row row) {
        return "| " + row.what()
                + " | " + row.conditions()
                + " | " + spread(row.product()) + " " + row.product().unit()
                + " | "
                + row.comparison()
                        .map(beside -> beside.peer().name() + ": " + spread(beside.peer()))
                        .orElse("")
                + " | " + row.ratio().map(RowText::spread).orElse("")
                + " | " + row.bar().map(bar -> bar(row, bar)).orElse("")
                + " |\n";
    }

    private static String bar(final Row row, final Bar bar) {
        return bar.side().sign() + " " + Numbers.limit(bar.limit())
                + (row.met().orElseThrow() ? " met" : " **missed**");
    }

    /** The median, and the range when there are several samples that differ. */
    private static String spread(final Figure figure) {
        final String median = Numbers.text(figure.median());
        final String min = Numbers.text(figure.min());
        final String max = Numbers.text(figure.max());
        return min.equals(max) ? median : median + " (" + min + "–" + max + ")";
    }
}
