package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.PUMP_SWAP;

import io.solflow.core.chain.Discriminator;

/** PumpSwap's boost: the program's own vault buys of a new pool, without fees, and what it buys is burned. */
final class BoostEncoder {

    /** What a boost buys for, in lamports. */
    static final long MONEY = 535_521_865L;

    private static final long BOOST_BUY_AND_BURN = Discriminator.ofHex("694406af000723a2");
    private static final long BOOST_EVENT = Discriminator.ofHex("3f451c16305cc2b9");
    private static final long VAULT_RESERVE_DIVISOR = 2;

    private final PumpSwapEvents events = new PumpSwapEvents();
    private final Transfers transfers;
    private final ByteWriter writer = new ByteWriter();
    private long timestampSeconds;

    BoostEncoder(final Transfers transfers) {
        this.transfers = transfers;
    }

    /** Sets the clock of the programs. */
    void timestampSeconds(final long seconds) {
        timestampSeconds = seconds;
    }

    /** Boosts a pool of PumpSwap; {@code keeper} signs. */
    Fill encode(final TransactionBuilder tx, final Pool pool, final Address keeper) {
        final Address authority = WellKnown.PUMP_SWAP_BOOST_AUTHORITY;
        final Address vault = pool.money().accountOf(authority);
        final long coins = pool.coinsFor(new Order(true, MONEY));
        final PumpSwapTrade trade = new PumpSwapTrade(pool, authority, true, true, coins, MONEY, 0, 0, 0, 0, 0);
        PumpSwapMoves.declareVaults(tx, pool);
        tx.tokenAccount(vault, pool.money(), authority);
        tx.enter(
                PUMP_SWAP,
                writer.discriminator(BOOST_BUY_AND_BURN)
                        .u64(MONEY)
                        .u64(coins - coins / 20)
                        .take(),
                pool.account(),
                keeper,
                WellKnown.PUMP_SWAP_CONFIG,
                pool.coin().address(),
                pool.money().address(),
                pool.coinVault(),
                pool.moneyVault(),
                authority,
                vault,
                pool.coin().tokenProgram(),
                pool.money().tokenProgram(),
                WellKnown.PUMP_SWAP_EVENT_AUTHORITY,
                PUMP_SWAP);
        tx.logInstruction("BoostBuyAndBurn");
        transfers.checked(tx, pool.money(), vault, pool.moneyVault(), authority, MONEY);
        transfers.burn(tx, pool.coin(), pool.coinVault(), pool.account(), coins);
        final byte[] bought = events.encode(trade, PumpSwapLayout.NEWEST, WellKnown.SYSTEM_PROGRAM, timestampSeconds);
        trade.applyToPool();
        final int place = tx.event(PUMP_SWAP, WellKnown.PUMP_SWAP_EVENT_AUTHORITY, bought);
        tx.event(PUMP_SWAP, WellKnown.PUMP_SWAP_EVENT_AUTHORITY, boosted(pool, keeper, vault, coins));
        tx.leave();
        return new Fill(MONEY, coins, MONEY, place, false);
    }

    private byte[] boosted(final Pool pool, final Address keeper, final Address vault, final long coins) {
        return writer.event(BOOST_EVENT)
                .u64(timestampSeconds)
                .key(pool.account())
                .key(pool.coin().address())
                .key(keeper)
                .key(vault)
                .u64(MONEY)
                .u64(MONEY)
                .u64(coins)
                .i128(-MONEY)
                .u64(pool.moneyReserves() / VAULT_RESERVE_DIVISOR)
                .u64(pool.coinReserves())
                .u64(pool.moneyReserves())
                .take();
    }
}
