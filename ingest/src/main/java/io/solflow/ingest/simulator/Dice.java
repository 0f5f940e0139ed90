package io.solflow.ingest.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Decides for each occasion whether a trait shows, by the shares of a market. */
final class Dice {

    private final SplittableRandom random;
    private final Map<ChainTrait, Integer> shares = new EnumMap<>(ChainTrait.class);

    Dice(final MarketConfig config, final SplittableRandom random) {
        this.random = random;
        for (final ChainTrait trait : ChainTrait.values()) {
            shares.put(trait, config.share(trait));
        }
    }

    /** True as often as the trait's share says. */
    boolean shows(final ChainTrait trait) {
        final int share = shares.get(trait);
        return share > 0 && random.nextInt(ChainTrait.ALL) < share;
    }
}
