package io.solflow.bench.metrics;

import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The rows that a played stretch of tape must give, computed from the tape alone. */
final class Recomputation {

    private static final int BOT_SPAN_SECONDS = 60;
    private static final int COLUMNS = MetricsRows.STRIDE;

    private final TradeTape tape;
    private final long watermarkSeconds;
    private final long[] rows;
    private final Map<Long, long[]> lastTwoSeconds = new HashMap<>();
    private final Set<Long> wallets = new HashSet<>();
    private final Set<Long> botWallets = new HashSet<>();
    private final Set<Long> dcaWallets = new HashSet<>();

    /** Trades {@code first} to {@code end} - 1, whose times are all {@code pausedSeconds} later than the tape's. */
    Recomputation(
            final TradeTape tape,
            final long first,
            final long end,
            final long pausedSeconds,
            final long watermarkSeconds) {
        this.tape = tape;
        this.watermarkSeconds = watermarkSeconds;
        rows = new long[tape.mintCount() * COLUMNS];
        for (long number = first; number < end; number++) {
            final long second = TradeTape.seconds(number) + pausedSeconds;
            addFlow(number, second);
            if (second >= watermarkSeconds - Window.S300.seconds() - BOT_SPAN_SECONDS) {
                addWallet(number, second);
            }
        }
    }

    /** Compares the one row that {@code actual} holds. */
    void check(final int mint, final MetricsRows actual) {
        final int from = mint * COLUMNS + MetricsRows.NET_FLOW_LAMPORTS;
        final int to = mint * COLUMNS + COLUMNS;
        if (actual.size() != 1
                || !Arrays.equals(rows, from, to, actual.values(), MetricsRows.NET_FLOW_LAMPORTS, COLUMNS)) {
            throw new IllegalStateException("row of mint " + mint + ": expected "
                    + Arrays.toString(Arrays.copyOfRange(rows, from, to)) + ", got "
                    + Arrays.toString(Arrays.copyOf(actual.values(), COLUMNS)));
        }
    }

    private void addFlow(final long number, final long second) {
        for (final Window window : Window.values()) {
            if (second >= watermarkSeconds - window.seconds()) {
                add(number, MetricsRows.NET_FLOW_LAMPORTS + window.index(), tape.flowLamports(number));
            }
        }
    }

    private void addWallet(final long number, final long second) {
        final long pair = (long) tape.mint(number) * TradeTape.WALLETS + tape.wallet(number);
        final long[] before = lastTwoSeconds.computeIfAbsent(pair, p -> new long[] {Long.MIN_VALUE, Long.MIN_VALUE});
        final boolean bot = before[0] >= second - BOT_SPAN_SECONDS;
        before[0] = before[1];
        before[1] = second;
        if (second < watermarkSeconds - Window.S300.seconds()) {
            return;
        }
        count(number, MetricsCount.TRADES_300S, 1);
        count(number, MetricsCount.BUYS_300S, tape.flowLamports(number) < 0 ? 0 : 1);
        countDistinct(wallets, pair, number, MetricsCount.UNIQUE_WALLETS_300S);
        if (bot) {
            countDistinct(botWallets, pair, number, MetricsCount.BOT_WALLETS_300S);
            count(number, MetricsCount.BOT_TRADES_300S, 1);
            add(number, MetricsRows.BOT_FLOW_LAMPORTS_300S, tape.flowLamports(number));
        }
        if (tape.dca(number)) {
            countDistinct(dcaWallets, pair, number, MetricsCount.DCA_UNIQUE_WALLETS_300S);
            add(number, MetricsRows.DCA_FLOW_LAMPORTS_300S, tape.flowLamports(number));
        }
    }

    private void countDistinct(final Set<Long> seen, final long pair, final long number, final MetricsCount count) {
        if (seen.add(pair)) {
            count(number, count, 1);
        }
    }

    private void count(final long number, final MetricsCount count, final int amount) {
        count.add(rows, tape.mint(number) * COLUMNS, amount);
    }

    private void add(final long number, final int column, final long amount) {
        rows[tape.mint(number) * COLUMNS + column] += amount;
    }
}
