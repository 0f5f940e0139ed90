package io.solflow.persist.file;

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
 * @param walAutocheckpointPages pages in the write-ahead log from which they are copied into the database, beside the
 *     commits; from sixteen times as many on a commit does it.
 * @param walLimitBytes size of the write-ahead log from which it is cut when its readers let go of it.
 * @param mintCacheEntries mints whose dictionary ids are kept in memory.
 * @param walletCacheEntries wallets whose dictionary ids are kept in memory.
 * @param restMs shortest time from one small commit to the next, never more than {@code flushMs}; 0 for none.
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
        int walletCacheEntries,
        int restMs) {

    /** How long a transaction is kept open unless told. */
    public static final int DEFAULT_FLUSH_MS = 100;

    /** Longest time a transaction may be kept open. */
    public static final int MAX_FLUSH_MS = 60_000;

    /** One set of a cache, see the addresses' cache. */
    public static final int MIN_CACHE_ENTRIES = 8;

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
        check("mintCacheEntries", mintCacheEntries, MIN_CACHE_ENTRIES, MAX_CACHE_ENTRIES);
        check("walletCacheEntries", walletCacheEntries, MIN_CACHE_ENTRIES, MAX_CACHE_ENTRIES);
        check("restMs", restMs, 0, flushMs);
    }

    /** The settings without a rest between commits. */
    public PersistConfig(
            final Path database,
            final int flushMs,
            final int maxBatchRows,
            final int busyTimeoutMs,
            final int cacheKib,
            final int walAutocheckpointPages,
            final long walLimitBytes,
            final int mintCacheEntries,
            final int walletCacheEntries) {
        this(
                database,
                flushMs,
                maxBatchRows,
                busyTimeoutMs,
                cacheKib,
                walAutocheckpointPages,
                walLimitBytes,
                mintCacheEntries,
                walletCacheEntries,
                0);
    }

    /** The defaults for this database. */
    public static PersistConfig of(final Path database) {
        return new PersistConfig(
                database, DEFAULT_FLUSH_MS, 20_000, 500, 64 << 10, 4_000, 512L << 20, 1 << 16, 1 << 18, 1);
    }

    /** The same with another flush time; the rest is no longer than that. */
    public PersistConfig withFlushMs(final int value) {
        return with(value, Math.min(restMs, value));
    }

    /** The same with another rest between small commits. */
    public PersistConfig withRestMs(final int value) {
        return with(flushMs, value);
    }

    private PersistConfig with(final int newFlushMs, final int newRestMs) {
        return new PersistConfig(
                database,
                newFlushMs,
                maxBatchRows,
                busyTimeoutMs,
                cacheKib,
                walAutocheckpointPages,
                walLimitBytes,
                mintCacheEntries,
                walletCacheEntries,
                newRestMs);
    }

    private static void check(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed: " + min + " to " + max);
        }
    }
}
