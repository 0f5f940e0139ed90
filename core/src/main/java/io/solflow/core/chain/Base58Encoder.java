package io.solflow.core.chain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes 32- and 64-byte values as base58 text without allocation. Works on limbs of five digits: the value is a sum
 * of 32-bit words, each with a precomputed expansion in base 58^5. Not thread safe.
 */
public final class Base58Encoder {

    /** Bytes of a key. */
    static final int KEY_LENGTH = 32;
    /** Bytes of a signature. */
    static final int SIGNATURE_LENGTH = 64;

    static final byte[] ALPHABET =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

    /** Longest text of a 64-byte value. */
    public static final int MAX_TEXT_LENGTH = 90;

    private static final VarHandle BIG_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int DIGITS_PER_LIMB = 5;
    private static final long LIMB = 58L * 58 * 58 * 58 * 58;

    private static final int KEY_LIMBS = 9;
    private static final int SIGNATURE_LIMBS = 18;
    private static final long[][] KEY_TABLE = table(8, KEY_LIMBS);
    private static final long[][] SIGNATURE_TABLE = table(16, SIGNATURE_LIMBS);

    private final long[] limbs = new long[SIGNATURE_LIMBS];
    private final byte[] digits = new byte[SIGNATURE_LIMBS * DIGITS_PER_LIMB];

    /**
     * Writes the text of {@code length} bytes, 32 or 64, at {@code targetOffset} of {@code target}, which has room for
     * {@link #MAX_TEXT_LENGTH} more bytes.
     *
     * @return the length of the text.
     */
    public int encode(
            final byte[] source, final int offset, final int length, final byte[] target, final int targetOffset) {
        final long[][] table;
        switch (length) {
            case KEY_LENGTH -> table = KEY_TABLE;
            case SIGNATURE_LENGTH -> table = SIGNATURE_TABLE;
            default -> throw new IllegalArgumentException("length " + length + ", allowed: 32, 64");
        }
        final int limbCount = table[0].length;
        toLimbs(source, offset, table, limbCount);
        toDigits(limbCount);

        int zeroBytes = 0;
        while (zeroBytes < length && source[offset + zeroBytes] == 0) {
            zeroBytes++;
        }
        int zeroDigits = 0;
        final int digitCount = limbCount * DIGITS_PER_LIMB;
        while (zeroDigits < digitCount && digits[zeroDigits] == 0) {
            zeroDigits++;
        }
        int at = targetOffset;
        for (int i = 0; i < zeroBytes; i++) {
            target[at++] = '1';
        }
        for (int i = zeroDigits; i < digitCount; i++) {
            target[at++] = ALPHABET[digits[i]];
        }
        return at - targetOffset;
    }

    private void toLimbs(final byte[] source, final int offset, final long[][] table, final int limbCount) {
        Arrays.fill(limbs, 0, limbCount, 0);
        // Two products of 2^32 and 58^5 and a carry stay below 2^63, so limbs are normalised after every second word.
        for (int word = 0; word < table.length; word += 2) {
            final long high = (int) BIG_ENDIAN_INT.get(source, offset + 4 * word) & 0xFFFF_FFFFL;
            final long low = (int) BIG_ENDIAN_INT.get(source, offset + 4 * word + 4) & 0xFFFF_FFFFL;
            final long[] highTable = table[word];
            final long[] lowTable = table[word + 1];
            for (int i = 0; i < limbCount; i++) {
                limbs[i] += high * highTable[i] + low * lowTable[i];
            }
            for (int i = limbCount - 1; i > 0; i--) {
                limbs[i - 1] += limbs[i] / LIMB;
                limbs[i] %= LIMB;
            }
        }
    }

    private void toDigits(final int limbCount) {
        for (int i = 0; i < limbCount; i++) {
            int rest = (int) limbs[i];
            for (int d = DIGITS_PER_LIMB - 1; d >= 0; d--) {
                digits[DIGITS_PER_LIMB * i + d] = (byte) (rest % 58);
                rest /= 58;
            }
        }
    }

    private static long[][] table(final int words, final int limbCount) {
        final BigInteger base = BigInteger.valueOf(LIMB);
        final long[][] table = new long[words][limbCount];
        for (int word = 0; word < words; word++) {
            BigInteger value = BigInteger.ONE.shiftLeft(32 * (words - 1 - word));
            for (int limb = limbCount - 1; limb >= 0; limb--) {
                final BigInteger[] parts = value.divideAndRemainder(base);
                table[word][limb] = parts[1].longValueExact();
                value = parts[0];
            }
        }
        return table;
    }
}
