package io.solflow.core.chain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Anchor discriminators: the first eight bytes of a SHA-256, read as a little-endian {@code long}, that name an
 * instruction or event within one program. Several programs share them; match the program id first.
 */
public final class Discriminator {

    /** Bytes of a discriminator. */
    public static final int LENGTH = 8;

    /** Leads the data of a self-CPI that carries an event: bytes {@code e445a52e51cb9a1d}. */
    public static final long CPI_EVENT_TAG = ofHex("e445a52e51cb9a1d");

    private Discriminator() {}

    /** Discriminator of the instruction with this snake_case name: {@code sha256("global:<name>")}. */
    public static long instruction(final String name) {
        return first8("global:" + name);
    }

    /** Discriminator of the event with this CamelCase name: {@code sha256("event:<Name>")}. */
    public static long event(final String name) {
        return first8("event:" + name);
    }

    /** Discriminator written as 16 hex digits, in byte order. */
    public static long ofHex(final String hex) {
        return Long.reverseBytes(Long.parseUnsignedLong(hex, 16));
    }

    private static long first8(final String preimage) {
        try {
            final byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(preimage.getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
