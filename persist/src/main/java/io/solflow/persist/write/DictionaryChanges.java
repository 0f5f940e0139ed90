package io.solflow.persist.write;

import io.solflow.persist.file.RowStatement;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What the writer and whoever removes unused addresses have to know of each other, in the table {@code
 * dictionary_changes}: whether ids that the writer remembers are void, and whether trades came where a search for used
 * addresses has been already. Within the caller's transaction, whose lock keeps the answers true. Writer thread only.
 */
public final class DictionaryChanges implements TableWriter {

    public static final String SELECT_INSERTIONS = "SELECT insertions FROM dictionary_changes";

    private static final long UNKNOWN = -1;

    private final RowStatement selectRemovals;
    private final RowStatement addInsertion;
    private long removals = UNKNOWN;
    private boolean outOfOrder;

    DictionaryChanges(final Connection connection) {
        selectRemovals = new RowStatement(connection, "SELECT removals FROM dictionary_changes");
        addInsertion = new RowStatement(connection, "UPDATE dictionary_changes SET insertions = insertions + 1");
    }

    /** True when addresses were removed since the last call, so that no id from before may be used. */
    boolean haveRemoved() throws SQLException {
        final long now = selectRemovals.executeNumber(UNKNOWN);
        final boolean changed = now != removals;
        removals = now;
        return changed;
    }

    /** A trade is not behind the stored checkpoint's slot. */
    void outOfOrder() {
        outOfOrder = true;
    }

    @Override
    public void writeOut() throws SQLException {
        if (outOfOrder) {
            addInsertion.execute();
        }
    }

    @Override
    public void committed() {
        outOfOrder = false;
    }

    @Override
    public void rolledBack() {
        outOfOrder = false;
    }

    @Override
    public void close() throws SQLException {
        selectRemovals.close();
        addInsertion.close();
    }
}
