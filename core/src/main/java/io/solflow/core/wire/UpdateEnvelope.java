package io.solflow.core.wire;

/**
 * A flyweight over the outer fields of any {@code SubscribeUpdate}: what kind it is, its slot, position and bank, signature,
 * block time, slot status, creation time. Reads no deeper than that, for the thread that routes updates. Reused; not thread safe.
 */
public final class UpdateEnvelope {

    /** Creation or block time when the update has none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** The bank of an update that does not name one. */
    public static final long NO_BANK = 0;

    private static final int SIGNATURE_BYTES = 64;

    /** The member of {@code update_oneof} that is set. */
    public enum Kind {
        /** No member that this version knows. */
        UNKNOWN,
        /** An account. */
        ACCOUNT,
        /** A slot's status. */
        SLOT,
        /** A transaction. */
        TRANSACTION,
        /** A transaction's status only. */
        TRANSACTION_STATUS,
        /** A whole block. */
        BLOCK,
        /** The server's ping. */
        PING,
        /** The answer to a ping. */
        PONG,
        /** A block's meta. */
        BLOCK_META,
        /** An entry. */
        ENTRY
    }

    private final ProtoCursor cursor = new ProtoCursor();
    private Kind kind = Kind.UNKNOWN;
    private long slot;
    private long parentSlot;
    private long txIndex;
    private long bankId;
    private int signatureOffset;
    private int status;
    private boolean vote;
    private long blockTimeSeconds;
    private long createdAtSeconds;
    private int pongId;

    /**
     * Reads a {@code SubscribeUpdate}.
     *
     * @return false when the bytes are malformed as far as they are read.
     */
    public boolean wrap(final byte[] source, final int offset, final int length) {
        clearMember(Kind.UNKNOWN);
        createdAtSeconds = NO_TIME;
        try {
            cursor.wrap(source, offset, length);
            readUpdate();
            return true;
        } catch (final MalformedWireException e) {
            return false;
        }
    }

    /** What the update carries. */
    public Kind kind() {
        return kind;
    }

    /** The slot, unsigned; 0 where the kind has none. */
    public long slot() {
        return slot;
    }

    /** Slot of the parent for a slot or block meta, 0 when absent. */
    public long parentSlot() {
        return parentSlot;
    }

    /** Position of a transaction in its block, unsigned. */
    public long txIndex() {
        return txIndex;
    }

    /** The bank that a transaction, slot status or block meta is of, {@link #NO_BANK} when it names none. */
    public long bankId() {
        return bankId;
    }

    /** Offset of a transaction's 64-byte signature in the array that was wrapped, -1 when it has none of that length. */
    public int signatureOffset() {
        return signatureOffset;
    }

    /** True for a vote transaction. */
    public boolean vote() {
        return vote;
    }

    /** A slot's status by its number in {@code SlotStatus}. */
    public int status() {
        return status;
    }

    /** Block time of a block meta in unix seconds, {@link #NO_TIME} when absent. */
    public long blockTimeSeconds() {
        return blockTimeSeconds;
    }

    /** When the server made the update, unix seconds, {@link #NO_TIME} when absent. */
    public long createdAtSeconds() {
        return createdAtSeconds;
    }

    /** Id of a pong. */
    public int pongId() {
        return pongId;
    }

    private void clearMember(final Kind newKind) {
        kind = newKind;
        slot = 0;
        parentSlot = 0;
        txIndex = 0;
        bankId = NO_BANK;
        signatureOffset = -1;
        status = 0;
        vote = false;
        blockTimeSeconds = NO_TIME;
        pongId = 0;
    }

    private void readUpdate() {
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            if ((tag & 7) != ProtoCursor.WIRE_LEN) {
                cursor.skip(tag);
                continue;
            }
            switch (tag >>> Tags.NUMBER) {
                case Tags.UPDATE_ACCOUNT >>> Tags.NUMBER -> readMember(Kind.ACCOUNT);
                case Tags.UPDATE_SLOT >>> Tags.NUMBER -> readMember(Kind.SLOT);
                case Tags.UPDATE_TRANSACTION >>> Tags.NUMBER -> readMember(Kind.TRANSACTION);
                case Tags.UPDATE_BLOCK >>> Tags.NUMBER -> readMember(Kind.BLOCK);
                case Tags.UPDATE_PING >>> Tags.NUMBER -> readMember(Kind.PING);
                case Tags.UPDATE_BLOCK_META >>> Tags.NUMBER -> readMember(Kind.BLOCK_META);
                case Tags.UPDATE_ENTRY >>> Tags.NUMBER -> readMember(Kind.ENTRY);
                case Tags.UPDATE_PONG >>> Tags.NUMBER -> readMember(Kind.PONG);
                case Tags.UPDATE_TRANSACTION_STATUS >>> Tags.NUMBER -> readMember(Kind.TRANSACTION_STATUS);
                case Tags.UPDATE_CREATED_AT >>> Tags.NUMBER -> createdAtSeconds = readSeconds(createdAtSeconds);
                default -> cursor.skip(tag);
            }
        }
    }

    private void readMember(final Kind member) {
        if (kind != member) {
            clearMember(member);
        }
        final int outer = cursor.enter();
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (member) {
                case SLOT -> readSlotField(tag);
                case TRANSACTION -> readTransactionField(tag);
                case BLOCK_META -> readBlockMetaField(tag);
                case PONG -> readPongField(tag);
                default -> cursor.skip(tag);
            }
        }
        cursor.leave(outer);
    }

    private void readSlotField(final int tag) {
        switch (tag) {
            case Tags.SLOT_SLOT -> slot = cursor.varint();
            case Tags.SLOT_PARENT -> parentSlot = cursor.varint();
            case Tags.SLOT_STATUS -> status = (int) cursor.varint();
            case Tags.SLOT_BANK_ID -> bankId = cursor.varint();
            default -> cursor.skip(tag);
        }
    }

    private void readTransactionField(final int tag) {
        switch (tag) {
            case Tags.TRANSACTION_UPDATE_INFO -> readInfo();
            case Tags.TRANSACTION_UPDATE_SLOT -> slot = cursor.varint();
            case Tags.TRANSACTION_UPDATE_BANK_ID -> bankId = cursor.varint();
            default -> cursor.skip(tag);
        }
    }

    private void readInfo() {
        final int outer = cursor.enter();
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (tag) {
                case Tags.INFO_SIGNATURE -> readSignature();
                case Tags.INFO_IS_VOTE -> vote = cursor.varint() != 0;
                case Tags.INFO_INDEX -> txIndex = cursor.varint();
                default -> cursor.skip(tag);
            }
        }
        cursor.leave(outer);
    }

    private void readSignature() {
        final int length = cursor.length();
        signatureOffset = length == SIGNATURE_BYTES ? cursor.position() : -1;
        cursor.advance(length);
    }

    private void readBlockMetaField(final int tag) {
        switch (tag) {
            case Tags.BLOCK_META_SLOT -> slot = cursor.varint();
            case Tags.BLOCK_META_BLOCK_TIME -> blockTimeSeconds = readSeconds(blockTimeSeconds);
            case Tags.BLOCK_META_PARENT_SLOT -> parentSlot = cursor.varint();
            case Tags.BLOCK_META_BANK_ID -> bankId = cursor.varint();
            default -> cursor.skip(tag);
        }
    }

    private void readPongField(final int tag) {
        if (tag == Tags.PONG_ID) {
            pongId = (int) cursor.varint();
        } else {
            cursor.skip(tag);
        }
    }

    /** Field 1 of {@code UnixTimestamp} and {@code Timestamp}: an absent zero is the epoch. */
    private long readSeconds(final long current) {
        long seconds = current == NO_TIME ? 0 : current;
        final int outer = cursor.enter();
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            if (tag == Tags.TIME_SECONDS) {
                seconds = cursor.varint();
            } else {
                cursor.skip(tag);
            }
        }
        cursor.leave(outer);
        return seconds;
    }
}
