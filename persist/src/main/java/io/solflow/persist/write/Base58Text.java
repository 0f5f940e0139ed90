package io.solflow.persist.write;

import io.solflow.core.chain.Base58Encoder;
import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;

/** Base58 texts as arrays of just their length, one for each length, used again. One thread. */
final class Base58Text {

    private final Base58Encoder encoder = new Base58Encoder();
    private final byte[] keyBytes = new byte[Pubkey.LENGTH];
    private final byte[] text = new byte[Base58Encoder.MAX_TEXT_LENGTH];
    private final byte[][] byLength = new byte[Base58Encoder.MAX_TEXT_LENGTH + 1][];

    /** The text of some bytes, valid until the next call. */
    byte[] of(final byte[] bytes, final int length) {
        final int textLength = encoder.encode(bytes, 0, length, text, 0);
        if (byLength[textLength] == null) {
            byLength[textLength] = new byte[textLength];
        }
        System.arraycopy(text, 0, byLength[textLength], 0, textLength);
        return byLength[textLength];
    }

    /** The text of a key, valid until the next call. */
    byte[] of(final Key32 key) {
        key.copyTo(keyBytes, 0);
        return of(keyBytes, Pubkey.LENGTH);
    }
}
