package io.solflow.core.metrics;

import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The metrics as the specification words them: every trade ever added is kept, sorted, and a row is computed from the
 * trades each time it is asked for. Mints and wallets are small ints.
 */
final class NaiveMetrics {

    /** A stored trade. */
    static final class Row {
        final int mint;
        final int wallet;
        final long id;
        final long seconds;
        final long flow;
        final boolean dca;
        boolean bot;

        Row(final int mint, final int wallet, final long id, final long seconds, final long flow, final boolean dca) {
            this.mint = mint;
            this.wallet = wallet;
            this.id = id;
            this.seconds = seconds;
            this.flow = flow;
            this.dca = dca;
        }

        boolean isBefore(final Row other) {
            return seconds < other.seconds || (seconds == other.seconds && id < other.id);
        }
    }

    /** The trades of a mint in (timestamp, id) order; {@code sums[i]} is the flow of the first {@code i}. */
    private static final class Trades {
        Row[] rows = new Row[16];
        long[] sums = new long[17];
        int size;

        void insert(final Row row) {
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, 2 * size);
                sums = Arrays.copyOf(sums, 2 * size + 1);
            }
            int at = size;
            while (at > 0 && row.isBefore(rows[at - 1])) {
                rows[at] = rows[at - 1];
                at--;
            }
            rows[at] = row;
            size++;
            for (int i = at; i < size; i++) {
                sums[i + 1] = sums[i] + rows[i].flow;
            }
        }

        int firstSince(final long seconds) {
            int low = 0;
            int high = size;
            while (low < high) {
                final int middle = (low + high) >>> 1;
                if (rows[middle].seconds < seconds) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    private final Trades[] trades;
    private final int[] seenTrade;
    private final int[] seenBot;
    private final int[] seenDca;
    private final Map<Long, Set<Integer>> mintsBySecond = new HashMap<>();
    private final List<Row> all = new ArrayList<>();
    private int stamp;
    private long watermark = Long.MIN_VALUE;

    NaiveMetrics(final int mints, final int wallets) {
        trades = new Trades[mints];
        Arrays.setAll(trades, i -> new Trades());
        seenTrade = new int[wallets];
        seenBot = new int[wallets];
        seenDca = new int[wallets];
    }

    long watermark() {
        return watermark;
    }

    /** Everything added, in order of arrival. */
    List<Row> all() {
        return all;
    }

    /** Adds a trade, judges its pair again, and returns the mints whose rows may have changed. */
    Set<Integer> add(final Row row) {
        final Set<Integer> touched = advanceTo(row.seconds);
        touched.add(row.mint);
        all.add(row);
        trades[row.mint].insert(row);
        mintsBySecond.computeIfAbsent(row.seconds, s -> new TreeSet<>()).add(row.mint);
        if (row.seconds >= watermark - 360) {
            judge(row.mint, row.wallet);
        }
        return touched;
    }

    /** Moves the watermark and returns the mints that have a trade leaving some window. */
    Set<Integer> advanceTo(final long seconds) {
        final Set<Integer> left = new TreeSet<>();
        if (seconds <= watermark) {
            return left;
        }
        if (watermark != Long.MIN_VALUE && seconds - watermark < 50) {
            for (final Window window : Window.values()) {
                for (long s = watermark - window.seconds(); s < seconds - window.seconds(); s++) {
                    left.addAll(mintsBySecond.getOrDefault(s, Set.of()));
                }
            }
        } else if (watermark != Long.MIN_VALUE) {
            addJumped(seconds, left);
        }
        watermark = seconds;
        return left;
    }

    private void addJumped(final long seconds, final Set<Integer> left) {
        for (int mint = 0; mint < trades.length; mint++) {
            for (final Window window : Window.values()) {
                final int at = trades[mint].firstSince(watermark - window.seconds());
                if (at < trades[mint].size && trades[mint].rows[at].seconds < seconds - window.seconds()) {
                    left.add(mint);
                }
            }
        }
    }

    /** What is remembered of a pair are its trades of the last 360 s; a flag once set stays. */
    private void judge(final int mint, final int wallet) {
        final Trades of = trades[mint];
        final List<Row> pair = new ArrayList<>();
        for (int i = of.firstSince(watermark - 360); i < of.size; i++) {
            if (of.rows[i].wallet == wallet) {
                pair.add(of.rows[i]);
            }
        }
        for (int i = 0; i < pair.size(); i++) {
            int count = 0;
            for (int j = i; j >= 0 && count < 3 && pair.get(j).seconds >= pair.get(i).seconds - 60; j--) {
                count++;
            }
            if (count >= 3) {
                pair.get(i).bot = true;
            }
        }
    }

    /** The mint's row as of the watermark, column for column from the net flows on. */
    long[] row(final int mint) {
        final Trades of = trades[mint];
        final long[] row = new long[MetricsRows.STRIDE];
        for (final Window window : Window.values()) {
            row[MetricsRows.NET_FLOW_LAMPORTS + window.index()] =
                    of.sums[of.size] - of.sums[of.firstSince(watermark - window.seconds())];
        }
        stamp++;
        for (int i = of.firstSince(watermark - 300); i < of.size; i++) {
            final Row trade = of.rows[i];
            MetricsCount.TRADES_300S.add(row, 0, 1);
            MetricsCount.BUYS_300S.add(row, 0, trade.flow < 0 ? 0 : 1);
            MetricsCount.UNIQUE_WALLETS_300S.add(row, 0, isFirst(seenTrade, trade.wallet));
            if (trade.bot) {
                MetricsCount.BOT_WALLETS_300S.add(row, 0, isFirst(seenBot, trade.wallet));
                MetricsCount.BOT_TRADES_300S.add(row, 0, 1);
                row[MetricsRows.BOT_FLOW_LAMPORTS_300S] += trade.flow;
            }
            if (trade.dca) {
                MetricsCount.DCA_UNIQUE_WALLETS_300S.add(row, 0, isFirst(seenDca, trade.wallet));
                row[MetricsRows.DCA_FLOW_LAMPORTS_300S] += trade.flow;
            }
        }
        return row;
    }

    private int isFirst(final int[] seen, final int wallet) {
        if (seen[wallet] == stamp) {
            return 0;
        }
        seen[wallet] = stamp;
        return 1;
    }
}
