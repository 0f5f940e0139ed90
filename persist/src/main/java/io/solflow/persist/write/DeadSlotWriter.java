package io.solflow.persist.write;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.persist.file.LazyStatement;
import io.solflow.persist.status.PersistCounters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the stored trades of dead slots, and of dead transactions, back within the caller's transaction. Names a slot in the log once its death is committed, if trades of it were stored. Writer thread only.
 */
final class DeadSlotWriter implements TableWriter {

    private static final Logger LOG = LoggerFactory.getLogger(DeadSlotWriter.class);

    private static final int INITIAL_SLOTS = 16;

    private final PersistCounters counters;
    private final LazyStatement delete;
    private long[] slots = new long[INITIAL_SLOTS];
    private int[] slotTrades = new int[INITIAL_SLOTS];
    private int size;
    private int trades;
    private int kept;

    DeadSlotWriter(final Connection connection, final PersistCounters counters) {
        this.counters = counters;
        delete = new LazyStatement(connection, "DELETE FROM trades WHERE id BETWEEN ? AND ?");
    }

    /** Deletes the trades of a slot or transaction, all of which were sent; returns how many there were. */
    int takeBack(final UpdateEvent death) throws SQLException {
        final boolean whole = death.kind() == UpdateKind.SLOT_DEAD;
        final int first = whole ? 0 : (int) death.deadTxIndex();
        final int last = whole ? ChainPosition.MAX_TX_INDEX : (int) death.deadTxIndex();
        final PreparedStatement deletion = delete.get();
        deletion.setLong(1, ChainPosition.of(death.slot(), first, 0));
        deletion.setLong(2, ChainPosition.of(death.slot(), last, ChainPosition.MAX_ORDINAL));
        final int deleted = deletion.executeUpdate();
        if (deleted > 0) {
            remember(death.slot(), deleted);
        }
        return deleted;
    }

    /** Leaves the trades of a slot, because the metrics no longer know which they are. */
    void keep() {
        kept++;
    }

    @Override
    public void writeOut() {
        // written as they come
    }

    @Override
    public void committed() {
        counters.deadSlots().add(size);
        counters.tradesTakenBack().add(trades);
        counters.deadSlotsKept().add(kept);
        for (int i = 0; i < size; i++) {
            LOG.info("slot {}: {} trades taken back, no longer part of the chain", slots[i], slotTrades[i]);
        }
        if (kept > 0) {
            LOG.warn("{} slots have died too late to be taken back: what was stored of them stays", kept);
        }
        forget();
    }

    @Override
    public void rolledBack() throws SQLException {
        forget();
        close();
    }

    @Override
    public void close() throws SQLException {
        delete.close();
    }

    private void remember(final long slot, final int deleted) {
        trades += deleted;
        if (size > 0 && slots[size - 1] == slot) {
            slotTrades[size - 1] += deleted;
            return;
        }
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
            slotTrades = Arrays.copyOf(slotTrades, 2 * size);
        }
        slots[size] = slot;
        slotTrades[size++] = deleted;
    }

    private void forget() {
        size = 0;
        trades = 0;
        kept = 0;
    }
}
