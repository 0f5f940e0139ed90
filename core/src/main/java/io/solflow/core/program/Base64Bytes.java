package io.solflow.core.program;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes padded standard base64 from bytes into bytes without allocation. */
final class Base64Bytes {

    private static final byte[] DIGIT = new byte[256];
    private static final int CHARACTERS_PER_GROUP = 4;
    private static final int BYTES_PER_GROUP = 3;

    static {
        Arrays.fill(DIGIT, (byte) -1);
        final byte[] alphabet =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < alphabet.length; i++) {
            DIGIT[alphabet[i]] = (byte) i;
        }
    }

    private Base64Bytes() {}

    /** How many bytes the target needs room for, padding counted as data. */
    static int capacity(final int textLength) {
        return textLength / CHARACTERS_PER_GROUP * BYTES_PER_GROUP;
    }

    /** Decodes into {@code target} from its start; the number of bytes, -1 when the text is not base64. */
    static int decode(final byte[] text, final int offset, final int length, final byte[] target) {
        if (length % CHARACTERS_PER_GROUP != 0) {
            return -1;
        }
        int padding = 0;
        while (padding < 2 && padding < length && text[offset + length - 1 - padding] == '=') {
            padding++;
        }
        final int digits = length - padding;
        int at = 0;
        int bits = 0;
        int pending = 0;
        for (int i = 0; i < digits; i++) {
            final int digit = DIGIT[text[offset + i] & 0xFF];
            if (digit < 0) {
                return -1;
            }
            bits = bits << 6 | digit;
            pending += 6;
            if (pending >= 8) {
                pending -= 8;
                target[at++] = (byte) (bits >>> pending);
            }
        }
        return at;
    }
}
