package io.solflow.persist;

import io.solflow.core.chain.Base58Encoder;
import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The integer id of a mint or wallet, stored on first sight in a table {@code (id, address)}. Ids are cached; those met
 * in a transaction are forgotten when it rolls back, because the row they name may be gone with it, and all of them when
 * others have removed rows, see {@link DictionaryChanges}. Writer thread only.
 */
final class KeyDictionary implements AutoCloseable {

    private static final int INITIAL_JOURNAL = 256;

    private final KeyCache cache;
    private final Base58Encoder encoder = new Base58Encoder();
    private final byte[] keyBytes = new byte[Pubkey.LENGTH];
    private final byte[] text = new byte[Base58Encoder.MAX_TEXT_LENGTH];
    private final LazyStatement insert;
    private final LazyStatement find;
    private int[] filledSlots = new int[INITIAL_JOURNAL];
    private int filledSize;

    /** The dictionary in {@code table}, a name of the schema. */
    KeyDictionary(final Connection connection, final String table, final int cacheEntries) {
        cache = new KeyCache(cacheEntries);
        insert = new LazyStatement(
                connection,
                "INSERT INTO " + table + " (address) VALUES (?) ON CONFLICT (address) DO NOTHING RETURNING id");
        find = new LazyStatement(connection, "SELECT id FROM " + table + " WHERE address = ?");
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

    /** The rows of the transaction are stored. */
    void committed() {
        filledSize = 0;
    }

    /** The rows of the transaction are gone. */
    void rolledBack() throws SQLException {
        for (int i = 0; i < filledSize; i++) {
            cache.clear(filledSlots[i]);
        }
        filledSize = 0;
        close();
    }

    /** Closes the statements; a later use prepares them anew. */
    @Override
    public void close() throws SQLException {
        insert.close();
        find.close();
    }

    private long load(final Key32 key) throws SQLException {
        key.copyTo(keyBytes, 0);
        final int length = encoder.encode(keyBytes, 0, Pubkey.LENGTH, text, 0);
        final String address = new String(text, 0, length, StandardCharsets.US_ASCII);
        // most keys that are not cached are new, so the insert goes first
        long id = first(insert.get(), address);
        if (id == KeyCache.NONE) {
            id = first(find.get(), address);
        }
        // a found row may be one of this transaction too, inserted and evicted since: remember every slot
        remember(cache.put(key, id));
        return id;
    }

    private static long first(final PreparedStatement statement, final String address) throws SQLException {
        statement.setString(1, address);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : KeyCache.NONE;
        }
    }

    private void remember(final int slot) {
        if (filledSize == filledSlots.length) {
            filledSlots = Arrays.copyOf(filledSlots, 2 * filledSize);
        }
        filledSlots[filledSize++] = slot;
    }
}
