package io.solflow.core.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks a transaction's log and follows the runtime's own lines: {@code Program <id> invoke [depth]}, {@code success} or
 * {@code failed} for each invocation, and {@code Program data: } for what the innermost one reports. Text that a program
 * prints comes as {@code Program log: …} and is never taken for the runtime's. The walk ends at the first line that does not
 * add up. Reused; not thread safe; allocates nothing.
 */
public final class LogCursor {

    /** What a line says. */
    public enum Line {
        /** An invocation begins; it is the innermost one now. */
        INVOKE,
        /** The innermost invocation ends. */
        RETURN,
        /** The innermost invocation reports data. */
        DATA,
        /** Anything else. */
        TEXT,
        /** No further line, or none that can be believed. */
        END
    }

    private static final byte[] PROGRAM = ascii("Program ");
    private static final byte[] DATA = ascii("Program data: ");
    private static final byte[] TRUNCATED = ascii("Log truncated");
    private static final byte[] INVOKE = ascii(" invoke [");
    private static final byte[] SUCCESS = ascii(" success");
    private static final byte[] FAILED = ascii(" failed: ");

    private static final int MIN_ID_LENGTH = 32;
    private static final int MAX_ID_LENGTH = 44;
    private static final int MAX_DEPTH = 1000;

    private LogLines lines = new LogLines();
    private byte[] bytes = {};
    private int line;
    private int start;
    private int end;
    private int idEnd;
    private int depth;
    private int topLevelCount;
    private int innerCount;
    private boolean broken;

    /** Moves before the first line of a log. */
    public LogCursor wrap(final LogLines newLines) {
        lines = newLines;
        bytes = newLines.bytes();
        line = 0;
        depth = 0;
        topLevelCount = 0;
        innerCount = 0;
        broken = false;
        return this;
    }

    /** Moves to where another cursor is. */
    public LogCursor set(final LogCursor other) {
        lines = other.lines;
        bytes = other.bytes;
        line = other.line;
        start = other.start;
        end = other.end;
        idEnd = other.idEnd;
        depth = other.depth;
        topLevelCount = other.topLevelCount;
        innerCount = other.innerCount;
        broken = other.broken;
        return this;
    }

    /** Reads the next line. */
    public Line next() {
        if (broken || line == lines.count()) {
            return Line.END;
        }
        start = lines.offset(line);
        end = start + lines.length(line);
        line++;
        final Line read = read();
        broken = read == Line.END;
        return read;
    }

    private Line read() {
        if (!startsWith(PROGRAM, start)) {
            return restIs(TRUNCATED, start) ? Line.END : Line.TEXT;
        }
        if (startsWith(DATA, start)) {
            return Line.DATA;
        }
        idEnd = findIdEnd();
        if (idEnd < 0) {
            return Line.TEXT;
        }
        if (startsWith(INVOKE, idEnd)) {
            depth++;
            if (depth == 1) {
                topLevelCount++;
            } else {
                innerCount++;
            }
            return toldDepth() == depth ? Line.INVOKE : Line.END;
        }
        if (restIs(SUCCESS, idEnd) || startsWith(FAILED, idEnd)) {
            return depth-- > 0 ? Line.RETURN : Line.END;
        }
        return Line.TEXT;
    }

    /** How many invocations are open: the depth of the innermost one, 1 for a top-level one. */
    public int depth() {
        return depth;
    }

    /** How many top-level invocations have begun. */
    public int topLevelCount() {
        return topLevelCount;
    }

    /** How many invocations of a program by another have begun. */
    public int innerCount() {
        return innerCount;
    }

    /** True when the log was read to its end, tells something, and every invocation in it ended. */
    public boolean complete() {
        return !broken && line == lines.count() && depth == 0 && topLevelCount > 0;
    }

    /** True when the invoked or returning program is the one whose base58 text is given. */
    public boolean programIs(final byte[] text, final int length) {
        return Arrays.equals(bytes, start + PROGRAM.length, idEnd, text, 0, length);
    }

    /** Offset of the first field of a data line, base64. */
    public int dataOffset() {
        return start + DATA.length;
    }

    /** Length of the first field of a data line. */
    public int dataLength() {
        int fieldEnd = dataOffset();
        while (fieldEnd < end && bytes[fieldEnd] != ' ') {
            fieldEnd++;
        }
        return fieldEnd - dataOffset();
    }

    /** End of the program id in the line, -1 when what follows {@code Program} is none. */
    private int findIdEnd() {
        final int idStart = start + PROGRAM.length;
        int at = idStart;
        while (at < end && bytes[at] != ' ') {
            if (bytes[at] == ':' || at - idStart == MAX_ID_LENGTH) {
                return -1;
            }
            at++;
        }
        return at - idStart < MIN_ID_LENGTH ? -1 : at;
    }

    /** The number in {@code invoke [n]}, -1 when it is none. */
    private int toldDepth() {
        int number = 0;
        for (int i = idEnd + INVOKE.length; i < end - 1; i++) {
            final int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number > MAX_DEPTH) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return bytes[end - 1] == ']' ? number : -1;
    }

    private boolean startsWith(final byte[] text, final int offset) {
        return end - offset >= text.length && Arrays.equals(bytes, offset, offset + text.length, text, 0, text.length);
    }

    private boolean restIs(final byte[] text, final int offset) {
        return Arrays.equals(bytes, offset, end, text, 0, text.length);
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
