package io.solflow.core.chain;

import java.util.Arrays;

/**
 * An immutable Solana public key, for constants and the cold path: program ids, well-known mints, results of lookups.
 * Ring threads carry keys as {@link Key32} instead.
 */
public final class Pubkey {

    /** Bytes of a public key. */
    public static final int LENGTH = 32;

    /** The all-zero key, base58 {@code 111…1}: the System program, and Borsh's default for "no key". */
    public static final Pubkey DEFAULT = of("11111111111111111111111111111111");

    /** The mint of wrapped SOL. */
    public static final Pubkey WRAPPED_SOL = of("So11111111111111111111111111111111111111112");

    /** The SPL Token program. */
    public static final Pubkey TOKEN_PROGRAM = of("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

    /** The Token-2022 program. */
    public static final Pubkey TOKEN_2022_PROGRAM = of("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

    private final byte[] bytes;

    private Pubkey(final byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The key that a base58 text names.
     *
     * @throws IllegalArgumentException when the text is not base58 or not 32 bytes.
     */
    public static Pubkey of(final String base58) {
        final byte[] decoded = Base58.decode(base58);
        if (decoded.length != LENGTH) {
            throw new IllegalArgumentException(
                    "public key '" + base58 + "' has " + decoded.length + " bytes, allowed: " + LENGTH);
        }
        return new Pubkey(decoded);
    }

    /** The key at {@code offset} of {@code source}, copied. */
    public static Pubkey copyOf(final byte[] source, final int offset) {
        return new Pubkey(Arrays.copyOfRange(source, offset, offset + LENGTH));
    }

    /** True when the 32 bytes at {@code offset} of {@code buffer} are this key. */
    public boolean matches(final byte[] buffer, final int offset) {
        return Arrays.equals(bytes, 0, LENGTH, buffer, offset, offset + LENGTH);
    }

    /** The key's own 32 bytes, which the caller may not change. */
    byte[] shared() {
        return bytes;
    }

    /** A copy of the key's 32 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Pubkey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The base58 text. */
    @Override
    public String toString() {
        return Base58.encode(bytes, 0, LENGTH);
    }
}
