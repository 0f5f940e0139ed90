package io.solflow.persist.upkeep;

import io.solflow.persist.file.SqliteErrors;
import io.solflow.persist.status.PersistCounters;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is older than an age while the pipeline writes, on a thread and a connection of its own: a small step now
 * and then, more of them when there is much to catch up with. Begins some seconds after the start, once the run has stored
 * something. Addresses that nothing uses any more are looked for once a day, because that reads all trades.
 *
 * <p>Trouble is logged once, told by {@link #problem()}, and tried again later; the pipeline goes on.
 */
public final class Retention implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final String THREAD_NAME = "solflow-retention";
    private static final long CALM_LOOK_MS = 50;
    /** A pipeline that never is calm would otherwise fill the disk. */
    private static final long CALM_WAIT_MS = 5_000;

    private static final long JOIN_MS = 2_000;

    /**
     * When things are done.
     *
     * @param startMs from the start to the first look.
     * @param lookMs from one look at what is old to the next.
     * @param retryMs from a failure to the next try.
     * @param sweepMs from one search for unused addresses to the next.
     * @param sweepRetryMs the same when some were left.
     */
    public record Times(long startMs, long lookMs, long retryMs, long sweepMs, long sweepRetryMs) {
        public static final Times USUAL =
                new Times(5_000, 10_000, 60_000, TimeUnit.DAYS.toMillis(1), TimeUnit.HOURS.toMillis(1));
    }

    private final Path database;
    private final long ageSeconds;
    private final PersistCounters counters;
    private final BooleanSupplier calm;
    private final Times times;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, THREAD_NAME);
    private volatile String problem = "";
    private long sweepAtNs;
    private long tradesAtSweep;
    private boolean swept;

    public Retention(
            final Path database,
            final long ageSeconds,
            final PersistCounters counters,
            final BooleanSupplier calm,
            final Times times) {
        if (ageSeconds < Pruner.MIN_AGE_SECONDS) {
            throw new IllegalArgumentException("age is " + ageSeconds + " s, allowed: from " + Pruner.MIN_AGE_SECONDS);
        }
        this.database = database;
        this.ageSeconds = ageSeconds;
        this.counters = counters;
        this.calm = calm;
        this.times = times;
    }

    /** Starts the thread. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Why old rows are not removed at present, empty while they are; any thread. */
    public String problem() {
        return problem;
    }

    /** Ends the thread after the step that it is in. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(JOIN_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean ended = rest(times.startMs());
        while (!ended) {
            try (Pruner pruner = Pruner.open(database, counters.pruned(), PrunePace.ofSide(), this::rest, false)) {
                work(pruner);
                ended = true;
            } catch (final SQLException | RuntimeException e) {
                note(e);
                ended = rest(times.retryMs());
            }
        }
    }

    private void work(final Pruner pruner) {
        do {
            final long beforeSeconds = pruner.cutoffSeconds(ageSeconds);
            if (counters.commits().get() > 0
                    && beforeSeconds != OldRows.NOTHING_IS_OLD
                    && pruner.removeRows(beforeSeconds)) {
                sweep(pruner);
            }
            settled();
        } while (!rest(times.lookMs()));
    }

    private void sweep(final Pruner pruner) {
        final long trades = counters.pruned().trades().get();
        if (trades == tradesAtSweep || (swept && System.nanoTime() - sweepAtNs < 0)) {
            return;
        }
        final boolean all = pruner.removeAddresses();
        tradesAtSweep = all ? trades : tradesAtSweep;
        sweepAtNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(all ? times.sweepMs() : times.sweepRetryMs());
        swept = true;
    }

    private void note(final Exception cause) {
        final String text = cause instanceof SQLException e
                ? SqliteErrors.explained(database, e).getMessage()
                : cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (problem.isEmpty()) {
            LOG.warn("old rows are not removed at present, which is tried again each minute: {}", text);
        }
        problem = text;
    }

    private void settled() {
        if (!problem.isEmpty()) {
            LOG.info("old rows are removed again");
            problem = "";
        }
    }

    /** Waits, and on for a while when the pipeline has enough to do. */
    private boolean rest(final long ms) {
        try {
            boolean ended = closing.await(ms, TimeUnit.MILLISECONDS);
            for (long waitedMs = 0;
                    !ended && waitedMs < CALM_WAIT_MS && !calm.getAsBoolean();
                    waitedMs += CALM_LOOK_MS) {
                ended = closing.await(CALM_LOOK_MS, TimeUnit.MILLISECONDS);
            }
            return ended;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
