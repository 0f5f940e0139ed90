package io.solflow.persist.upkeep;

import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.status.PruneCounters;
import io.solflow.persist.write.Events;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A database with a writer, for those who remove old rows beside it. */
final class PruneDatabase implements AutoCloseable {

    /** Removes all day long, never rests, and never is told to end. */
    static final Rest NO_REST = ms -> false;

    final TestDatabase db;
    final PruneCounters counters = new PruneCounters();

    PruneDatabase(final Path file) throws SQLException {
        this(PersistConfig.of(file));
    }

    PruneDatabase(final PersistConfig config) throws SQLException {
        db = new TestDatabase(config);
    }

    /** A slot of one trade, whose time is the slot's number of seconds; committed. */
    void slot(final long slot, final long mint, final long wallet) throws Exception {
        db.batch(trade(slot, 0, mint, wallet), Events.slotEnd(slot));
    }

    static UpdateEvent trade(final long slot, final int txIndex, final long mint, final long wallet) {
        return Events.trade(slot, txIndex, mint, wallet, Side.BUY, 1_000);
    }

    Pruner pruner() {
        return pruner(NO_REST);
    }

    Pruner pruner(final Rest rest) {
        return Pruner.open(db.store.database(), counters, rest);
    }

    /** Removes all that is older than the shortest age allowed. */
    void prune() {
        try (Pruner pruner = pruner()) {
            pruner.removeRows(pruner.cutoffSeconds(Pruner.MIN_AGE_SECONDS));
            pruner.removeAddresses();
        }
    }

    /** Trades whose mint or wallet is not there. */
    long dangling() throws SQLException {
        return db.number("SELECT (SELECT count(*) FROM trades) - (SELECT count(*) FROM token_trades)");
    }

    List<String> wallets() throws SQLException {
        return db.rows("SELECT address FROM wallets ORDER BY id");
    }

    Connection writer() {
        return db.store.connection();
    }

    @Override
    public void close() throws SQLException {
        db.close();
    }
}
