package io.solflow.bench.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/**
 * A second connection that looks every half millisecond which trades can be read, and follows in the shared memory of the
 * write-ahead log how many frames were written. Its own thread.
 */
final class VisibleTrades extends Thread {

    private static final long LOOK_NS = 500_000;
    // of the index header, which SQLite keeps in the machine's byte order: version, unused, change, flags and page
    // size,
    // frames
    private static final int FRAMES_OFFSET = 16;

    private final Path database;
    private final MarketTrace trace;
    private final long[] seenNs;
    private volatile int seen;
    private volatile long frames;
    private volatile Exception failure;
    private volatile long pageSizeBytes;

    VisibleTrades(final Path database, final MarketTrace trace) {
        super("reader");
        this.database = database;
        this.trace = trace;
        seenNs = new long[trace.size()];
        setDaemon(true);
    }

    long seenNs(final int trade) {
        return seenNs[trade];
    }

    /** Frames written to the log since the start. */
    long logFrames() {
        return frames;
    }

    long pageSizeBytes() {
        return pageSizeBytes;
    }

    void awaitAll() throws Exception {
        join();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void run() {
        try (Connection connection = StartFiles.connect(database);
                PreparedStatement newest = connection.prepareStatement("SELECT max(id) FROM trades");
                FileChannel log = FileChannel.open(Path.of(database + "-shm"))) {
            try (ResultSet row = connection.createStatement().executeQuery("PRAGMA page_size")) {
                pageSizeBytes = row.getLong(1);
            }
            look(newest, log);
        } catch (final SQLException | IOException e) {
            failure = e;
        }
    }

    private void look(final PreparedStatement newest, final FileChannel log) throws SQLException, IOException {
        final ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
        long lastFrames = 0;
        long logged = 0;
        while (seen < trace.size()) {
            final long id;
            try (ResultSet row = newest.executeQuery()) {
                id = row.getLong(1);
            }
            final long nowNs = System.nanoTime();
            int next = seen;
            while (next < trace.size() && trace.id(next) <= id) {
                seenNs[next++] = nowNs;
            }
            seen = next;
            word.clear();
            log.read(word, FRAMES_OFFSET);
            final long current = word.getInt(0);
            logged += current >= lastFrames ? current - lastFrames : current;
            frames = logged;
            lastFrames = current;
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
