package io.solflow.core.chain;

import java.util.Arrays;

/** Decodes base58 texts of 32-byte keys from bytes without allocation. Not thread safe. */
public final class Base58KeyDecoder {

    private static final int WORDS = Pubkey.LENGTH / Integer.BYTES;
    private static final int MAX_TEXT_LENGTH = 44;

    private final int[] words = new int[WORDS];
    private final byte[] key = new byte[Pubkey.LENGTH];

    /** Decodes the text at {@code offset} into {@code target}; false, leaving it alone, when it names no 32-byte key. */
    public boolean decode(final byte[] text, final int offset, final int length, final Key32 target) {
        if (length > MAX_TEXT_LENGTH) {
            return false;
        }
        Arrays.fill(words, 0);
        int zeros = 0;
        for (int i = 0; i < length; i++) {
            final int digit = Base58.digit(text[offset + i]);
            if (digit < 0) {
                return false;
            }
            if (digit == 0 && zeros == i) {
                zeros++;
            }
            long carry = digit;
            for (int w = WORDS - 1; w >= 0; w--) {
                carry += (words[w] & 0xFFFF_FFFFL) * 58;
                words[w] = (int) carry;
                carry >>>= 32;
            }
            if (carry != 0) {
                return false;
            }
        }
        for (int i = 0; i < Pubkey.LENGTH; i++) {
            key[i] = (byte) (words[i >>> 2] >>> (24 - 8 * (i & 3)));
        }
        if (leadingZeros() != zeros) {
            return false;
        }
        target.set(key, 0);
        return true;
    }

    private int leadingZeros() {
        int zeros = 0;
        while (zeros < key.length && key[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }
}
