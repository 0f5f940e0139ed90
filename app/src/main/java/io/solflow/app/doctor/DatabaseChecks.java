package io.solflow.app.doctor;

import io.solflow.app.config.Age;
import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.Setting;
import io.solflow.app.market.Gaps;
import io.solflow.app.terminal.ByteSize;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.file.Migration;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The part of {@code doctor} about the database and its disk. Only reads; slow looks are cut short. */
public final class DatabaseChecks {

    private static final long SLOW_MS = 3_000;
    private static final long NO_SLOT = -1;
    private static final long SECONDS_A_DAY = 86_400;
    private static final long RATE_SECONDS = 3_600;

    /**
     * What the other checks need to know of the database.
     *
     * @param checkpointSlot where a run resumes, -1 when it begins live.
     * @param watermarkSeconds newest chain time, 0 when there is none.
     * @param writer the process that writes, if one does.
     */
    public record Facts(long checkpointSlot, long watermarkSeconds, OptionalLong writer) {
        public static final Facts NONE = new Facts(NO_SLOT, 0, OptionalLong.empty());
    }

    private final Path database;
    private final long nowSeconds;
    private final Optional<Age> retention;
    private final List<Check> checks = new ArrayList<>();
    private Facts facts = Facts.NONE;

    /**
     * Looks at this file.
     *
     * @param nowSeconds wall clock.
     * @param retention how old rows become, empty when all are kept.
     */
    public DatabaseChecks(final Path database, final long nowSeconds, final Optional<Age> retention) {
        this.database = database;
        this.nowSeconds = nowSeconds;
        this.retention = retention;
    }

    public List<Check> run() {
        if (Files.isDirectory(database)) {
            checks.add(Check.failed("file", database + " is a folder", "name a file"));
            return checks;
        }
        final Path folder = database.toAbsolutePath().getParent();
        if (!Files.isWritable(folder)) {
            checks.add(Check.failed(
                    "folder", folder + " is not writable for this user", "SQLite makes its log beside the database"));
        } else {
            checks.add(Check.ok("folder", folder + " is writable"));
        }
        if (!Files.exists(database)) {
            checks.add(Check.ok("file", database + " does not exist yet; run makes it"));
        } else {
            file();
        }
        disk(folder);
        return checks;
    }

    public Facts facts() {
        return facts;
    }

    private void file() {
        final OptionalLong writer = SqliteStore.writerOf(database);
        facts = new Facts(NO_SLOT, 0, writer);
        checks.add(Check.ok(
                "writer",
                writer.isPresent() ? "process " + writer.getAsLong() + " writes it" : "nobody; a run may start"));
        final long walBytes = size(Path.of(database + "-wal"));
        try (Connection connection = DatabaseReader.glance(database)) {
            if (schema(connection)) {
                content(connection);
                integrity(connection);
            }
        } catch (final SQLException | StoreException e) {
            checks.add(Check.failed("file", e.getMessage(), "name a database that SolFlow made, or a new file"));
        }
        final long limitBytes = PersistConfig.of(database).walLimitBytes();
        checks.add(Check.warnUnless(
                walBytes <= limitBytes,
                "size",
                ByteSize.text(size(database)) + ", write-ahead log " + ByteSize.text(walBytes),
                "the log is beyond " + ByteSize.text(limitBytes)
                        + ": end the reader that keeps one query or transaction open for long"));
    }

    private boolean schema(final Connection connection) throws SQLException {
        final List<Migration> pending = SqliteStore.pendingMigrations(connection, database);
        final String applied = text(connection, "SELECT group_concat(name, ', ') FROM schema_migrations");
        checks.add(
                pending.isEmpty()
                        ? Check.ok("schema", "up to date: " + applied)
                        : Check.warning(
                                "schema",
                                pending.size() + " migrations are not applied yet",
                                "run applies them at start, or 'migrate' now"));
        return applied != null;
    }

    private void content(final Connection connection) throws SQLException {
        final long slot = number(connection, "SELECT coalesce(max(slot), -1) FROM checkpoint");
        final long watermark = number(connection, "SELECT coalesce(max(watermark), 0) FROM checkpoint");
        facts = new Facts(slot, watermark, facts.writer());
        final Optional<Long> trades = quickly(connection, "SELECT count(*) FROM trades");
        checks.add(Check.ok(
                "trades",
                trades.map(count -> String.format(Locale.ROOT, "%,d", count))
                        .orElse("too many to count within " + SLOW_MS / 1000 + " s")));
        if (watermark == 0) {
            checks.add(Check.ok("checkpoint", "none yet; a run begins live"));
        } else {
            checks.add(Check.ok(
                    "checkpoint",
                    (slot < 0 ? "no slot" : "slot " + slot) + ", watermark " + Instant.ofEpochSecond(watermark) + ", "
                            + age(nowSeconds - watermark)));
        }
        final Gaps gaps = Gaps.read(connection);
        checks.add(Check.warnUnless(
                gaps.total() == 0,
                "gaps",
                gaps.summary()
                        + (gaps.total() == 0
                                ? ""
                                : "; newest: " + gaps.newest().get(0).line()),
                "slots that are missing are not filled later; 'verify' shows more of them"));
        trades.filter(count -> count > 0).ifPresent(count -> growth(connection, count, watermark));
    }

    private void growth(final Connection connection, final long trades, final long watermark) {
        try {
            final long lastHour =
                    number(connection, "SELECT count(*) FROM trades WHERE timestamp > " + (watermark - RATE_SECONDS));
            final long oldest = number(connection, "SELECT min(timestamp) FROM trades");
            final long seconds = Math.max(1, Math.min(RATE_SECONDS, watermark - oldest + 1));
            final long unusedBytes = number(
                    connection, "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size");
            final long usedBytes = Math.max(0, size(database) - unusedBytes);
            final double bytesATrade = (double) usedBytes / trades;
            final double bytesADay = bytesATrade * lastHour * SECONDS_A_DAY / seconds;
            final long freeBytes = free(database.toAbsolutePath().getParent());
            final double days = (freeBytes + unusedBytes) / Math.max(1, bytesADay);
            final double keptBytes = retention
                    .map(age -> bytesADay * age.seconds() / SECONDS_A_DAY)
                    .orElse(Double.POSITIVE_INFINITY);
            checks.add(Check.warnUnless(
                    freeBytes < 0 || days >= 3 || keptBytes < usedBytes + unusedBytes + freeBytes,
                    "growth",
                    String.format(
                            Locale.ROOT,
                            "%.0f bytes a trade; at the rate of its last hour %s a day, room for %s%s",
                            bytesATrade,
                            ByteSize.text((long) bytesADay),
                            days > 3_650 ? "ten years and more" : String.format(Locale.ROOT, "%,.0f days", days),
                            kept(keptBytes)),
                    "make room, remove old rows with 'prune', or let a run do so with "
                            + Setting.RETENTION.variable()));
        } catch (final SQLException e) {
            checks.add(Check.skipped("growth", "not known: " + e.getMessage()));
        }
    }

    private String kept(final double bytes) {
        return retention
                .map(age -> "; kept for " + age.text() + " it needs " + ByteSize.text((long) bytes))
                .orElse("");
    }

    private void integrity(final Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            final Stopper stopper = new Stopper(statement);
            try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
                final String found = rows.getString(1);
                checks.add(
                        "ok".equals(found)
                                ? Check.ok("integrity", "quick check passed; 'verify' checks all")
                                : Check.failed("integrity", found, "stop SolFlow and restore a backup"));
            } catch (final SQLException e) {
                if (!stopper.stopped()) {
                    throw e;
                }
                checks.add(Check.skipped(
                        "integrity", "not checked within " + SLOW_MS / 1000 + " s; 'verify' takes the time it needs"));
            } finally {
                stopper.done();
            }
        }
    }

    private void disk(final Path folder) {
        final long freeBytes = free(folder);
        if (freeBytes < 0) {
            checks.add(Check.skipped("disk", "cannot be asked how much is free"));
            return;
        }
        final long advised = Math.max(1L << 30, 2 * PersistConfig.of(database).walLimitBytes());
        checks.add(Check.warnUnless(
                freeBytes >= advised,
                "disk",
                ByteSize.text(freeBytes) + " free",
                "make room: " + ByteSize.text(advised) + " or more, because the WAL alone may take half of it"));
    }

    /** Newest trade's age in words; a demo's market may be ahead. */
    private static String age(final long seconds) {
        if (seconds < 0) {
            return -seconds + " s in the future";
        }
        return seconds < 120
                ? seconds + " s ago"
                : seconds < 7_200 ? seconds / 60 + " min ago" : seconds / 3_600 + " h ago";
    }

    private static Optional<Long> quickly(final Connection connection, final String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            final Stopper stopper = new Stopper(statement);
            try (ResultSet row = statement.executeQuery(query)) {
                return Optional.of(row.getLong(1));
            } catch (final SQLException e) {
                if (!stopper.stopped()) {
                    throw e;
                }
                return Optional.empty();
            } finally {
                stopper.done();
            }
        }
    }

    private static long number(final Connection connection, final String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.getLong(1);
        }
    }

    private static String text(final Connection connection, final String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.getString(1);
        }
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            return 0;
        }
    }

    private static long free(final Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (final IOException e) {
            return -1;
        }
    }

    /** Interrupts a query that takes too long. */
    private static final class Stopper {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean stopped;

        Stopper(final Statement statement) {
            final Thread thread = new Thread(() -> await(statement), "solflow-stopper");
            thread.setDaemon(true);
            thread.start();
        }

        private void await(final Statement statement) {
            try {
                if (!ended.await(SLOW_MS, TimeUnit.MILLISECONDS)) {
                    stopped = true;
                    statement.cancel();
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (final SQLException e) {
                // the query has ended by itself
                stopped = false;
            }
        }

        boolean stopped() {
            return stopped;
        }

        void done() {
            ended.countDown();
        }
    }
}
