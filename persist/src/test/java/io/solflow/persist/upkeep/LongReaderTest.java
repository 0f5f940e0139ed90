package io.solflow.persist.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.status.PersistStatus;
import io.solflow.persist.write.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that keeps its snapshot while {@code -Dsolflow.readerTrades} trades are written, beside the same writing without
 * a reader.
 */
@Timeout(1_200)
class LongReaderTest {

    private static final int TRADES = Integer.getInteger("solflow.readerTrades", 48_000);
    private static final int BATCH = 1_000;
    private static final int MINTS = 5_000;
    private static final int WALLETS = 100_000;
    private static final long MIB = 1 << 20;
    private static final long KEPT_BYTES = 64 * MIB;
    private static final int WAL_LIMIT_MIB = 128;
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(5);

    /** How long batches took. */
    private record Times(double medianMs, double maxMs) {
        static Times of(final long... ns) {
            Arrays.sort(ns);
            return new Times(ns[ns.length / 2] / 1e6, ns[ns.length - 1] / 1e6);
        }
    }

    @TempDir
    Path folder;

    private long slot;

    @Test
    void shouldWriteOnBehindALongReaderAndShrinkTheLogWhenItLeaves() throws Exception {
        final Times alone;
        final long walAlone;
        try (TestDatabase db = new TestDatabase(config("alone.db"))) {
            db.handler.onStart();
            alone = write(db);
            walAlone = walBytes(db);
        }
        slot = 0;
        try (TestDatabase db = new TestDatabase(config("read.db"))) {
            db.handler.onStart();
            writeBatch(db);
            TestDatabase.execute(db.reader, "BEGIN");
            assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(BATCH);

            final Times read = write(db);

            final long pinned = walBytes(db);
            assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(BATCH);
            assertThat(db.handler.status().state()).isEqualTo(PersistStatus.State.OK);
            assertThat(db.store.counters().retries().get()).isZero();
            assertThat(db.store.counters().tradesWritten().get()).isEqualTo(TRADES + BATCH);
            assertThat(pinned).as("a log that the reader pins").isGreaterThan(Math.max(KEPT_BYTES, walAlone));
            assertThat(db.store.counters().walBytes().get())
                    .as("the log's size is told")
                    .isBetween(pinned / 2, pinned);
            assertThat(read.medianMs())
                    .as("ms a batch beside the reader, %.1f without", alone.medianMs())
                    .isLessThan(5 * alone.medianMs());

            TestDatabase.execute(db.reader, "COMMIT");
            final long startNs = System.nanoTime();
            int commits = 0;
            double longestMs = 0;
            while (walBytes(db) >= KEPT_BYTES && System.nanoTime() - startNs < PATIENCE_NS) {
                longestMs = Math.max(longestMs, writeBatch(db) / 1e6);
                commits++;
            }
            final double afterMs = (System.nanoTime() - startNs) / 1e6;
            assertThat(walBytes(db)).as("after the reader has ended").isLessThan(KEPT_BYTES);
            assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(TRADES + (1L + commits) * BATCH);
            System.out.printf(
                    "drill: long reader, %,d trades in batches of %,d: without median %.1f max %.1f ms, log %d MiB; with"
                            + " median %.1f max %.1f ms, log %d MiB; reader ends: log %d MiB after %d commits, %.0f ms,"
                            + " the longest of them %.0f ms%n",
                    TRADES,
                    BATCH,
                    alone.medianMs(),
                    alone.maxMs(),
                    walAlone / MIB,
                    read.medianMs(),
                    read.maxMs(),
                    pinned / MIB,
                    walBytes(db) / MIB,
                    commits,
                    afterMs,
                    longestMs);
        }
    }

    @Test
    void shouldShrinkTheLogWithoutAnyTradeOnceTheReaderHasEnded() throws Exception {
        final PersistConfig of = PersistConfig.of(folder.resolve("quiet.db"));
        final PersistConfig smallLimit =
                new PersistConfig(of.database(), 100, 20_000, 500, 1_024, 1_000_000, MIB, 64, 64);
        try (TestDatabase db = new TestDatabase(smallLimit)) {
            writeBatch(db);
            TestDatabase.execute(db.reader, "BEGIN");
            assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(BATCH);
            writeBatch(db);
            db.clock.advanceMs(1_000);
            db.handler.onTimeout(0);
            assertThat(db.store.counters().walBytes().get()).isGreaterThan(MIB);
            TestDatabase.execute(db.reader, "COMMIT");
            db.clock.advanceMs(1_000);
            db.handler.onTimeout(0);
            assertThat(db.store.counters().walBytes().get()).isZero();
            assertThat(walBytes(db)).isZero();
        }
    }

    private PersistConfig config(final String name) {
        final PersistConfig of = PersistConfig.of(folder.resolve(name));
        return new PersistConfig(
                of.database(),
                of.flushMs(),
                of.maxBatchRows(),
                of.busyTimeoutMs(),
                of.cacheKib(),
                of.walAutocheckpointPages(),
                WAL_LIMIT_MIB * MIB,
                of.mintCacheEntries(),
                of.walletCacheEntries());
    }

    private Times write(final TestDatabase db) throws Exception {
        final long[] ns = new long[TRADES / BATCH];
        for (int i = 0; i < ns.length; i++) {
            ns[i] = writeBatch(db);
        }
        return Times.of(ns);
    }

    /** Writes a batch, a tenth of a second of the market; gives how long it took. */
    private long writeBatch(final TestDatabase db) throws Exception {
        slot++;
        final UpdateEvent[] events = new UpdateEvent[BATCH];
        for (int i = 0; i < BATCH; i++) {
            final long number = slot * BATCH + i;
            // multiplied by primes: spread as hashes are, the same in every run
            events[i] = Events.trade(slot, i, number * 7_919 % MINTS, number * 104_729 % WALLETS, Side.BUY, number);
        }
        db.clock.advanceMs(100);
        final long startNs = System.nanoTime();
        db.batch(events);
        return System.nanoTime() - startNs;
    }

    private static long walBytes(final TestDatabase db) throws SQLException {
        try {
            return Files.size(Path.of(db.store.database() + "-wal"));
        } catch (final java.io.IOException e) {
            throw new SQLException(e);
        }
    }
}
