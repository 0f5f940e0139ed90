package io.solflow.bench.report;

import java.util.List;

/**
 * The rows between a pair of markers in the README.
 *
 * @param name the marker's name, unique over all suites; by custom it begins with that of its suite.
 * @param rows in the order in which they are shown.
 */
public record Table(String name, List<Row> rows) {

    /** Copies the rows. */
    public Table {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("table name is '" + name + "', allowed are a-z, 0-9 and -");
        }
        rows = List.copyOf(rows);
    }
}
