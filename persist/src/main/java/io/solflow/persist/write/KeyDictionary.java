package io.solflow.persist.write;

import io.solflow.core.chain.Key32;
import io.solflow.persist.file.RowStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The integer id of a mint or wallet, stored on first sight in a table {@code (id, address)}. Ids are cached; those met
 * in a transaction are forgotten when it rolls back, because the row they name may be gone with it, and all of them when
 * others have removed rows, see {@link DictionaryChanges}. Writer thread only.
 */
final class KeyDictionary implements TableWriter {

    private static final int INITIAL_JOURNAL = 256;

    private final KeyCache cache;
    private final Base58Text texts = new Base58Text();
    private final RowStatement insert;
    private final RowStatement find;
    private int[] filledSlots = new int[INITIAL_JOURNAL];
    private int filledSize;

    /** The dictionary in {@code table}, a name of the schema. */
    KeyDictionary(final Connection connection, final String table, final int cacheEntries) {
        cache = new KeyCache(cacheEntries);
        insert = new RowStatement(
                connection,
                "INSERT INTO " + table + " (address) VALUES (?) ON CONFLICT (address) DO NOTHING RETURNING id");
        find = new RowStatement(connection, "SELECT id FROM " + table + " WHERE address = ?");
    }

    /** The key's id; inside a transaction. */
    long id(final Key32 key) throws SQLException {
        final long cached = cache.get(key);
        return cached != KeyCache.NONE ? cached : load(key);
    }

    /** No id from before is to be used; at the begin of a transaction. */
    void forget() {
        cache.clear();
        filledSize = 0;
    }

    @Override
    public void writeOut() {
        // written as they come
    }

    @Override
    public void committed() {
        filledSize = 0;
    }

    @Override
    public void rolledBack() {
        for (int i = 0; i < filledSize; i++) {
            cache.clear(filledSlots[i]);
        }
        filledSize = 0;
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        find.close();
    }

    private long load(final Key32 key) throws SQLException {
        final byte[] address = texts.of(key);
        // most keys that are not cached are new, so the insert goes first
        insert.bindText(1, address);
        long id = insert.executeNumber(KeyCache.NONE);
        if (id == KeyCache.NONE) {
            find.bindText(1, address);
            id = find.executeNumber(KeyCache.NONE);
        }
        // a found row may be one of this transaction too, inserted and evicted since: remember every slot
        remember(cache.put(key, id));
        return id;
    }

    private void remember(final int slot) {
        if (filledSize == filledSlots.length) {
            filledSlots = Arrays.copyOf(filledSlots, 2 * filledSize);
        }
        filledSlots[filledSize++] = slot;
    }
}
