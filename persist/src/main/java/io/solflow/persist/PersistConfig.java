package io.solflow.persist;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Settings of the store, checked when built.
 *
 * @param database the database file; its folder exists.
 * @param flushMs a transaction is committed when it is this old, or earlier at end of batch.
 * @param maxBatchRows a transaction is committed when it holds this many rows.
 * @param busyTimeoutMs how long SQLite waits for another writer before the batch is rolled back and tried again.
 * @param cacheKib page cache of the writing connection.
 * @param walAutocheckpointPages pages in the write-ahead log from which a commit copies them into the database.
 * @param walLimitBytes size of the write-ahead log from which it is cut when its readers let go of it.
 * @param mintCacheEntries mints whose dictionary ids are kept in memory.
 * @param walletCacheEntries wallets whose dictionary ids are kept in memory.
 */
public record PersistConfig(
        Path database,
        int flushMs,
        int maxBatchRows,
        int busyTimeoutMs,
        int cacheKib,
        int walAutocheckpointPages,
        long walLimitBytes,
        int mintCacheEntries,
        int walletCacheEntries) {

    /** Longest time a transaction may be kept open. */
    public static final int MAX_FLUSH_MS = 60_000;

    private static final int MAX_CACHE_ENTRIES = 1 << 24;

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of range.
     */
    public PersistConfig {
        Objects.requireNonNull(database, "database");
        check("flushMs", flushMs, 0, MAX_FLUSH_MS);
        check("maxBatchRows", maxBatchRows, 1, 10_000_000);
        check("busyTimeoutMs", busyTimeoutMs, 0, 60_000);
        check("cacheKib", cacheKib, 64, 64 << 20);
        check("walAutocheckpointPages", walAutocheckpointPages, 1, 1_000_000);
        check("walLimitBytes", walLimitBytes, 1 << 20, Long.MAX_VALUE);
        check("mintCacheEntries", mintCacheEntries, KeyCache.WAYS, MAX_CACHE_ENTRIES);
        check("walletCacheEntries", walletCacheEntries, KeyCache.WAYS, MAX_CACHE_ENTRIES);
    }

    /** The defaults for this database. */
    public static PersistConfig of(final Path database) {
        return new PersistConfig(database, 100, 20_000, 500, 64 << 10, 4_000, 512L << 20, 1 << 16, 1 << 18);
    }

    /** The same with another flush time. */
    public PersistConfig withFlushMs(final int value) {
        return new PersistConfig(
                database,
                value,
                maxBatchRows,
                busyTimeoutMs,
                cacheKib,
                walAutocheckpointPages,
                walLimitBytes,
                mintCacheEntries,
                walletCacheEntries);
    }

    private static void check(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed: " + min + " to " + max);
        }
    }
}
