package io.solflow.core.wire;

import java.util.Arrays;

/** A list of rows of ints that grows up to {@link #MAX_ROWS}; keeps its size when cleared. */
final class IntTable {

    /** Far above what a transaction can hold; garbage of many megabytes must not fill the memory. */
    static final int MAX_ROWS = 1 << 16;

    private final int stride;
    private int[] cells;
    private int rows;

    IntTable(final int stride, final int initialRows) {
        this.stride = stride;
        this.cells = new int[stride * initialRows];
    }

    void clear() {
        rows = 0;
    }

    int rows() {
        return rows;
    }

    /**
     * Adds a row, whose cells hold anything until they are set, and returns its number; the table's limit makes the bytes
     * malformed.
     */
    int add() {
        if (rows * stride == cells.length) {
            grow();
        }
        return rows++;
    }

    private void grow() {
        if (rows >= MAX_ROWS) {
            throw MalformedWireException.INSTANCE;
        }
        cells = Arrays.copyOf(cells, 2 * cells.length);
    }

    int get(final int row, final int column) {
        return cells[row * stride + column];
    }

    void set(final int row, final int column, final int value) {
        cells[row * stride + column] = value;
    }
}
