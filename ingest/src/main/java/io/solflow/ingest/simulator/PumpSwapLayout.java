package io.solflow.ingest.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** Versions of PumpSwap's events, each ending after another group of fields; a sell skips two of them. */
enum PumpSwapLayout {
    LAUNCH,
    CREATOR,
    VOLUME,
    NAME,
    CASHBACK,
    BUYBACK,
    BOOST,
    NEWEST;

    private static final List<PumpSwapLayout> ALL = List.of(values());

    static PumpSwapLayout pick(final SplittableRandom random, final int newestPercent, final boolean buy) {
        if (random.nextInt(100) < newestPercent) {
            return NEWEST;
        }
        final PumpSwapLayout layout = ALL.get(random.nextInt(ALL.size()));
        return buy || (layout != VOLUME && layout != NAME) ? layout : CREATOR;
    }

    boolean hasCreator() {
        return compareTo(CREATOR) >= 0;
    }

    boolean hasVolume() {
        return compareTo(VOLUME) >= 0;
    }

    boolean hasName() {
        return compareTo(NAME) >= 0;
    }

    boolean hasCashback() {
        return compareTo(CASHBACK) >= 0;
    }

    boolean hasBuyback() {
        return compareTo(BUYBACK) >= 0;
    }
}
