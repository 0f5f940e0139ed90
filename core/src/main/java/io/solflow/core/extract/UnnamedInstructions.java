package io.solflow.core.extract;

import io.solflow.core.counter.Counter;
import io.solflow.core.program.DexProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The instructions that this version does not name, by program and discriminator, and how often each was seen: unknown ones,
 * and those that only their events told as swaps. Written by the extract thread, which allocates nothing after the first
 * {@value #CAPACITY}; read by any. What finds no room is counted together.
 */
public final class UnnamedInstructions {

    /** How many are told apart; a new version of a program brings a handful. */
    public static final int CAPACITY = 64;

    /**
     * One of them.
     *
     * @param discriminator the first eight bytes of the data, little-endian; 0 when there were fewer.
     * @param count swaps and instructions that ended as unknown or by event.
     */
    public record Seen(DexProgram program, long discriminator, long count) {

        /** The discriminator as 16 hex digits in byte order. */
        public String hex() {
            return String.format(Locale.ROOT, "%016x", Long.reverseBytes(discriminator));
        }
    }

    /** Immutable but for its count; published by {@link #published}. */
    private record Row(DexProgram program, long discriminator, Counter count) {}

    private final Row[] rows = new Row[CAPACITY];
    private final Counter others = new Counter();
    private volatile int published;

    /** Counts one; writer thread only. */
    void count(final DexProgram program, final long discriminator) {
        final int known = published;
        for (int i = 0; i < known; i++) {
            if (rows[i].discriminator == discriminator && rows[i].program == program) {
                rows[i].count.increment();
                return;
            }
        }
        if (known == CAPACITY) {
            others.increment();
            return;
        }
        rows[known] = new Row(program, discriminator, new Counter());
        rows[known].count.increment();
        published = known + 1;
    }

    /** Those told apart, in the order in which they were first seen; any thread. */
    public List<Seen> seen() {
        final List<Seen> seen = new ArrayList<>();
        final int known = published;
        for (int i = 0; i < known; i++) {
            seen.add(new Seen(rows[i].program, rows[i].discriminator, rows[i].count.get()));
        }
        return seen;
    }

    /** All that found no room; any thread. */
    public long others() {
        return others.get();
    }
}
