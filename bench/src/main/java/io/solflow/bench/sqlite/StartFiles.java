package io.solflow.bench.sqlite;

import io.solflow.persist.SqliteStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The databases that runs start from, each run from a fresh copy: made by the product's migrations, in one layout, and
 * filled in chain order with their indexes in place, so that pages are as full as a long life leaves them.
 */
final class StartFiles {

    private static final int BATCH = 100_000;

    private StartFiles() {}

    /** Makes an empty database with SolFlow's schema and, beside it, the usual text layout. */
    static void create(final Path database, final int pageSizeBytes) throws SQLException {
        SqliteStore.open(ProductLoop.config(database), ProductLoop.labels()).close();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
            statement.execute("PRAGMA page_size = " + pageSizeBytes);
            for (final String sql : TextTable.SCHEMA) {
                statement.execute(sql);
            }
            statement.execute("VACUUM");
        }
    }

    /** The same with the next {@code trades} of the market stored in each given table. */
    static void fill(final Market market, final int trades, final Path... databases) throws Exception {
        final JdbcLoop[] loops = new JdbcLoop[databases.length];
        for (int i = 0; i < databases.length; i++) {
            final boolean text = databases[i].toString().contains("text");
            loops[i] = new JdbcLoop(
                    "fill",
                    text ? () -> new TextTable(false) : DictionaryTable::new,
                    "journal_mode = WAL",
                    "synchronous = OFF",
                    "cache_size = -4000000",
                    "wal_autocheckpoint = 100000");
        }
        for (int done = 0; done < trades; done += BATCH) {
            final int count = Math.min(BATCH, trades - done);
            final MarketTrace trace = market.next(count);
            for (int i = 0; i < databases.length; i++) {
                loops[i].run(trace, count, BATCH, databases[i]);
            }
        }
    }

    /** Copies a start file and waits until the disk has it, so that a run does not pay for it. */
    static void copy(final Path from, final Path to) throws IOException {
        for (final String suffix : new String[] {"-wal", "-shm", ".lock"}) {
            Files.deleteIfExists(Path.of(to + suffix));
        }
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    static Connection connect(final Path database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database.toUri());
    }
}
