package io.solflow.core.wire;

import io.solflow.core.chain.Pubkey;

/**
 * The layout of the token programs' instruction {@code Batch}: its tag, then for each entry the number of its accounts, the
 * length of its data, the data. The accounts of all entries stand one after another; the program ignores those beyond the
 * last entry's. It refuses a batch within a batch, and an entry without data.
 */
final class TokenBatch {

    static final byte TAG = (byte) 0xFF;
    static final int HEADER_LENGTH = 2;

    private TokenBatch() {}

    /** True when a key is that of a program that knows batches. */
    static boolean isProgram(final KeyTable keys, final int key) {
        return keys.is(key, Pubkey.TOKEN_PROGRAM) || keys.is(key, Pubkey.TOKEN_2022_PROGRAM);
    }

    /** True when data that starts with the tag is at least one entry, each whole, with accounts enough for all. */
    static boolean addsUp(final byte[] bytes, final int offset, final int length, final int accountCount) {
        final int end = offset + length;
        int accounts = 0;
        int at = offset + 1;
        while (end - at > HEADER_LENGTH) {
            final int next = at + HEADER_LENGTH + dataLength(bytes, at);
            if (dataLength(bytes, at) == 0 || next > end || bytes[at + HEADER_LENGTH] == TAG) {
                return false;
            }
            accounts += accounts(bytes, at);
            at = next;
        }
        return at == end && length > 1 && accounts <= accountCount;
    }

    static int accounts(final byte[] bytes, final int entry) {
        return bytes[entry] & 0xFF;
    }

    static int dataLength(final byte[] bytes, final int entry) {
        return bytes[entry + 1] & 0xFF;
    }
}
