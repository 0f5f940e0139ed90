package io.solflow.core.wire;

import io.solflow.core.chain.Base58Encoder;
import io.solflow.core.chain.Pubkey;

/**
 * Stack heights that a server did not record, taken from the log, which tells the depth of each invocation. They are taken
 * only when the whole log fits: one line for each instruction in execution order, of the same program, at depth 1 for a
 * top-level one, and nowhere against a recorded height. A batch of token instructions has one line; precompiles have none.
 * Holds buffers; not thread safe; allocates nothing in steady state.
 */
final class LoggedHeights {

    private final LogCursor log = new LogCursor();
    private final IntTable heights = new IntTable(1, 64);
    private final Base58Encoder encoder = new Base58Encoder();
    private final byte[] text = new byte[Base58Encoder.MAX_TEXT_LENGTH];

    /** Fills in all heights of a transaction whose log fits; leaves them as they are where it does not. */
    void fill(final byte[] bytes, final KeyTable keys, final LogLines lines, final InstructionRows instructions) {
        if (!read(bytes, keys, lines, instructions)) {
            return;
        }
        for (int i = 0; i < heights.rows(); i++) {
            instructions.stackHeight(i, heights.get(i, 0));
        }
    }

    private boolean read(
            final byte[] bytes, final KeyTable keys, final LogLines lines, final InstructionRows instructions) {
        heights.clear();
        log.wrap(lines);
        final int count = instructions.count();
        for (int i = 0; i < count; i++) {
            final boolean topLevel = instructions.innerIndex(i) == InstructionRows.TOP_LEVEL;
            final int program = keys.offset(instructions.programIndex(i));
            final int height;
            if (isLaterEntry(instructions, i)) {
                height = heights.get(i - 1, 0);
            } else if (topLevel && Precompiles.isOne(bytes, program)) {
                height = 1;
            } else {
                height = invokedAt(bytes, program, topLevel);
            }
            final int recorded = instructions.stackHeight(i);
            if (height == 0 || (recorded != 0 && recorded != height)) {
                return false;
            }
            heights.set(heights.add(), 0, height);
        }
        LogCursor.Line rest = log.next();
        while (rest != LogCursor.Line.END && rest != LogCursor.Line.INVOKE) {
            rest = log.next();
        }
        return rest == LogCursor.Line.END && log.complete();
    }

    /** Depth of the next invocation in the log, 0 when there is none or it is another program's. */
    private int invokedAt(final byte[] bytes, final int program, final boolean topLevel) {
        LogCursor.Line line = log.next();
        while (line != LogCursor.Line.INVOKE) {
            if (line == LogCursor.Line.END) {
                return 0;
            }
            line = log.next();
        }
        if (program < 0
                || (log.depth() == 1) != topLevel
                || !log.programIs(text, encoder.encode(bytes, program, Pubkey.LENGTH, text, 0))) {
            return 0;
        }
        return log.depth();
    }

    /** True for an entry of a batch but its first, which stands at the same outer and inner index. */
    private static boolean isLaterEntry(final InstructionRows instructions, final int instruction) {
        return instruction > 0
                && instructions.innerIndex(instruction) == instructions.innerIndex(instruction - 1)
                && instructions.outerIndex(instruction) == instructions.outerIndex(instruction - 1);
    }
}
