package io.solflow.bench.line;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.sqlite.SQLiteConfig;

/**
 * The second connection: looks every 100 µs (with the timer's slack some 160) whether something was committed, asks for the
 * highest trade id then, and stamps each trade that has become visible when the answer is there. Its thread is its own; the
 * methods are for any thread.
 */
final class Watcher implements AutoCloseable {

    private static final long LOOK_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int BUSY_MS = 5_000;

    private final Timeline timeline;
    private final WalIndex log;
    private final Connection connection;
    private final PreparedStatement highest;
    private final Recorder latencies = new Recorder(3);
    private final Thread thread = new Thread(this::run, "bench-watcher");
    private volatile boolean stopped;
    private volatile Throwable failure;
    private volatile long countedFromNs = Long.MAX_VALUE;
    private volatile long leftOutFromNs = Long.MAX_VALUE;
    private volatile long leftOutToNs = Long.MAX_VALUE;
    private volatile Seen seen = new Seen(0, 0, 0, 0);

    /** What was seen so far: transactions with trades, their trades, commits, bytes of log. */
    record Seen(int transactions, long trades, long commits, long walBytes) {}

    /** Begins to watch a database that its writer has opened. */
    Watcher(final Path database, final Timeline timeline) throws IOException, SQLException {
        this.timeline = timeline;
        log = new WalIndex(database);
        final SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MS);
        connection = config.createConnection("jdbc:sqlite:" + database.toUri());
        highest = connection.prepareStatement("SELECT max(id) FROM trades");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                if (log.changed()) {
                    stamp(maxId());
                }
                LockSupport.parkNanos(LOOK_NS);
            }
        } catch (final SQLException | RuntimeException e) {
            failure = e;
        }
    }

    private long maxId() throws SQLException {
        try (ResultSet row = highest.executeQuery()) {
            return row.getLong(1);
        }
    }

    private void stamp(final long maxId) {
        final long nowNs = System.nanoTime();
        final long fromNs = countedFromNs;
        final Seen before = seen;
        final long[] trades = {before.trades()};
        final int transactions = timeline.visit(before.transactions(), maxId, (plannedNs, count) -> {
            trades[0] += count;
            if (fromNs != Long.MAX_VALUE
                    && plannedNs - fromNs >= 0
                    && (leftOutFromNs == Long.MAX_VALUE || plannedNs < leftOutFromNs || plannedNs >= leftOutToNs)) {
                latencies.recordValueWithCount(Math.max(0, nowNs - plannedNs), count);
            }
        });
        seen = new Seen(transactions, trades[0], log.commits(), log.bytes());
    }

    /** Latencies count from this planned time on. */
    void countFrom(final long plannedNs) {
        countedFromNs = plannedNs;
    }

    /** Latencies planned within this time do not count. */
    void leaveOut(final long fromNs, final long toNs) {
        leftOutFromNs = Long.MAX_VALUE;
        leftOutToNs = toNs;
        leftOutFromNs = fromNs;
    }

    /** The latencies in ns since the last call, each trade once. */
    Histogram takeLatencies() {
        return latencies.getIntervalHistogram();
    }

    Seen seen() {
        if (failure != null) {
            throw new IllegalStateException("the watching connection failed", failure);
        }
        return seen;
    }

    /** Waits until everything that was added to the timeline is visible; false when it takes longer. */
    boolean awaitAll(final long timeoutMs) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (seen().transactions() < timeline.size()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    @Override
    public void close() throws SQLException, IOException {
        stopped = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        highest.close();
        connection.close();
        log.close();
    }
}
