package io.solflow.app.market;

import io.solflow.core.event.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What readers ask of a database that another thread or process may be writing. All tokens are read once a second at most,
 * for however many readers. Any thread; nothing here blocks the writer.
 */
public final class Market implements AutoCloseable {

    /** A little less than a second, so that whoever asks once a second sees each second. */
    private static final long SNAPSHOT_NS = TimeUnit.MILLISECONDS.toNanos(900);

    private static final int WALLETS = 20;
    private static final int TRADES = 50;

    private final ReadPool pool;
    private MarketSnapshot snapshot;
    private long snapshotNs;

    /** Looks at what these connections show; opens none before something is asked. */
    public Market(final ConnectionSource source) {
        pool = new ReadPool(source);
    }

    /** Some of the tokens, of a look that is at most a second old. */
    public TokenPage tokens(final TokenFilter filter) throws SQLException {
        final MarketSnapshot current = current();
        return pool.read(connection -> {
            try (DetailReader details = new DetailReader(connection)) {
                return current.page(filter, details);
            }
        });
    }

    private synchronized MarketSnapshot current() throws SQLException {
        final long nowNs = System.nanoTime();
        if (snapshot == null || nowNs - snapshotNs >= SNAPSHOT_NS) {
            snapshot = pool.read(Market::look);
            snapshotNs = nowNs;
        }
        return snapshot;
    }

    private static MarketSnapshot look(final Connection connection) throws SQLException {
        final SchemaLook schema = SchemaLook.at(connection);
        final long watermark = watermark(connection);
        return new MarketSnapshot(
                watermark,
                new TokenTable(connection, schema, blocked(connection, schema)).living(watermark),
                new SignalTable(connection, schema).kindsSince(watermark - Window.S300.seconds()));
    }

    /** One token with bars, wallets and trades; empty when no trade of it was ever stored. */
    public Optional<TokenView> token(final String mint, final Window window, final int bars) throws SQLException {
        return pool.read(connection -> {
            final long mintId = mintId(connection, mint);
            return mintId < 0 ? Optional.empty() : Optional.of(view(connection, mint, mintId, window, bars));
        });
    }

    private static TokenView view(
            final Connection connection, final String mint, final long mintId, final Window window, final int bars)
            throws SQLException {
        final SchemaLook schema = SchemaLook.at(connection);
        final long watermark = watermark(connection);
        final Token token = new TokenTable(connection, schema, blocked(connection, schema)).one(mint, watermark);
        final List<String> signals = new SignalTable(connection, schema)
                .kindsSince(watermark - Window.S300.seconds())
                .getOrDefault(mint, List.of());
        final TokenTrades trades = new TokenTrades(connection, mintId);
        try (DetailReader details = new DetailReader(connection)) {
            return new TokenView(
                    watermark,
                    new TokenRow(token, details.read(token), signals),
                    window.seconds(),
                    trades.bars(watermark, window.seconds(), bars),
                    trades.wallets(watermark, window.seconds(), WALLETS),
                    trades.newest(TRADES));
        }
    }

    /** The newest signals, newest first; of one kind and one mint where these are not empty. */
    public List<Signal> signals(final String kind, final String mint, final int limit) throws SQLException {
        return pool.read(
                connection -> new SignalTable(connection, SchemaLook.at(connection)).newest(kind, mint, limit));
    }

    /** The recorded holes of the stream. */
    public Gaps gaps() throws SQLException {
        return pool.read(Gaps::read);
    }

    /** Chain time up to which the database is told, 0 before the first. */
    public long watermarkSeconds() throws SQLException {
        return pool.read(Market::watermark);
    }

    private static long watermark(final Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(max(watermark), 0) FROM checkpoint")) {
            return row.getLong(1);
        }
    }

    private static long mintId(final Connection connection, final String mint) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM mints WHERE address = ?")) {
            statement.setString(1, mint);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    private static Set<String> blocked(final Connection connection, final SchemaLook schema) throws SQLException {
        final Set<String> mints = new HashSet<>();
        if (schema.blocklist()) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT mint FROM token_blocklist")) {
                while (rows.next()) {
                    mints.add(rows.getString(1));
                }
            }
        }
        return mints;
    }

    /** Closes the connections; whoever still reads is left to finish. Idempotent. */
    @Override
    public void close() {
        pool.close();
    }
}
