package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/** Collections of the fees that wait in pools and curves, which anybody may call: token transfers without a trade. */
final class FeeTransactions {

    private static final long SWEEP_CREATOR_FEE = Discriminator.ofHex("20f6bf3408c949ba");
    private static final long SWEEP_PROTOCOL_FEE = Discriminator.ofHex("0830be07b644b7e5");

    private final SplittableRandom random;
    private final TransactionBuilder tx;
    private final Transfers transfers;
    private final Market market;
    private final Traders traders;
    private final ByteWriter writer = new ByteWriter();

    FeeTransactions(
            final SplittableRandom random,
            final TransactionBuilder tx,
            final Transfers transfers,
            final Market market,
            final Traders traders) {
        this.random = random;
        this.tx = tx;
        this.transfers = transfers;
        this.market = market;
        this.traders = traders;
    }

    /** Collects what waits in a pool at PumpSwap, or in a curve at Pump.fun. */
    void sweep(final BlockDraft block) {
        final Pool pool = market.pickForDca();
        final boolean curve = pool.venue().isCurve();
        final Address sender = traders.anyone();
        final boolean toCreator = random.nextBoolean();
        final Address owner = toCreator
                ? pool.creatorVault()
                : curve ? WellKnown.PUMP_FUN_FEE_RECIPIENT : WellKnown.PUMP_SWAP_FEE_RECIPIENT;
        final Address program = curve ? WellKnown.PUMP_FUN : WellKnown.PUMP_SWAP;
        tx.begin(sender, random.nextBoolean());
        transfers.computeBudget(tx, 120_000, 10_000);
        if (curve) {
            tx.holdsLamports(pool.account(), Address.Role.POOL.lamports() + pool.heldMoney());
        } else {
            PumpSwapMoves.declareVaults(tx, pool);
            tx.tokenAccount(pool.money().accountOf(owner), pool.money(), owner);
        }
        tx.enter(
                program,
                writer.discriminator(toCreator ? SWEEP_CREATOR_FEE : SWEEP_PROTOCOL_FEE)
                        .take(),
                sender,
                pool.account(),
                pool.coin().address(),
                pool.money().address(),
                pool.moneyVault(),
                owner,
                pool.money().accountOf(owner),
                pool.money().tokenProgram(),
                program);
        tx.logInstruction(toCreator ? "SweepCreatorFee" : "SweepProtocolFee");
        if (curve) {
            tx.moveLamports(pool.account(), owner, pool.keptMoney());
        } else if (pool.keptMoney() > 0) {
            transfers.checked(
                    tx,
                    pool.money(),
                    pool.moneyVault(),
                    pool.money().accountOf(owner),
                    pool.account(),
                    pool.keptMoney());
        }
        pool.sweepMoney();
        tx.leave();
        block.add(tx);
    }
}
