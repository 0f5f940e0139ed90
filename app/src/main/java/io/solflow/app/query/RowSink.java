package io.solflow.app.query;

import java.util.List;

/** Takes the rows of a query as they come. */
public interface RowSink {

    /** The columns' names, before the first row. */
    void columns(List<String> names);

    /**
     * A row: Long, Double, String, byte[] or null for each column.
     *
     * @return false when the sink has enough; the result then counts as cut off.
     */
    boolean row(List<Object> values);
}
