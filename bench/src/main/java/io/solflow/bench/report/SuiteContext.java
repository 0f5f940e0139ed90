package io.solflow.bench.report;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a suite is given when it runs, and where it leaves its rows. Used by one thread. */
public final class SuiteContext {

    private static final int SAMPLES = 5;

    private final String suite;
    private final boolean quick;
    private final Path workFolder;
    private final PrintStream out;
    private final Map<String, List<Row>> tables = new LinkedHashMap<>();

    /**
     * A context without rows.
     *
     * @param quick a smoke run, see {@link #quick()}.
     * @param workFolder exists and is empty.
     * @param out where progress is told.
     */
    public SuiteContext(final String suite, final boolean quick, final Path workFolder, final PrintStream out) {
        this.suite = Objects.requireNonNull(suite);
        this.quick = quick;
        this.workFolder = Objects.requireNonNull(workFolder);
        this.out = Objects.requireNonNull(out);
    }

    /**
     * True for a smoke run: everything is run and checked, with as little work as possible (seconds for the whole suite);
     * the figures are worth nothing.
     */
    public boolean quick() {
        return quick;
    }

    /** How many samples a figure has: 1 in a quick run, else 5, the least that a published median is taken from. */
    public int samples() {
        return quick ? 1 : SAMPLES;
    }

    /** A folder for databases and other large files; it is deleted after the suite. */
    public Path workFolder() {
        return workFolder;
    }

    /** Adds a row to the table that has the suite's name, and prints it. */
    public void add(final Row row) {
        add(suite, row);
    }

    /** Adds a row to a table, and prints it. */
    public void add(final String table, final Row row) {
        tables.computeIfAbsent(table, name -> new ArrayList<>()).add(row);
        say(RowText.line(row));
    }

    /** Tells progress. */
    public void say(final String text) {
        out.println(suite + ": " + text);
        out.flush();
    }

    /** The tables so far. */
    public List<Table> tables() {
        return tables.entrySet().stream()
                .map(entry -> new Table(entry.getKey(), entry.getValue()))
                .toList();
    }
}
