package io.solflow.bench.sqlite;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.program.DexProgram;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A seeded market whose trades run through the real metrics engine: 5 000 mints by Zipf's law with exponent 1.1, 100 000
 * wallets, 1 000 trades of event time a second in slots of 400, 2 % DCA fills, 8 % by bots that stay with a mint, 1 % up
 * to 20 s late, which turns some earlier trades into bot trades. Gives its trades piece by piece, in chain order.
 */
final class Market {

    static final int MINTS = 5_000;
    static final int WALLETS = 100_000;
    static final int TRADES_A_SECOND = 1_000;

    private static final int TRADES_A_SLOT = 400;
    private static final double ZIPF_EXPONENT = 1.1;
    private static final int BOTS = 300;
    private static final int BOT_MINTS = 200;
    private static final int LATEST_SECONDS = 20;
    private static final long FIRST_SLOT = 300_000_000;
    private static final long FIRST_SECOND = 1_750_000_000;

    private final MarketKeys mints;
    private final MarketKeys wallets;
    private final SplittableRandom random;
    private final double[] shares = new double[MINTS];
    private final RollingMetrics metrics = new RollingMetrics();
    private final Trade trade = new Trade();
    private final BotFlags flags = new BotFlags();
    private final MetricsRows rows = new MetricsRows();
    private long made;

    Market(final long seed) {
        random = new SplittableRandom(seed);
        mints = new MarketKeys(MINTS, random.nextLong());
        wallets = new MarketKeys(WALLETS, random.nextLong());
        double sum = 0;
        for (int i = 0; i < MINTS; i++) {
            sum += Math.pow(i + 1, -ZIPF_EXPONENT);
            shares[i] = sum;
        }
    }

    /** The next trades with the rows that each of them touched. */
    MarketTrace next(final int trades) {
        final MarketTrace trace = new MarketTrace(mints, wallets, trades);
        for (int i = 0; i < trades; i++) {
            final int mint;
            final int wallet;
            if (random.nextInt(100) < 8) {
                wallet = random.nextInt(BOTS);
                mint = wallet % BOT_MINTS;
            } else {
                wallet = random.nextInt(WALLETS);
                mint = zipf();
            }
            fill(mint, wallet);
            flags.reset(1);
            metrics.advanceTo(trade.timestampSeconds());
            metrics.add(trade, 0, flags);
            metrics.drainRows(rows);
            trace.add(trade, mint, wallet, flags, rows, metrics.watermarkSeconds());
            made++;
        }
        return trace;
    }

    private void fill(final int mint, final int wallet) {
        final boolean dca = random.nextInt(50) == 0;
        final boolean late = random.nextInt(100) == 0;
        final long second = FIRST_SECOND + made / TRADES_A_SECOND;
        trade.reset()
                .id(ChainPosition.of(FIRST_SLOT + made / TRADES_A_SLOT, (int) (made % TRADES_A_SLOT), 0))
                .timestampSeconds(late ? second - 1 - random.nextInt(LATEST_SECONDS) : second)
                .side(random.nextInt(100) < 52 ? Side.BUY : Side.SELL)
                .lamports(
                        (long) (Math.exp(-4 * Math.log(random.nextDouble(1e-6, 1))) * 1_000_000) % 50_000_000_000L + 1)
                .baseUnits(random.nextLong(1_000_000, 5_000_000_000_000L))
                .decimals(6)
                .programCode((dca ? DexProgram.JUPITER_DCA : DexProgram.PUMP_FUN).code())
                .dca(dca);
        trade.mint().set(mints.key(mint));
        trade.wallet().set(wallets.key(wallet));
    }

    private int zipf() {
        final int at = Arrays.binarySearch(shares, random.nextDouble() * shares[MINTS - 1]);
        return Math.min(at < 0 ? -at - 1 : at, MINTS - 1);
    }
}
