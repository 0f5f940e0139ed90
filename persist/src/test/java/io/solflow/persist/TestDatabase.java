package io.solflow.persist;

import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.write.BatchPersistHandler;
import io.solflow.persist.write.Events;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/** A store on a real file with its handler, driven by hand, and a second connection that sees what readers see. */
public final class TestDatabase implements AutoCloseable {

    public static final Map<Integer, String> LABELS =
            Map.of(Events.PUMP_FUN, "PumpFun", Events.JUPITER_DCA, "JupiterDCA");

    /** A clock that stands still, or steps with every reading, unless told. */
    public static final class FakeClock implements NanoClock {
        long nowNs = -5; // negative: only differences count
        public long stepNs;

        @Override
        public long nanoTime() {
            return nowNs += stepNs;
        }

        public void advanceMs(final long ms) {
            nowNs += ms * 1_000_000;
        }
    }

    /** What to do before a batch is tried again. */
    public interface OnRewind {
        void run(int attempt) throws SQLException;
    }

    public final FakeClock clock = new FakeClock();
    public final SqliteStore store;
    public final BatchPersistHandler handler;
    public final Connection reader;
    private long nextSequence;

    public TestDatabase(final Path file) throws SQLException {
        this(PersistConfig.of(file));
    }

    public TestDatabase(final PersistConfig config) throws SQLException {
        store = SqliteStore.open(config, LABELS);
        handler = store.persistHandler(clock);
        reader = SqliteConnections.open(store.database(), 0);
    }

    /** Delivers one Disruptor batch. */
    public void batch(final UpdateEvent... events) throws Exception {
        batch(
                attempt -> {
                    throw new AssertionError("unexpected rewind: " + handler.status());
                },
                events);
    }

    /** Delivers one Disruptor batch, again from its start after each rewind. */
    public void batch(final OnRewind onRewind, final UpdateEvent... events) throws Exception {
        final long first = nextSequence;
        int attempt = 0;
        for (int i = 0; i < events.length; i++) {
            try {
                handler.onEvent(events[i], first + i, i == events.length - 1);
            } catch (final RewindableException e) {
                onRewind.run(++attempt);
                i = -1;
            }
        }
        nextSequence = first + events.length;
    }

    /** Delivers events of a batch that goes on. */
    public void partOfBatch(final UpdateEvent... events) throws Exception {
        for (final UpdateEvent event : events) {
            deliver(event, false);
        }
    }

    private void deliver(final UpdateEvent event, final boolean endOfBatch) throws Exception {
        try {
            handler.onEvent(event, nextSequence++, endOfBatch);
        } catch (final RewindableException e) {
            throw new AssertionError("unexpected rewind", e);
        }
    }

    public long number(final String sql) throws SQLException {
        return number(reader, sql);
    }

    public static long number(final Connection connection, final String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }

    /** The rows of a query, columns joined with '|'. */
    public List<String> rows(final String sql) throws SQLException {
        return rows(reader, sql);
    }

    public static List<String> rows(final Connection connection, final String sql) throws SQLException {
        final List<String> result = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            final int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                final StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i > 1 ? "|" : "").append(rows.getString(i));
                }
                result.add(row.toString());
            }
        }
        return result;
    }

    public static void execute(final Connection connection, final String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        reader.close();
        handler.onShutdown();
        store.close();
    }
}
