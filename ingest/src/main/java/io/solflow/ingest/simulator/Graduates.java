package io.solflow.ingest.simulator;

import java.util.ArrayList;
import java.util.List;

/** Pools that were made not long ago and are boosted: so many buys in their first five minutes, one every few seconds. */
final class Graduates {

    private static final int BOOSTS = 33;
    private static final int BOOST_EVERY_SECONDS = 9;

    /** A pool that is boosted. */
    private static final class Boosted {
        private final Pool pool;
        private long nextSeconds;
        private int left = BOOSTS;

        Boosted(final Pool pool, final long nextSeconds) {
            this.pool = pool;
            this.nextSeconds = nextSeconds;
        }
    }

    private final TransactionBuilder tx;
    private final Transfers transfers;
    private final Programs programs;
    private final Address keeper;
    private final List<Boosted> boosted = new ArrayList<>();

    Graduates(final TransactionBuilder tx, final Transfers transfers, final Programs programs, final Address keeper) {
        this.tx = tx;
        this.transfers = transfers;
        this.programs = programs;
        this.keeper = keeper;
    }

    /** Lets a new pool be boosted from now on. */
    void boost(final Pool pool, final long nowSeconds) {
        boosted.add(new Boosted(pool, nowSeconds + BOOST_EVERY_SECONDS));
    }

    /** Adds the boosts that are due. */
    void addDue(final BlockDraft block, final long nowSeconds) {
        for (final Boosted graduate : boosted) {
            if (graduate.nextSeconds <= nowSeconds) {
                graduate.nextSeconds += BOOST_EVERY_SECONDS;
                graduate.left--;
                add(block, graduate.pool);
            }
        }
        boosted.removeIf(graduate -> graduate.left == 0);
    }

    private void add(final BlockDraft block, final Pool pool) {
        tx.begin(keeper, false);
        transfers.computeBudget(tx, 200_000, 10_000);
        final Fill fill = programs.boost().encode(tx, pool, keeper);
        block.expectBoost(PumpSwapEncoder.LABEL, pool.coin(), WellKnown.PUMP_SWAP_BOOST_AUTHORITY, fill);
        block.add(tx);
    }
}
