package io.solflow.bench.metrics;

import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Trade;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Plays a tape into the naive engine. Its texts are made beforehand. */
final class NaivePlayer {

    private final TradeTape tape;
    private final NaiveEngine engine = new NaiveEngine();
    private final String[] mints;
    private final String[] wallets = new String[TradeTape.WALLETS];
    private final Map<Integer, long[]> rows = new HashMap<>();
    private long number;

    NaivePlayer(final TradeTape tape) {
        this.tape = tape;
        mints = new String[tape.mintCount()];
        final Trade trade = new Trade();
        for (int mint = 0; mint < mints.length; mint++) {
            tape.readMint(mint, trade);
            mints[mint] = trade.mint().toString();
        }
        for (int i = 0; i < TradeTape.LENGTH; i++) {
            if (wallets[tape.wallet(i)] == null) {
                tape.read(i, trade);
                wallets[tape.wallet(i)] = trade.wallet().toString();
            }
        }
    }

    /** Adds the next trades. */
    void play(final int trades) {
        for (int i = 0; i < trades; i++, number++) {
            final int mint = tape.mint(number);
            rows.put(
                    mint,
                    engine.add(new NaiveEngine.Swap(
                            mints[mint],
                            wallets[tape.wallet(number)],
                            TradeTape.seconds(number),
                            tape.flowLamports(number),
                            tape.dca(number))));
        }
    }

    /**
     * Compares the row of every mint with a trade in the last second, the only ones that are true for it, with a
     * recomputation from the tape.
     *
     * @throws IllegalStateException when one differs.
     */
    void check() {
        final long watermarkSeconds = TradeTape.seconds(number - 1);
        final Recomputation expected = new Recomputation(tape, 0, number, 0, watermarkSeconds);
        final MetricsRows actual = new MetricsRows();
        for (long last = number - 1; TradeTape.seconds(last) == watermarkSeconds; last--) {
            actual.take(Arrays.copyOf(rows.get(tape.mint(last)), MetricsRows.STRIDE));
            actual.size(1);
            expected.check(tape.mint(last), actual);
        }
    }
}
