package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.solflow.core.chain.Base58;
import io.solflow.core.chain.Pubkey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** An account address with the role it plays, and its text kept once asked for. Not thread safe. */
final class Address {

    /** Length of a key. */
    static final int LENGTH = 32;

    /** What lives at an address; decides how transactions list it. */
    enum Role {
        /** Signs and holds SOL. */
        WALLET(true, false, 0),
        /** A wallet's token account. */
        TOKEN_ACCOUNT(true, false, 2_039_280),
        /** A pool's or program's writable state, common enough to be in a lookup table. */
        POOL(true, true, 2_985_840),
        /** A pool's token account. */
        VAULT(true, true, 2_039_280),
        /** A token. */
        MINT(false, false, 1_461_600),
        /** Read-only state: configs, authorities, sysvars. */
        STATE(false, true, 1_009_200),
        /** Executable. */
        PROGRAM(false, true, 1_141_440);

        private final boolean writable;
        private final boolean tabled;
        private final long lamports;

        Role(final boolean writable, final boolean tabled, final long lamports) {
            this.writable = writable;
            this.tabled = tabled;
            this.lamports = lamports;
        }

        /** True when transactions write it. */
        boolean writable() {
            return writable;
        }

        /** True when it may come from a lookup table. */
        boolean tabled() {
            return tabled;
        }

        /** What it holds at least. */
        long lamports() {
            return lamports;
        }
    }

    private final byte[] bytes;
    private final long word;
    private final Role role;
    private ByteString wire;
    private String text;
    private ByteString wireText;

    private Address(final byte[] bytes, final Role role) {
        this.bytes = bytes;
        this.word = ByteBuffer.wrap(bytes).getLong(12);
        this.role = role;
    }

    /** A published address. */
    static Address of(final String base58, final Role role) {
        return new Address(Pubkey.of(base58).toBytes(), role);
    }

    /** The next address of a generator. */
    static Address random(final SplittableRandom random, final Role role) {
        final byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new Address(bytes, role);
    }

    /** The address that belongs to a pair of others, as an associated token account does; always the same one. */
    static Address derived(final Address owner, final Address of, final long tag, final Role role) {
        return random(new SplittableRandom(mix(owner.word) + Long.rotateLeft(mix(of.word), 17) * 31 + tag), role);
    }

    private static long mix(final long value) {
        final long h = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        return (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    }

    Role role() {
        return role;
    }

    byte[] bytes() {
        return bytes;
    }

    ByteString wire() {
        if (wire == null) {
            wire = UnsafeByteOperations.unsafeWrap(bytes);
        }
        return wire;
    }

    /** The base58 text as it stands on the wire; copied from there faster than encoded again and again. */
    ByteString wireText() {
        if (wireText == null) {
            wireText = ByteString.copyFromUtf8(toString());
        }
        return wireText;
    }

    /** Same 32 bytes; compares one word first. */
    boolean same(final Address other) {
        return this == other || (word == other.word && Arrays.equals(bytes, other.bytes));
    }

    /** The base58 text. */
    @Override
    public String toString() {
        if (text == null) {
            text = Base58.encode(bytes, 0, LENGTH);
        }
        return text;
    }
}
