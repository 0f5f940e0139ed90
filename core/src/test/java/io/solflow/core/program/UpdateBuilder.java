package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Builds the bytes of a {@code SubscribeUpdate} with one transaction. Keys are collected as instructions name them;
 * {@link #inner} adds to the last {@link #top} instruction.
 */
public final class UpdateBuilder {

    private final List<Pubkey> keys = new ArrayList<>();
    private final List<WireWriter> topLevel = new ArrayList<>();
    private final List<WireWriter> innerGroups = new ArrayList<>();
    private final WireWriter metaTail = new WireWriter();
    private byte[] signature = new byte[64];
    private long slot = 300_000_000L;
    private long txIndex = 7;
    private boolean vote;
    private boolean failed;
    private boolean heights = true;
    private int orphanIndex = -1;
    private int signers;

    /** A signature of 64 times 5, at slot 300 000 000, position 7, signed and paid by {@link Swaps#USER}. */
    public UpdateBuilder() {
        Arrays.fill(signature, (byte) 5);
        signers(Swaps.USER);
    }

    /** Replaces the signers, of which the first pays the fee; before any instruction. */
    public UpdateBuilder signers(final Pubkey... signingKeys) {
        keys.clear();
        keys.addAll(List.of(signingKeys));
        signers = signingKeys.length;
        return this;
    }

    /** Adds a key that no instruction names. */
    public UpdateBuilder key(final Pubkey key) {
        keyIndex(key);
        return this;
    }

    /** Replaces slot and position. */
    public UpdateBuilder at(final long newSlot, final long newTxIndex) {
        slot = newSlot;
        txIndex = newTxIndex;
        return this;
    }

    /** Replaces the signature. */
    public UpdateBuilder signature(final byte[] value) {
        signature = value;
        return this;
    }

    /** Makes it a vote. */
    public UpdateBuilder vote() {
        vote = true;
        return this;
    }

    /** Makes it a failed transaction. */
    public UpdateBuilder failed() {
        failed = true;
        return this;
    }

    /** Leaves out the stack heights of inner instructions added from here on. */
    public UpdateBuilder withoutHeights() {
        heights = false;
        return this;
    }

    /** Adds an inner instruction of a top-level one that does not exist. */
    public UpdateBuilder orphan() {
        orphanIndex = 200;
        return this;
    }

    /** Adds a top-level instruction. */
    public UpdateBuilder top(final Pubkey program, final byte[] data, final Pubkey... accounts) {
        topLevel.add(instruction(program, data, accounts));
        innerGroups.add(new WireWriter().number(1, topLevel.size() - 1));
        return this;
    }

    /** Adds an inner instruction at a stack height. */
    public UpdateBuilder inner(final int height, final Pubkey program, final byte[] data, final Pubkey... accounts) {
        final WireWriter instruction = instruction(program, data, accounts).number(4, heights ? height : 0);
        innerGroups.get(innerGroups.size() - 1).message(2, instruction);
        return this;
    }

    /** Adds an instruction at a stack height; 1 makes it a top-level one. */
    public UpdateBuilder at(final int height, final Pubkey program, final byte[] data, final Pubkey... accounts) {
        return height == 1 ? top(program, data, accounts) : inner(height, program, data, accounts);
    }

    /** Adds log lines. */
    public UpdateBuilder log(final String... lines) {
        for (final String line : lines) {
            metaTail.text(6, line);
        }
        return this;
    }

    /** Adds a token balance of a mint. */
    public UpdateBuilder balance(final Pubkey mint, final int decimals) {
        metaTail.message(8, new WireWriter().text(2, mint.toString()).message(3, new WireWriter().number(2, decimals)));
        return this;
    }

    /** Adds a balance of a token account. */
    public UpdateBuilder balance(final Pubkey account, final Pubkey mint, final Pubkey owner, final int decimals) {
        metaTail.message(
                8,
                new WireWriter()
                        .number(1, keyIndex(account))
                        .text(2, mint.toString())
                        .message(3, new WireWriter().number(2, decimals))
                        .text(4, owner.toString()));
        return this;
    }

    /** Adds a token balance of a mint that states no amount. */
    public UpdateBuilder balanceWithoutAmount(final Pubkey mint) {
        metaTail.message(8, new WireWriter().text(2, mint.toString()));
        return this;
    }

    /** The log line that prints an event. */
    public static String dataLine(final byte[] event) {
        return "Program data: " + Base64.getEncoder().encodeToString(event);
    }

    /** The update's bytes. */
    public byte[] build() {
        final WireWriter message = new WireWriter().message(1, new WireWriter().number(1, signers));
        keys.forEach(key -> message.bytes(2, key.toBytes()));
        topLevel.forEach(instruction -> message.message(4, instruction));
        final WireWriter meta = new WireWriter();
        if (failed) {
            meta.message(1, new WireWriter().bytes(1, new byte[] {8}));
        }
        innerGroups.forEach(group -> meta.message(5, group));
        if (orphanIndex >= 0) {
            meta.message(5, new WireWriter().number(1, orphanIndex).message(2, new WireWriter()));
        }
        final WireWriter info = new WireWriter()
                .bytes(1, signature)
                .number(2, vote ? 1 : 0)
                .message(3, new WireWriter().message(2, message))
                .message(4, append(meta))
                .number(5, txIndex);
        return new WireWriter()
                .message(4, new WireWriter().message(1, info).number(2, slot))
                .toByteArray();
    }

    private WireWriter append(final WireWriter meta) {
        return meta.raw(metaTail.toByteArray());
    }

    private WireWriter instruction(final Pubkey program, final byte[] data, final Pubkey... accounts) {
        final byte[] indexes = new byte[accounts.length];
        for (int i = 0; i < accounts.length; i++) {
            indexes[i] = (byte) keyIndex(accounts[i]);
        }
        return new WireWriter().number(1, keyIndex(program)).bytes(2, indexes).bytes(3, data);
    }

    private int keyIndex(final Pubkey key) {
        if (!keys.contains(key)) {
            keys.add(key);
        }
        return keys.indexOf(key);
    }
}
