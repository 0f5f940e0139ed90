package io.solflow.core.wire;

/** The lines of a transaction's log, as offsets into its bytes. */
public final class LogLines {

    private static final int OFFSET = 0;
    private static final int LENGTH = 1;

    private final IntTable lines = new IntTable(2, 64);
    private byte[] bytes = {};

    LogLines() {}

    /** Forgets all lines; those to come stand in these bytes. */
    void reset(final byte[] newBytes) {
        bytes = newBytes;
        lines.clear();
    }

    void add(final int from, final int end) {
        final int line = lines.add();
        lines.set(line, OFFSET, from);
        lines.set(line, LENGTH, end - from);
    }

    byte[] bytes() {
        return bytes;
    }

    int count() {
        return lines.rows();
    }

    int offset(final int line) {
        return lines.get(line, OFFSET);
    }

    int length(final int line) {
        return lines.get(line, LENGTH);
    }
}
