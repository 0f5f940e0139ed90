package io.solflow.ingest.simulator;

import java.util.SplittableRandom;

/** Makes an instruction one that nobody knows: a fresh discriminator, and often other places for its accounts. */
final class Disguise {

    private final SplittableRandom random;

    Disguise(final SplittableRandom random) {
        this.random = random;
    }

    /** The instruction's own discriminator, or a fresh one. */
    long discriminator(final long known, final SwapStyle style) {
        return style.unknown() ? random.nextLong() : known;
    }

    /** The accounts in their own order, or half of the time, for an unknown instruction, in any. */
    Address[] accounts(final Address[] known, final SwapStyle style) {
        if (style.unknown() && random.nextBoolean()) {
            for (int i = known.length - 1; i > 0; i--) {
                final int other = random.nextInt(i + 1);
                final Address moved = known[i];
                known[i] = known[other];
                known[other] = moved;
            }
        }
        return known;
    }
}
