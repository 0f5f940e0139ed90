package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.LogCursor;
import io.solflow.core.wire.LogCursor.Line;
import io.solflow.core.wire.Precompiles;
import io.solflow.core.wire.TransactionView;
import java.nio.charset.StandardCharsets;

/**
 * Walks the events that one program printed as {@code Program data: <base64>}, invocation by invocation.
 *
 * <p>The program's n-th invocation in the logs is its n-th instruction in execution order; where inner instructions are
 * missing, its n-th at depth 1 is its n-th top-level one, and those deeper, which another program invoked, are read by
 * {@link #startHidden}. A data line counts only while that invocation is the innermost one. Logs that do not add up, or are
 * truncated, end the walk.
 *
 * <p>Places are those that the instructions have in a copy of the transaction that shows all of them: before an invocation
 * stand the top-level instructions up to its own, precompiles too, and as many inner ones as the log has invocations below
 * depth 1. Of a program that prints and emits each event, the k-th data line of an invocation belongs to the k-th time that
 * this one invokes its own program, whichever comes first. What cannot be seen in the log are the entries of a token batch:
 * behind one, a place is too low by the entries beyond the first. Holds a buffer; not thread safe.
 */
final class ProgramLogs {

    /** The server cuts all logs of a transaction at 10 KB; no event of a trade comes near this. */
    private static final int MAX_EVENT_LENGTH = 6 * 1024;

    private static final int NONE = -1;

    private final byte[] programId;
    private final byte[] decoded = new byte[MAX_EVENT_LENGTH];
    private final LogCursor lines = new LogCursor();
    /** Runs ahead within an invocation, to the program's invocations of itself. */
    private final LogCursor selves = new LogCursor();

    private TransactionView transaction;
    /** Depth of the invocation whose events are read, 0 between two. */
    private int depth;
    /** Place of the top-level instruction that the invocation is or belongs to, without the inner ones before it. */
    private int top;

    private int emitterPlace;
    private int eventPlace;

    ProgramLogs(final Pubkey program) {
        programId = program.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Moves before the first event of {@code emitter}, of this program; false when the log does not show it. */
    boolean start(final InstructionView emitter) {
        begin(emitter.transaction());
        final boolean topLevelOnly = !transaction.innerShown();
        int earlier = invocationsBefore(emitter.index(), topLevelOnly);
        for (Line line = lines.next(); line != Line.END; line = lines.next()) {
            if (line == Line.INVOKE
                    && (!topLevelOnly || lines.depth() == 1)
                    && lines.programIs(programId, programId.length)
                    && earlier-- == 0) {
                final boolean fits = emitter.stackHeight() == 0 || emitter.stackHeight() == lines.depth();
                if (fits) {
                    top = emitter.index();
                    enter(topLevelOnly ? top + lines.innerCount() : top);
                }
                return fits;
            }
        }
        return false;
    }

    /** Moves before the first invocation that a transaction without inner instructions does not show. */
    void startHidden(final TransactionView newTransaction) {
        begin(newTransaction);
        top = NONE;
    }

    /**
     * Moves before the first event of the next invocation of this program by another one; false when there is none.
     * Invocations of the program by itself, which carry events, are passed over.
     */
    boolean nextHidden() {
        while (depth != 0) {
            step();
        }
        int own = 0;
        for (Line line = lines.next(); line != Line.END; line = lines.next()) {
            if (line == Line.RETURN) {
                own = lines.depth() < own ? 0 : own;
            } else if (line == Line.INVOKE) {
                if (lines.depth() == 1) {
                    top = nextTop(top);
                }
                if (own == 0 && lines.programIs(programId, programId.length)) {
                    own = lines.depth();
                    if (own > 1 && top < transaction.instructionCount()) {
                        enter(top + lines.innerCount());
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Moves to the next event and wraps {@code body} around its fields, until the next call; false when there is none. */
    boolean next(final EventBody body) {
        while (depth != 0) {
            final int ran = top + lines.innerCount();
            if (step() == Line.DATA && lines.depth() == depth) {
                eventPlace = transaction.innerShown() ? emitterPlace : Math.max(eventPlace + 1, nextSelf(ran));
                if (decode(body)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The discriminator of the event that {@link #next} moved to. */
    long discriminator() {
        return ByteWords.i64(decoded, 0);
    }

    /** Place of the instruction that carries the event; of the emitter's where inner instructions are shown. */
    int place() {
        return eventPlace;
    }

    /** Place of the instruction whose events are read. */
    int emitterPlace() {
        return emitterPlace;
    }

    /** True when all lines were read and tell of every invocation. */
    boolean complete() {
        return lines.complete();
    }

    private void begin(final TransactionView newTransaction) {
        transaction = newTransaction;
        lines.wrap(newTransaction.logs());
        depth = 0;
    }

    private void enter(final int place) {
        depth = lines.depth();
        emitterPlace = place;
        eventPlace = place - 1;
        selves.set(lines);
    }

    /** Reads a line within the invocation; leaves it where it ends. */
    private Line step() {
        final Line line = lines.next();
        if (line == Line.END || lines.depth() < depth) {
            depth = 0;
        }
        return line;
    }

    /** Place of the next invocation of the program by itself, else of the last instruction that {@code ran} before the line. */
    private int nextSelf(final int ran) {
        if (selves.depth() < depth) {
            return ran;
        }
        Line line = selves.next();
        while (line != Line.END && selves.depth() >= depth) {
            if (line == Line.INVOKE && selves.depth() == depth + 1 && selves.programIs(programId, programId.length)) {
                return top + selves.innerCount();
            }
            line = selves.next();
        }
        return ran;
    }

    private int invocationsBefore(final int emitter, final boolean topLevelOnly) {
        int count = 0;
        for (int i = 0; i < emitter; i++) {
            if (transaction.programIndex(i) == transaction.programIndex(emitter)
                    && (!topLevelOnly || transaction.innerIndex(i) == TransactionView.TOP_LEVEL)) {
                count++;
            }
        }
        return count;
    }

    /** The last place of the next top-level instruction that is logged; a batch has several places and one line. */
    private int nextTop(final int previous) {
        final int count = transaction.instructionCount();
        int next = previous + 1;
        while (next < count
                && transaction.innerIndex(next) == TransactionView.TOP_LEVEL
                && Precompiles.isOne(transaction.bytes(), transaction.programOffset(next))) {
            next++;
        }
        while (next + 1 < count && transaction.outerIndex(next + 1) == transaction.outerIndex(next)) {
            next++;
        }
        return next;
    }

    /** Decodes a data line; false when it is no event. */
    private boolean decode(final EventBody body) {
        final int length = lines.dataLength();
        if (Base64Bytes.capacity(length) > decoded.length) {
            return false;
        }
        final int size = Base64Bytes.decode(transaction.bytes(), lines.dataOffset(), length, decoded);
        if (size < Discriminator.LENGTH) {
            return false;
        }
        body.wrap(decoded, Discriminator.LENGTH, size - Discriminator.LENGTH);
        return true;
    }
}
