package io.solflow.core.chain;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Base58 in Bitcoin's alphabet, as Solana writes keys and signatures. Static methods allocate; ring threads use a
 * {@link Base58Encoder} of their own.
 */
public final class Base58 {

    private static final byte[] DIGIT = new byte[128];

    static {
        Arrays.fill(DIGIT, (byte) -1);
        for (int i = 0; i < Base58Encoder.ALPHABET.length; i++) {
            DIGIT[Base58Encoder.ALPHABET[i]] = (byte) i;
        }
    }

    private Base58() {}

    /** The value of a digit, -1 when the byte is none. */
    static int digit(final byte text) {
        return text < 0 ? -1 : DIGIT[text];
    }

    /** The base58 text of {@code length} bytes at {@code offset}; any length. */
    public static String encode(final byte[] source, final int offset, final int length) {
        if (length == Base58Encoder.KEY_LENGTH || length == Base58Encoder.SIGNATURE_LENGTH) {
            final byte[] text = new byte[Base58Encoder.MAX_TEXT_LENGTH];
            final int textLength = new Base58Encoder().encode(source, offset, length, text, 0);
            return new String(text, 0, textLength, StandardCharsets.US_ASCII);
        }
        int zeros = 0;
        while (zeros < length && source[offset + zeros] == 0) {
            zeros++;
        }
        final StringBuilder text = new StringBuilder();
        final BigInteger base = BigInteger.valueOf(58);
        BigInteger rest = new BigInteger(1, Arrays.copyOfRange(source, offset, offset + length));
        while (rest.signum() > 0) {
            final BigInteger[] parts = rest.divideAndRemainder(base);
            text.append((char) Base58Encoder.ALPHABET[parts[1].intValue()]);
            rest = parts[0];
        }
        return text.append("1".repeat(zeros)).reverse().toString();
    }

    /**
     * The bytes that a base58 text names.
     *
     * @throws IllegalArgumentException when a character is not in the alphabet.
     */
    public static byte[] decode(final String text) {
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '1') {
            zeros++;
        }
        // log(58)/log(256) < 0.7331; digits are shifted in five at a time, 58^5 < 2^32
        final int[] words = new int[text.length() * 7331 / 40_000 + 1];
        for (int i = zeros; i < text.length(); ) {
            long multiplier = 1;
            long carry = 0;
            for (int n = 0; n < 5 && i < text.length(); n++, i++) {
                final char c = text.charAt(i);
                final int digit = c < 128 ? DIGIT[c] : -1;
                if (digit < 0) {
                    throw new IllegalArgumentException(
                            "'" + text + "' is not base58: character '" + c + "' at " + i + " is not allowed");
                }
                carry = carry * 58 + digit;
                multiplier *= 58;
            }
            for (int w = words.length - 1; w >= 0; w--) {
                carry += (words[w] & 0xFFFF_FFFFL) * multiplier;
                words[w] = (int) carry;
                carry >>>= 32;
            }
        }
        final byte[] wide = new byte[words.length * 4];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = (byte) (words[i >>> 2] >>> (24 - 8 * (i & 3)));
        }
        int first = 0;
        while (first < wide.length && wide[first] == 0) {
            first++;
        }
        final byte[] bytes = new byte[zeros + wide.length - first];
        System.arraycopy(wide, first, bytes, zeros, wide.length - first);
        return bytes;
    }
}
