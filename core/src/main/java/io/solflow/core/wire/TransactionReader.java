package io.solflow.core.wire;

/**
 * Walks the protobuf fields of a {@code SubscribeUpdate} with a transaction into tables of offsets. Follows the
 * generated parser: fields in any order, the last scalar wins, repeated messages of one field merge, a field with an
 * unexpected wire type is unknown and passed over.
 */
final class TransactionReader {

    static final int PROGRAM_INDEX = 0;
    static final int ACCOUNTS_OFFSET = 1;
    static final int ACCOUNTS_LENGTH = 2;
    static final int DATA_OFFSET = 3;
    static final int DATA_LENGTH = 4;
    static final int STACK_HEIGHT = 5;
    static final int OUTER = 6;
    static final int INNER = 7;
    static final int INSTRUCTION_STRIDE = 8;

    static final int GROUP_INDEX = 0;
    static final int GROUP_FIRST = 1;
    static final int GROUP_COUNT = 2;
    static final int GROUP_NEXT = 3;

    static final int BALANCE_ACCOUNT = 0;
    static final int BALANCE_MINT_OFFSET = 1;
    static final int BALANCE_MINT_LENGTH = 2;
    static final int BALANCE_DECIMALS = 3;
    static final int BALANCE_HAS_DECIMALS = 4;
    static final int BALANCE_STRIDE = 5;

    static final int LOG_OFFSET = 0;
    static final int LOG_LENGTH = 1;

    private static final int KEY_LENGTH = 32;

    final IntTable staticKeys = new IntTable(1, 32);
    final IntTable writableKeys = new IntTable(1, 32);
    final IntTable readonlyKeys = new IntTable(1, 32);
    final IntTable topInstructions = new IntTable(INSTRUCTION_STRIDE, 8);
    final IntTable innerInstructions = new IntTable(INSTRUCTION_STRIDE, 32);
    final IntTable innerGroups = new IntTable(4, 8);
    final IntTable tokenBalances = new IntTable(BALANCE_STRIDE, 32);
    final IntTable logs = new IntTable(2, 64);

    long slot;
    long txIndex;
    int signatureOffset;
    int signatureLength;
    boolean vote;
    boolean failed;
    boolean innerInstructionsNone;

    private final ProtoCursor cursor = new ProtoCursor();
    private final IntTable postBalances = new IntTable(BALANCE_STRIDE, 32);
    private boolean hasTransaction;

    /** False when the bytes are malformed or carry no transaction. */
    boolean read(final byte[] source, final int offset, final int length) {
        clear();
        try {
            cursor.wrap(source, offset, length);
            readUpdate();
            for (int i = 0; i < postBalances.rows(); i++) {
                tokenBalances.add(postBalances, i);
            }
        } catch (final MalformedWireException e) {
            return false;
        }
        return hasTransaction;
    }

    private void clear() {
        staticKeys.clear();
        writableKeys.clear();
        readonlyKeys.clear();
        topInstructions.clear();
        innerInstructions.clear();
        innerGroups.clear();
        tokenBalances.clear();
        postBalances.clear();
        logs.clear();
        slot = 0;
        txIndex = 0;
        signatureOffset = 0;
        signatureLength = 0;
        vote = false;
        failed = false;
        innerInstructionsNone = false;
        hasTransaction = false;
    }

    private void readUpdate() {
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (tag) {
                case 4 << 3 | ProtoCursor.WIRE_LEN -> {
                    final int outer = cursor.enter();
                    readTransactionUpdate();
                    cursor.leave(outer);
                    hasTransaction = true;
                }
                // another member of the oneof replaces the transaction
                case 2 << 3 | ProtoCursor.WIRE_LEN,
                        3 << 3 | ProtoCursor.WIRE_LEN,
                        5 << 3 | ProtoCursor.WIRE_LEN,
                        6 << 3 | ProtoCursor.WIRE_LEN,
                        7 << 3 | ProtoCursor.WIRE_LEN,
                        8 << 3 | ProtoCursor.WIRE_LEN,
                        9 << 3 | ProtoCursor.WIRE_LEN,
                        10 << 3 | ProtoCursor.WIRE_LEN -> {
                    cursor.skip(tag);
                    clear();
                }
                default -> cursor.skip(tag);
            }
        }
    }

    private void readTransactionUpdate() {
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (tag) {
                case 1 << 3 | ProtoCursor.WIRE_LEN -> {
                    final int outer = cursor.enter();
                    readInfo();
                    cursor.leave(outer);
                }
                case 2 << 3 -> slot = cursor.varint();
                default -> cursor.skip(tag);
            }
        }
    }

    private void readInfo() {
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (tag) {
                case 1 << 3 | ProtoCursor.WIRE_LEN -> {
                    signatureLength = cursor.length();
                    signatureOffset = cursor.position();
                    cursor.advance(signatureLength);
                }
                case 2 << 3 -> vote = cursor.varint() != 0;
                case 3 << 3 | ProtoCursor.WIRE_LEN -> {
                    final int outer = cursor.enter();
                    readTransaction();
                    cursor.leave(outer);
                }
                case 4 << 3 | ProtoCursor.WIRE_LEN -> {
                    final int outer = cursor.enter();
                    readMeta();
                    cursor.leave(outer);
                }
                case 5 << 3 -> txIndex = cursor.varint();
                default -> cursor.skip(tag);
            }
        }
    }

    private void readTransaction() {
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            if (tag == (2 << 3 | ProtoCursor.WIRE_LEN)) {
                final int outer = cursor.enter();
                readMessage();
                cursor.leave(outer);
            } else {
                cursor.skip(tag);
            }
        }
    }

    private void readMessage() {
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (tag) {
                case 2 << 3 | ProtoCursor.WIRE_LEN -> readKey(staticKeys);
                case 4 << 3 | ProtoCursor.WIRE_LEN -> readInstruction(topInstructions);
                default -> cursor.skip(tag);
            }
        }
    }

    private void readKey(final IntTable target) {
        final int length = cursor.length();
        target.set(target.add(), 0, length == KEY_LENGTH ? cursor.position() : -1);
        cursor.advance(length);
    }

    private void readInstruction(final IntTable target) {
        final int row = target.add();
        final int outer = cursor.enter();
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (tag) {
                case 1 << 3 -> target.set(row, PROGRAM_INDEX, (int) cursor.varint());
                case 2 << 3 | ProtoCursor.WIRE_LEN -> readBytes(target, row, ACCOUNTS_OFFSET, ACCOUNTS_LENGTH);
                case 3 << 3 | ProtoCursor.WIRE_LEN -> readBytes(target, row, DATA_OFFSET, DATA_LENGTH);
                case 4 << 3 -> target.set(row, STACK_HEIGHT, (int) cursor.varint());
                default -> cursor.skip(tag);
            }
        }
        cursor.leave(outer);
    }

    private void readBytes(final IntTable target, final int row, final int offsetColumn, final int lengthColumn) {
        final int length = cursor.length();
        target.set(row, offsetColumn, cursor.position());
        target.set(row, lengthColumn, length);
        cursor.advance(length);
    }

    private void readMeta() {
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (tag) {
                case 1 << 3 | ProtoCursor.WIRE_LEN -> {
                    cursor.skip(tag);
                    failed = true;
                }
                case 5 << 3 | ProtoCursor.WIRE_LEN -> readInnerGroup();
                case 6 << 3 | ProtoCursor.WIRE_LEN -> readBytes(logs, logs.add(), LOG_OFFSET, LOG_LENGTH);
                case 7 << 3 | ProtoCursor.WIRE_LEN -> readTokenBalance(tokenBalances);
                case 8 << 3 | ProtoCursor.WIRE_LEN -> readTokenBalance(postBalances);
                case 10 << 3 -> innerInstructionsNone = cursor.varint() != 0;
                case 12 << 3 | ProtoCursor.WIRE_LEN -> readKey(writableKeys);
                case 13 << 3 | ProtoCursor.WIRE_LEN -> readKey(readonlyKeys);
                default -> cursor.skip(tag);
            }
        }
    }

    private void readInnerGroup() {
        final int group = innerGroups.add();
        final int first = innerInstructions.rows();
        final int outer = cursor.enter();
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (tag) {
                case 1 << 3 -> innerGroups.set(group, GROUP_INDEX, (int) cursor.varint());
                case 2 << 3 | ProtoCursor.WIRE_LEN -> readInstruction(innerInstructions);
                default -> cursor.skip(tag);
            }
        }
        cursor.leave(outer);
        innerGroups.set(group, GROUP_FIRST, first);
        innerGroups.set(group, GROUP_COUNT, innerInstructions.rows() - first);
    }

    private void readTokenBalance(final IntTable target) {
        final int row = target.add();
        final int outer = cursor.enter();
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            switch (tag) {
                case 1 << 3 -> target.set(row, BALANCE_ACCOUNT, (int) cursor.varint());
                case 2 << 3 | ProtoCursor.WIRE_LEN -> readBytes(target, row, BALANCE_MINT_OFFSET, BALANCE_MINT_LENGTH);
                case 3 << 3 | ProtoCursor.WIRE_LEN -> readTokenAmount(target, row);
                default -> cursor.skip(tag);
            }
        }
        cursor.leave(outer);
    }

    private void readTokenAmount(final IntTable target, final int row) {
        // a zero is absent on the wire, so the message alone says that decimals are known
        target.set(row, BALANCE_HAS_DECIMALS, 1);
        final int outer = cursor.enter();
        for (int tag = cursor.tag(); tag != 0; tag = cursor.tag()) {
            if (tag == 2 << 3) {
                target.set(row, BALANCE_DECIMALS, (int) cursor.varint());
            } else {
                cursor.skip(tag);
            }
        }
        cursor.leave(outer);
    }
}
