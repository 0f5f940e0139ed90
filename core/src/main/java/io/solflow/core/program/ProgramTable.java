package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import java.util.Set;

/**
 * Finds the program that an id names. Most instructions are of other programs, so a miss costs one multiplication and,
 * nearly always, one comparison: open addressing over the first eight bytes. Immutable; any thread.
 */
public final class ProgramTable {

    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int SLOTS_PER_PROGRAM = 4;

    private final DexProgram[] programs;
    private final long[] firstWords;
    private final int mask;
    private final int shift;

    /** A table of these programs. */
    public ProgramTable(final Set<DexProgram> enabled) {
        final int capacity = Integer.highestOneBit(Math.max(1, enabled.size())) * 2 * SLOTS_PER_PROGRAM;
        programs = new DexProgram[capacity];
        firstWords = new long[capacity];
        mask = capacity - 1;
        shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        for (final DexProgram program : enabled) {
            final long firstWord = ByteWords.i64(program.programId().toBytes(), 0);
            int slot = slot(firstWord);
            while (programs[slot] != null) {
                slot = (slot + 1) & mask;
            }
            programs[slot] = program;
            firstWords[slot] = firstWord;
        }
    }

    /** The program whose id is the 32 bytes at {@code offset}, null when it is none of the table's. */
    public DexProgram find(final byte[] bytes, final int offset) {
        final long firstWord = ByteWords.i64(bytes, offset);
        for (int slot = slot(firstWord); programs[slot] != null; slot = (slot + 1) & mask) {
            if (firstWords[slot] == firstWord && idAt(slot).matches(bytes, offset)) {
                return programs[slot];
            }
        }
        return null;
    }

    private Pubkey idAt(final int slot) {
        return programs[slot].programId();
    }

    private int slot(final long firstWord) {
        return (int) ((firstWord * MIX) >>> shift);
    }
}
