package io.solflow.bench.metrics;

import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The engine as it is usually written: a map from mint to one list of trades per window, all of which are swept and added
 * up again at every trade. In its favour: trades come in order, idle mints do not decay, lamports are integers.
 */
final class NaiveEngine {

    /** A trade as the lists hold it. */
    static final class Swap {
        final String mint;
        final String wallet;
        final long seconds;
        final long flowLamports;
        final boolean dca;
        boolean bot;

        Swap(final String mint, final String wallet, final long seconds, final long flowLamports, final boolean dca) {
            this.mint = mint;
            this.wallet = wallet;
            this.seconds = seconds;
            this.flowLamports = flowLamports;
            this.dca = dca;
        }
    }

    private static final int BOT_TRADES = 3;

    private final Map<String, List<List<Swap>>> tokens = new HashMap<>();

    /** Adds a trade and computes its mint's row; the mint's columns stay 0. */
    long[] add(final Swap swap) {
        final List<List<Swap>> windows = tokens.computeIfAbsent(swap.mint, mint -> newWindows());
        for (final Window window : Window.values()) {
            final List<Swap> swaps = windows.get(window.index());
            swaps.add(swap);
            swaps.removeIf(old -> old.seconds < swap.seconds - window.seconds());
        }
        swap.bot = countOfWallet(windows.get(Window.S60.index()), swap.wallet) >= BOT_TRADES;
        return row(windows);
    }

    private static List<List<Swap>> newWindows() {
        final List<List<Swap>> windows = new ArrayList<>();
        for (int i = 0; i < Window.COUNT; i++) {
            windows.add(new ArrayList<>());
        }
        return windows;
    }

    private static int countOfWallet(final List<Swap> swaps, final String wallet) {
        final Map<String, Integer> counts = new HashMap<>();
        swaps.forEach(swap -> counts.merge(swap.wallet, 1, Integer::sum));
        return counts.get(wallet);
    }

    private static long[] row(final List<List<Swap>> windows) {
        final long[] row = new long[MetricsRows.STRIDE];
        for (final Window window : Window.values()) {
            row[MetricsRows.NET_FLOW_LAMPORTS + window.index()] = windows.get(window.index()).stream()
                    .mapToLong(swap -> swap.flowLamports)
                    .sum();
        }
        final Set<String> wallets = new HashSet<>();
        final Set<String> botWallets = new HashSet<>();
        final Set<String> dcaWallets = new HashSet<>();
        for (final Swap swap : windows.get(Window.S300.index())) {
            MetricsCount.TRADES_300S.add(row, 0, 1);
            MetricsCount.BUYS_300S.add(row, 0, swap.flowLamports < 0 ? 0 : 1);
            wallets.add(swap.wallet);
            if (swap.bot) {
                botWallets.add(swap.wallet);
                MetricsCount.BOT_TRADES_300S.add(row, 0, 1);
                row[MetricsRows.BOT_FLOW_LAMPORTS_300S] += swap.flowLamports;
            }
            if (swap.dca) {
                dcaWallets.add(swap.wallet);
                row[MetricsRows.DCA_FLOW_LAMPORTS_300S] += swap.flowLamports;
            }
        }
        MetricsCount.UNIQUE_WALLETS_300S.add(row, 0, wallets.size());
        MetricsCount.BOT_WALLETS_300S.add(row, 0, botWallets.size());
        MetricsCount.DCA_UNIQUE_WALLETS_300S.add(row, 0, dcaWallets.size());
        return row;
    }
}
