package io.solflow.core.metrics;

import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.SignalKind;
import io.solflow.core.signal.SignalConfig;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The signals as docs/signals.md words them, computed from the naive metrics and all trades, in fractions. */
final class NaiveSignals {

    /** What was found at the end of a second. */
    record Found(long second, boolean ends, int mint, SignalKind kind, double strength) {}

    private record Key(int mint, SignalKind kind) {}

    private final NaiveMetrics metrics;
    private final SignalConfig config;
    private final Map<Key, Long> open = new HashMap<>();
    private final Set<Integer> ofSecond = new TreeSet<>();
    private final Set<Integer> ofPeriod = new TreeSet<>();

    NaiveSignals(final NaiveMetrics metrics, final SignalConfig config) {
        this.metrics = metrics;
        this.config = config;
    }

    /** Rows of these mints were drained at the present watermark. */
    void drained(final Set<Integer> mints) {
        ofSecond.addAll(mints);
    }

    /** What the end of the present second shows, before the watermark moves to {@code next}. */
    List<Found> secondEnds(final long next) {
        final long second = metrics.watermark();
        final List<Found> found = new ArrayList<>();
        if (second == Long.MIN_VALUE || next <= second) {
            return found;
        }
        ofPeriod.addAll(ofSecond);
        final boolean periodEnds = Math.floorDiv(second, 30) != Math.floorDiv(next, 30);
        for (final SignalKind kind : SignalKind.values()) {
            final boolean buyers = kind == SignalKind.FOCUSED_BUYERS;
            if (buyers && !periodEnds) {
                continue;
            }
            for (final Key key : List.copyOf(open.keySet())) {
                if (key.kind == kind
                        && second - open.get(key) >= config.cooldownSeconds()
                        && strength(key.mint, kind) == null) {
                    open.remove(key);
                    found.add(new Found(second, true, key.mint, kind, 0));
                }
            }
            for (final int mint : buyers ? ofPeriod : ofSecond) {
                final Double strength = strength(mint, kind);
                if (strength != null && open.putIfAbsent(new Key(mint, kind), second) == null) {
                    found.add(new Found(second, false, mint, kind, strength));
                }
            }
        }
        ofSecond.clear();
        if (periodEnds) {
            ofPeriod.clear();
        }
        return found;
    }

    /** Null where the condition does not hold. */
    private Double strength(final int mint, final SignalKind kind) {
        final long[] row = metrics.row(mint);
        final double f60 = row[MetricsRows.NET_FLOW_LAMPORTS];
        final double f300 = row[MetricsRows.NET_FLOW_LAMPORTS + 1];
        final double f900 = row[MetricsRows.NET_FLOW_LAMPORTS + 2];
        final double bots = MetricsCount.TRADES_300S.in(row, 0) == 0
                ? 0
                : (double) MetricsCount.BOT_TRADES_300S.in(row, 0) / MetricsCount.TRADES_300S.in(row, 0);
        final boolean enough = f300 >= config.minLamports();
        final boolean crowd = MetricsCount.UNIQUE_WALLETS_300S.in(row, 0) >= config.minWallets();
        final double dca = row[MetricsRows.DCA_FLOW_LAMPORTS_300S];
        final boolean faster = compare(f300, 300, f900, 900) > 0;
        return switch (kind) {
            case BREAKOUT ->
                enough && crowd && compare(f60, 60, f300, 300) > 0 && faster && botsAtMost(row, config.breakoutBots())
                        ? (1 - Math.max(0, f900) / 15 / f60) * (1 - bots)
                        : null;
            case REACCUMULATION ->
                enough && faster && dca > 0 && MetricsCount.DCA_UNIQUE_WALLETS_300S.in(row, 0) >= config.dcaWallets()
                        ? (Math.min(1, dca / f300) + 1 - Math.max(0, f900) / 3 / f300) / 2
                        : null;
            case PERSISTENCE ->
                enough && crowd && f60 > 0 && f900 > 0 && botsAtMost(row, config.persistenceBots())
                        ? Math.min(f60 / 60, Math.min(f300 / 300, f900 / 900))
                                / Math.max(f60 / 60, Math.max(f300 / 300, f900 / 900))
                                * (1 - bots)
                        : null;
            case FLOW_REVERSAL ->
                -f60 >= config.minLamports()
                                && f300 > 0
                                && 2 * MetricsCount.UNIQUE_WALLETS_300S.in(row, 0) < MetricsCount.TRADES_300S.in(row, 0)
                        ? -f60 / (f300 - f60)
                        : null;
            case FOCUSED_BUYERS -> enough ? focus(mint, f300) : null;
        };
    }

    private Double focus(final int mint, final double flow) {
        final Map<Integer, BigInteger> byWallet = new HashMap<>();
        for (final NaiveMetrics.Row trade : metrics.all()) {
            if (trade.mint == mint && trade.flow >= 0 && trade.seconds >= metrics.watermark() - 300) {
                byWallet.merge(trade.wallet, BigInteger.valueOf(trade.flow), BigInteger::add);
            }
        }
        final List<BigInteger> sums = new ArrayList<>(byWallet.values());
        sums.sort(Comparator.reverseOrder());
        final BigInteger inflow = sums.stream().reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger brought = BigInteger.ZERO;
        int wallets = 0;
        while (wallets < sums.size()
                && (wallets == 0
                        || brought.multiply(BigInteger.valueOf(1000))
                                        .compareTo(inflow.multiply(BigInteger.valueOf(config.focusInflow())))
                                < 0)) {
            brought = brought.add(sums.get(wallets++));
        }
        if (wallets < 2 || wallets * 1000L > (long) config.focusWallets() * sums.size()) {
            return null;
        }
        return brought.doubleValue() / inflow.doubleValue() * (flow / inflow.doubleValue());
    }

    private static boolean botsAtMost(final long[] row, final int thousandths) {
        return MetricsCount.BOT_TRADES_300S.in(row, 0) * 1000 <= thousandths * MetricsCount.TRADES_300S.in(row, 0);
    }

    private static int compare(final double flow, final int seconds, final double otherFlow, final int otherSeconds) {
        return new BigDecimal(flow)
                .multiply(BigDecimal.valueOf(otherSeconds))
                .compareTo(new BigDecimal(otherFlow).multiply(BigDecimal.valueOf(seconds)));
    }
}
