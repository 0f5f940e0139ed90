package io.solflow.bench.metrics;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import java.util.Arrays;
import java.util.Random;

/**
 * An endless market, made beforehand: {@value #TRADES_PER_SECOND} trades a second of event time, 100 000 wallets, 2 % DCA
 * fills. Up to {@value #ZIPF_MINTS} mints are traded by Zipf(1.1); more are traded evenly, so that every one is live. The
 * trades lie in memory in the order of play, as a ring delivers them, and start again after {@value #LENGTH}; times and
 * chain positions go on. Keys are random.
 */
final class TradeTape {

    static final int TRADES_PER_SECOND = 1_000;
    static final int LENGTH = 1 << 21;
    static final int WALLETS = 100_000;

    private static final int ZIPF_MINTS = 5_000;
    private static final double EXPONENT = 1.1;
    private static final int TRADES_PER_SLOT = 400;
    private static final long START_SECONDS = 1_780_000_000L;

    private static final int KEY = 4;
    private static final int FLOW_LAMPORTS = 2 * KEY;
    private static final int DCA = FLOW_LAMPORTS + 1;
    private static final int STRIDE = DCA + 1;

    private final int[] mints = new int[LENGTH];
    private final int[] wallets = new int[LENGTH];
    private final long[] mintKeys;
    private final long[] walletKeys;
    private final long[] trades = new long[LENGTH * STRIDE];

    TradeTape(final int mintCount, final long seed) {
        final Random random = new Random(seed);
        mintKeys = random.longs((long) KEY * mintCount).toArray();
        walletKeys = random.longs((long) KEY * WALLETS).toArray();
        chooseMints(mintCount, random);
        for (int i = 0; i < LENGTH; i++) {
            wallets[i] = random.nextInt(WALLETS);
            System.arraycopy(mintKeys, KEY * mints[i], trades, i * STRIDE, KEY);
            System.arraycopy(walletKeys, KEY * wallets[i], trades, i * STRIDE + KEY, KEY);
            final long lamports = 1L + random.nextInt(2_000_000_000);
            trades[i * STRIDE + FLOW_LAMPORTS] = random.nextBoolean() ? lamports : -lamports;
            trades[i * STRIDE + DCA] = random.nextInt(50) == 0 ? 1 : 0;
        }
    }

    /** Writes trade {@code number} into {@code target}. */
    void read(final long number, final Trade target) {
        final int at = index(number) * STRIDE;
        target.id(ChainPosition.of(number / TRADES_PER_SLOT, (int) (number % TRADES_PER_SLOT), 0));
        target.mint().set(trades[at], trades[at + 1], trades[at + 2], trades[at + 3]);
        target.wallet().set(trades[at + KEY], trades[at + KEY + 1], trades[at + KEY + 2], trades[at + KEY + 3]);
        final long flowLamports = trades[at + FLOW_LAMPORTS];
        target.lamports(Math.abs(flowLamports)).side(flowLamports < 0 ? Side.SELL : Side.BUY);
        target.dca(trades[at + DCA] != 0);
    }

    /** Time of trade {@code number} of a tape that never stops. */
    static long seconds(final long number) {
        return START_SECONDS + number / TRADES_PER_SECOND;
    }

    int mintCount() {
        return mintKeys.length / KEY;
    }

    int mint(final long number) {
        return mints[index(number)];
    }

    int wallet(final long number) {
        return wallets[index(number)];
    }

    long flowLamports(final long number) {
        return trades[index(number) * STRIDE + FLOW_LAMPORTS];
    }

    boolean dca(final long number) {
        return trades[index(number) * STRIDE + DCA] != 0;
    }

    /** Writes the key of a mint into a trade. */
    void readMint(final int mint, final Trade target) {
        final int at = mint * KEY;
        target.mint().set(mintKeys[at], mintKeys[at + 1], mintKeys[at + 2], mintKeys[at + 3]);
    }

    private static int index(final long number) {
        return (int) number & (LENGTH - 1);
    }

    private void chooseMints(final int mintCount, final Random random) {
        if (mintCount > ZIPF_MINTS) {
            for (int i = 0; i < LENGTH; i++) {
                final int other = random.nextInt(i + 1);
                mints[i] = mints[other];
                mints[other] = i % mintCount;
            }
            return;
        }
        final double[] cumulated = new double[mintCount];
        double sum = 0;
        for (int i = 0; i < mintCount; i++) {
            sum += Math.pow(i + 1, -EXPONENT);
            cumulated[i] = sum;
        }
        for (int i = 0; i < LENGTH; i++) {
            final int found = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
            mints[i] = found < 0 ? -found - 1 : found;
        }
    }
}
