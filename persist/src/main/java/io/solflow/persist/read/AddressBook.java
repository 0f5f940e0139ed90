package io.solflow.persist.read;

import io.solflow.core.chain.Base58;
import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * The keys behind dictionary ids, each read and decoded once into a flat array. Ids are wanted first, then read together: a
 * statement for each of them takes several times as long. One thread.
 */
final class AddressBook implements AutoCloseable {

    private static final int WORDS = 4;
    private static final int INITIAL_KEYS = 1024;
    private static final long MISSING = -1;
    private static final long NO_KEY = -2;

    private final PreparedStatement select;
    private final Key32 decoded = new Key32();
    private final Long2LongHashMap indexes = new Long2LongHashMap(MISSING);
    private final StringBuilder wanted = new StringBuilder();
    private long[] words = new long[INITIAL_KEYS * WORDS];
    private int size;

    /** The addresses in {@code table}, a name of the schema. */
    AddressBook(final Connection connection, final String table) throws SQLException {
        select = connection.prepareStatement(
                "SELECT id, address FROM " + table + " WHERE id IN (SELECT value FROM json_each(?))");
    }

    /** Asks for the key of an id, to be read by {@link #readWanted}. */
    void want(final long id) {
        if (!indexes.containsKey(id)) {
            indexes.put(id, NO_KEY);
            wanted.append(wanted.isEmpty() ? '[' : ',').append(id);
        }
    }

    /** Reads the keys that were asked for and are not here yet. */
    void readWanted() throws SQLException {
        if (wanted.isEmpty()) {
            return;
        }
        select.setString(1, wanted.append(']').toString());
        wanted.setLength(0);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                if (decode(rows.getString(2))) {
                    indexes.put(rows.getLong(1), add());
                }
            }
        }
    }

    /** Copies the key of an id that was read into {@code target}; false when its address is none. */
    boolean find(final long id, final Key32 target) {
        final long index = indexes.get(id);
        if (index < 0) {
            return false;
        }
        final int at = (int) index * WORDS;
        target.set(words[at], words[at + 1], words[at + 2], words[at + 3]);
        return true;
    }

    @Override
    public void close() throws SQLException {
        select.close();
    }

    private boolean decode(final String address) {
        try {
            final byte[] bytes = Base58.decode(address);
            if (bytes.length != Pubkey.LENGTH) {
                return false;
            }
            decoded.set(bytes, 0);
            return true;
        } catch (final IllegalArgumentException e) {
            return false; // the caller counts it
        }
    }

    private int add() {
        final int at = size * WORDS;
        if (at == words.length) {
            words = Arrays.copyOf(words, 2 * at);
        }
        words[at] = decoded.word0();
        words[at + 1] = decoded.word1();
        words[at + 2] = decoded.word2();
        words[at + 3] = decoded.word3();
        return size++;
    }
}
