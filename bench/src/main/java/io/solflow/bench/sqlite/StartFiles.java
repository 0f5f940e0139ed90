package io.solflow.bench.sqlite;

import io.solflow.persist.SqliteStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * The databases that runs start from, each run from a fresh copy: made by the product's migrations, in one layout, and
 * filled in chain order with their indexes in place, so that pages are as full as a long life leaves them.
 */
final class StartFiles {

    private static final int BATCH = 100_000;
    private static final int BLOCK_BYTES = 1 << 16;

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

    /** Stores the next {@code trades} of the market in each given database. */
    static void fill(final Market market, final int trades, final Map<Layout, Path> databases) throws Exception {
        for (int done = 0; done < trades; done += BATCH) {
            final int count = Math.min(BATCH, trades - done);
            final MarketTrace trace = market.next(count);
            for (final Map.Entry<Layout, Path> database : databases.entrySet()) {
                filling(database.getKey()).run(trace, count, BATCH, database.getValue());
            }
        }
    }

    private static JdbcLoop filling(final Layout layout) {
        return new JdbcLoop(
                "fill",
                layout::newTable,
                "journal_mode = WAL",
                "synchronous = OFF",
                "cache_size = -4000000",
                "wal_autocheckpoint = 100000");
    }

    /**
     * Makes {@code to} the same as a start file and waits until the disk has it, so that a run does not pay for it. Of a copy
     * that a run has written to, only what differs is written.
     */
    static void copy(final Path from, final Path to) throws IOException {
        for (final String suffix : new String[] {"-wal", "-shm", ".lock"}) {
            Files.deleteIfExists(Path.of(to + suffix));
        }
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target = FileChannel.open(
                        to, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer wanted = ByteBuffer.allocateDirect(BLOCK_BYTES);
            final ByteBuffer found = ByteBuffer.allocateDirect(BLOCK_BYTES);
            for (long at = 0; at < source.size(); at += BLOCK_BYTES) {
                read(source, at, wanted);
                read(target, at, found);
                if (!wanted.equals(found)) {
                    while (wanted.hasRemaining()) {
                        target.write(wanted, at + wanted.position());
                    }
                }
            }
            target.truncate(source.size());
            target.force(true);
        }
    }

    private static void read(final FileChannel channel, final long at, final ByteBuffer block) throws IOException {
        block.clear();
        while (block.hasRemaining() && channel.read(block, at + block.position()) >= 0) {
            // until the block is full or the file ends
        }
        block.flip();
    }

    static Connection connect(final Path database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database.toUri());
    }
}
