package io.solflow.persist;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the stored trades of dead slots back within the caller's transaction, and the bot flags that they had caused.
 * Names a slot in the log once its death is committed, if trades of it were stored. Writer thread only.
 */
final class DeadSlotWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadSlotWriter.class);

    private static final int INITIAL_SLOTS = 16;

    private final LazyStatement delete;
    private final LazyStatement clear;
    private long[] slots = new long[INITIAL_SLOTS];
    private int[] slotTrades = new int[INITIAL_SLOTS];
    private int size;
    private int trades;
    private int kept;

    DeadSlotWriter(final Connection connection) {
        delete = new LazyStatement(connection, "DELETE FROM trades WHERE id BETWEEN ? AND ?");
        clear = new LazyStatement(connection, "UPDATE trades SET is_bot = 0 WHERE id = ?");
    }

    /** Deletes the trades of a slot, all of which were sent; returns how many rows were changed. */
    int takeBack(final long slot, final BotFlags flags) throws SQLException {
        final PreparedStatement deletion = delete.get();
        deletion.setLong(1, ChainPosition.of(slot, 0, 0));
        deletion.setLong(2, ChainPosition.of(slot, ChainPosition.MAX_TX_INDEX, ChainPosition.MAX_ORDINAL));
        final int deleted = deletion.executeUpdate();
        if (deleted > 0) {
            remember(slot, deleted);
        }
        int cleared = 0;
        for (int i = 0; i < flags.clearedSize(); i++) {
            final PreparedStatement clearing = clear.get();
            clearing.setLong(1, flags.clearedId(i));
            cleared += clearing.executeUpdate();
        }
        return deleted + cleared;
    }

    /** Leaves the trades of a slot, because the metrics no longer know which they are. */
    void keep() {
        kept++;
    }

    /** Slots of this transaction whose trades were deleted. */
    int deadSlots() {
        return size;
    }

    /** Trades deleted in this transaction. */
    int trades() {
        return trades;
    }

    /** Slots of this transaction whose trades were left. */
    int kept() {
        return kept;
    }

    /** The transaction is over. */
    void committed() {
        for (int i = 0; i < size; i++) {
            LOG.info("slot {} has died: {} trades taken back", slots[i], slotTrades[i]);
        }
        if (kept > 0) {
            LOG.warn("{} slots have died too late to be taken back: what was stored of them stays", kept);
        }
        forget();
    }

    /** The transaction is gone. */
    void rolledBack() throws SQLException {
        forget();
        close();
    }

    /** Closes the statements; a later use prepares them anew. */
    @Override
    public void close() throws SQLException {
        delete.close();
        clear.close();
    }

    private void remember(final long slot, final int deleted) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
            slotTrades = Arrays.copyOf(slotTrades, 2 * size);
        }
        slots[size] = slot;
        slotTrades[size++] = deleted;
        trades += deleted;
    }

    private void forget() {
        size = 0;
        trades = 0;
        kept = 0;
    }
}
