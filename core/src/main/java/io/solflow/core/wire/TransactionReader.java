package io.solflow.core.wire;

/**
 * Walks the protobuf fields of a {@code SubscribeUpdate} with a transaction into tables of offsets. Follows the
 * generated parser: fields in any order, the last scalar wins, repeated messages of one field merge, a field with an
 * unexpected wire type is unknown and passed over.
 */
final class TransactionReader {

    // How many messages a field is in.
    private static final int IN_UPDATE = 0;
    private static final int IN_TRANSACTION_UPDATE = 1;
    private static final int IN_INFO = 2;
    private static final int IN_TRANSACTION = 3;
    private static final int IN_META = 3;
    private static final int IN_MESSAGE = 4;
    private static final int IN_HEADER = 5;

    final KeyTable keys = new KeyTable();
    final InstructionRows instructions = new InstructionRows();
    final BalanceRows preBalances = new BalanceRows();
    final BalanceRows postBalances = new BalanceRows();
    final LogLines logs = new LogLines();

    long slot;
    long txIndex;
    int signatureOffset;
    int signatureLength;
    int requiredSignatures;
    boolean vote;
    boolean failed;
    boolean innerInstructionsNone;

    private boolean hasTransaction;

    /** False when the bytes are malformed or carry no transaction. */
    boolean read(final byte[] source, final int offset, final int length) {
        clear(source);
        try {
            ProtoStep.checkRange(source, offset, length);
            readUpdate(source, offset, offset + length);
        } catch (final MalformedWireException e) {
            return false;
        }
        return hasTransaction;
    }

    private void clear(final byte[] bytes) {
        keys.reset(bytes);
        instructions.clear();
        preBalances.clear();
        postBalances.clear();
        logs.reset(bytes);
        slot = 0;
        txIndex = 0;
        signatureOffset = 0;
        signatureLength = 0;
        requiredSignatures = 0;
        vote = false;
        failed = false;
        innerInstructionsNone = false;
        hasTransaction = false;
    }

    private void readUpdate(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            switch (tag) {
                case Tags.UPDATE_TRANSACTION -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    readTransactionUpdate(bytes, start, at);
                    hasTransaction = true;
                }
                // another member of the oneof replaces the transaction
                case Tags.UPDATE_ACCOUNT,
                        Tags.UPDATE_SLOT,
                        Tags.UPDATE_BLOCK,
                        Tags.UPDATE_PING,
                        Tags.UPDATE_BLOCK_META,
                        Tags.UPDATE_ENTRY,
                        Tags.UPDATE_PONG,
                        Tags.UPDATE_TRANSACTION_STATUS -> {
                    at = ProtoStep.stop(bytes, at, end);
                    clear(bytes);
                }
                default -> at = ProtoStep.skip(tag, bytes, at, end, IN_UPDATE);
            }
        }
    }

    private void readTransactionUpdate(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            switch (tag) {
                case Tags.TRANSACTION_UPDATE_INFO -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    readInfo(bytes, start, at);
                }
                case Tags.TRANSACTION_UPDATE_SLOT -> {
                    slot = ProtoStep.varint(bytes, at, end);
                    at = ProtoStep.afterNumber(bytes, at, end);
                }
                default -> at = ProtoStep.skip(tag, bytes, at, end, IN_TRANSACTION_UPDATE);
            }
        }
    }

    private void readInfo(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            switch (tag) {
                case Tags.INFO_SIGNATURE -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    signatureOffset = start;
                    signatureLength = at - signatureOffset;
                }
                case Tags.INFO_IS_VOTE -> {
                    vote = ProtoStep.varint(bytes, at, end) != 0;
                    at = ProtoStep.afterNumber(bytes, at, end);
                }
                case Tags.INFO_TRANSACTION -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    readTransaction(bytes, start, at);
                }
                case Tags.INFO_META -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    readMeta(bytes, start, at);
                }
                case Tags.INFO_INDEX -> {
                    txIndex = ProtoStep.varint(bytes, at, end);
                    at = ProtoStep.afterNumber(bytes, at, end);
                }
                default -> at = ProtoStep.skip(tag, bytes, at, end, IN_INFO);
            }
        }
    }

    private void readTransaction(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            if (tag == Tags.TRANSACTION_MESSAGE) {
                final int start = ProtoStep.afterNumber(bytes, at, end);
                at = ProtoStep.stop(bytes, at, end);
                readMessage(bytes, start, at);
            } else {
                at = ProtoStep.skip(tag, bytes, at, end, IN_TRANSACTION);
            }
        }
    }

    private void readMessage(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            switch (tag) {
                case Tags.MESSAGE_HEADER -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    readHeader(bytes, start, at);
                }
                case Tags.MESSAGE_ACCOUNT_KEYS -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    keys.addStatic(start, at);
                }
                case Tags.MESSAGE_INSTRUCTIONS -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    instructions.readTop(bytes, start, at, IN_MESSAGE + 1);
                }
                default -> at = ProtoStep.skip(tag, bytes, at, end, IN_MESSAGE);
            }
        }
    }

    private void readHeader(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            if (tag == Tags.HEADER_REQUIRED_SIGNATURES) {
                requiredSignatures = ProtoStep.number(bytes, at, end);
                at = ProtoStep.afterNumber(bytes, at, end);
            } else {
                at = ProtoStep.skip(tag, bytes, at, end, IN_HEADER);
            }
        }
    }

    private void readMeta(final byte[] bytes, final int from, final int end) {
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            if ((tag & 7) == ProtoCursor.WIRE_LEN) {
                final int start = ProtoStep.afterNumber(bytes, at, end);
                at = ProtoStep.stop(bytes, at, end);
                readMetaField(tag >>> Tags.NUMBER, bytes, start, at);
            } else if (tag == Tags.META_INNER_INSTRUCTIONS_NONE) {
                innerInstructionsNone = ProtoStep.varint(bytes, at, end) != 0;
                at = ProtoStep.afterNumber(bytes, at, end);
            } else {
                at = ProtoStep.skip(tag, bytes, at, end, IN_META);
            }
        }
    }

    private void readMetaField(final int field, final byte[] bytes, final int from, final int end) {
        switch (field) {
            case Tags.META_ERR >>> Tags.NUMBER -> failed = true;
            case Tags.META_INNER_INSTRUCTIONS >>> Tags.NUMBER -> instructions.readGroup(bytes, from, end, IN_META + 1);
            case Tags.META_LOG_MESSAGES >>> Tags.NUMBER -> logs.add(from, end);
            case Tags.META_PRE_TOKEN_BALANCES >>> Tags.NUMBER -> preBalances.read(bytes, from, end, IN_META + 1);
            case Tags.META_POST_TOKEN_BALANCES >>> Tags.NUMBER -> postBalances.read(bytes, from, end, IN_META + 1);
            case Tags.META_LOADED_WRITABLE >>> Tags.NUMBER -> keys.addWritable(from, end);
            case Tags.META_LOADED_READONLY >>> Tags.NUMBER -> keys.addReadonly(from, end);
            default -> {
                // nothing that trades are found by
            }
        }
    }
}
