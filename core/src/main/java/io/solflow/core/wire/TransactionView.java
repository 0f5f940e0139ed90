package io.solflow.core.wire;

/**
 * A flyweight over a {@code SubscribeUpdate} that carries a transaction. {@link #wrap} reads the bytes once and
 * remembers where things are; nothing is copied. Instructions come as one list in execution order: each top-level
 * instruction followed by its inner ones. Keys are numbered as the chain does: static, loaded writable, loaded
 * readonly. Reused; not thread safe; valid while the wrapped bytes are unchanged.
 */
public final class TransactionView {

    /** Inner index of a top-level instruction. */
    public static final int TOP_LEVEL = -1;

    // Chains of groups are numbered from 1, so that a row of zeros is an empty one.
    private static final int CHAIN_FIRST = 0;
    private static final int CHAIN_LAST = 1;

    private final TransactionReader reader = new TransactionReader();
    private final IntTable keys = new IntTable(1, 64);
    private final IntTable groupChains = new IntTable(2, 8);
    private final IntTable instructions = new IntTable(TransactionReader.INSTRUCTION_STRIDE, 32);
    private byte[] bytes = {};
    private boolean orphanedInstructions;

    /**
     * Reads a {@code SubscribeUpdate}.
     *
     * @return false when the bytes are malformed, carry no transaction, or hold more than 65 536 of anything, which no
     *     transaction does; the view is then unusable.
     */
    public boolean wrap(final byte[] source, final int offset, final int length) {
        bytes = source;
        keys.clear();
        instructions.clear();
        orphanedInstructions = false;
        if (!reader.read(source, offset, length)) {
            return false;
        }
        try {
            joinKeys(reader.staticKeys);
            joinKeys(reader.writableKeys);
            joinKeys(reader.readonlyKeys);
            chainGroups();
            flattenInstructions();
        } catch (final MalformedWireException e) {
            return false;
        }
        return true;
    }

    private void joinKeys(final IntTable part) {
        for (int i = 0; i < part.rows(); i++) {
            keys.add(part, i);
        }
    }

    /** Links the groups of inner instructions of each top-level one; linear, whatever order and number they have. */
    private void chainGroups() {
        final IntTable groups = reader.innerGroups;
        groupChains.clear();
        for (int outer = 0; outer < reader.topInstructions.rows(); outer++) {
            groupChains.add();
        }
        for (int group = 0; group < groups.rows(); group++) {
            final int outer = groups.get(group, TransactionReader.GROUP_INDEX);
            if (outer >= 0 && outer < groupChains.rows()) {
                final int last = groupChains.get(outer, CHAIN_LAST);
                if (last == 0) {
                    groupChains.set(outer, CHAIN_FIRST, group + 1);
                } else {
                    groups.set(last - 1, TransactionReader.GROUP_NEXT, group + 1);
                }
                groupChains.set(outer, CHAIN_LAST, group + 1);
            }
        }
    }

    private void flattenInstructions() {
        final IntTable top = reader.topInstructions;
        final IntTable groups = reader.innerGroups;
        for (int outer = 0; outer < top.rows(); outer++) {
            final int row = instructions.add(top, outer);
            instructions.set(row, TransactionReader.OUTER, outer);
            instructions.set(row, TransactionReader.INNER, TOP_LEVEL);
            instructions.set(row, TransactionReader.STACK_HEIGHT, 1);
            int innerIndex = 0;
            int group = groupChains.get(outer, CHAIN_FIRST);
            while (group != 0) {
                innerIndex = flattenGroup(group - 1, outer, innerIndex);
                group = groups.get(group - 1, TransactionReader.GROUP_NEXT);
            }
        }
        orphanedInstructions = instructions.rows() != top.rows() + reader.innerInstructions.rows();
    }

    private int flattenGroup(final int group, final int outer, final int firstInnerIndex) {
        final int first = reader.innerGroups.get(group, TransactionReader.GROUP_FIRST);
        final int count = reader.innerGroups.get(group, TransactionReader.GROUP_COUNT);
        for (int i = 0; i < count; i++) {
            final int child = instructions.add(reader.innerInstructions, first + i);
            instructions.set(child, TransactionReader.OUTER, outer);
            instructions.set(child, TransactionReader.INNER, firstInnerIndex + i);
        }
        return firstInnerIndex + count;
    }

    /** The wrapped bytes; all offsets point into them. */
    public byte[] bytes() {
        return bytes;
    }

    /** The slot, unsigned. */
    public long slot() {
        return reader.slot;
    }

    /** Position of the transaction in its block, unsigned. */
    public long txIndex() {
        return reader.txIndex;
    }

    /** Offset of the 64-byte signature, -1 when it has another length. */
    public int signatureOffset() {
        return reader.signatureLength == 64 ? reader.signatureOffset : -1;
    }

    /** True for a vote transaction. */
    public boolean vote() {
        return reader.vote;
    }

    /** True when the transaction failed: nothing that it did took effect. */
    public boolean failed() {
        return reader.failed;
    }

    /** True when the server says that it has no inner instructions to show. */
    public boolean innerInstructionsNone() {
        return reader.innerInstructionsNone;
    }

    /** True when inner instructions name a top-level instruction that does not exist; they are left out. */
    public boolean orphanedInstructions() {
        return orphanedInstructions;
    }

    /** How many account keys there are, loaded ones included. */
    public int keyCount() {
        return keys.rows();
    }

    /** Offset of a 32-byte key, -1 when there is no such key or it has another length. */
    public int keyOffset(final int keyIndex) {
        return keyIndex < 0 || keyIndex >= keys.rows() ? -1 : keys.get(keyIndex, 0);
    }

    /** How many instructions there are, inner ones included. */
    public int instructionCount() {
        return instructions.rows();
    }

    /** Key number of an instruction's program. */
    public int programIndex(final int instruction) {
        return instructions.get(instruction, TransactionReader.PROGRAM_INDEX);
    }

    /** Offset of the id of an instruction's program, -1 when there is no such key. */
    public int programOffset(final int instruction) {
        return keyOffset(programIndex(instruction));
    }

    /** Number of the top-level instruction that an instruction is or belongs to. */
    public int outerIndex(final int instruction) {
        return instructions.get(instruction, TransactionReader.OUTER);
    }

    /** Place among the inner instructions of its top-level one, {@link #TOP_LEVEL} for a top-level instruction. */
    public int innerIndex(final int instruction) {
        return instructions.get(instruction, TransactionReader.INNER);
    }

    /** 1 for a top-level instruction, 2 for one that it invoked, and so on; 0 for an inner one when not recorded. */
    public int stackHeight(final int instruction) {
        return instructions.get(instruction, TransactionReader.STACK_HEIGHT);
    }

    /** Offset of an instruction's data. */
    public int dataOffset(final int instruction) {
        return instructions.get(instruction, TransactionReader.DATA_OFFSET);
    }

    /** Length of an instruction's data. */
    public int dataLength(final int instruction) {
        return instructions.get(instruction, TransactionReader.DATA_LENGTH);
    }

    /** How many accounts an instruction names. */
    public int accountCount(final int instruction) {
        return instructions.get(instruction, TransactionReader.ACCOUNTS_LENGTH);
    }

    /** Key number of an instruction's account, -1 when it names fewer. */
    public int accountIndex(final int instruction, final int account) {
        if (account < 0 || account >= accountCount(instruction)) {
            return -1;
        }
        return bytes[instructions.get(instruction, TransactionReader.ACCOUNTS_OFFSET) + account] & 0xFF;
    }

    /** Offset of the key of an instruction's account, -1 when there is none. */
    public int accountOffset(final int instruction, final int account) {
        return keyOffset(accountIndex(instruction, account));
    }

    /** How many token balances there are: those before the transaction, then those after it. */
    public int tokenBalanceCount() {
        return reader.tokenBalances.rows();
    }

    /** Key number of a token balance's account. */
    public int tokenBalanceAccount(final int balance) {
        return reader.tokenBalances.get(balance, TransactionReader.BALANCE_ACCOUNT);
    }

    /** Offset of the base58 text of a token balance's mint. */
    public int tokenBalanceMintOffset(final int balance) {
        return reader.tokenBalances.get(balance, TransactionReader.BALANCE_MINT_OFFSET);
    }

    /** Length of the base58 text of a token balance's mint. */
    public int tokenBalanceMintLength(final int balance) {
        return reader.tokenBalances.get(balance, TransactionReader.BALANCE_MINT_LENGTH);
    }

    /** True when a token balance states an amount, and with it decimals. */
    public boolean tokenBalanceHasDecimals(final int balance) {
        return reader.tokenBalances.get(balance, TransactionReader.BALANCE_HAS_DECIMALS) != 0;
    }

    /** Decimals of a token balance's mint, an unsigned 32-bit number as it came; 0 when it states no amount. */
    public int tokenBalanceDecimals(final int balance) {
        return reader.tokenBalances.get(balance, TransactionReader.BALANCE_DECIMALS);
    }

    /** How many log lines there are. */
    public int logCount() {
        return reader.logs.rows();
    }

    /** Offset of a log line's text. */
    public int logOffset(final int line) {
        return reader.logs.get(line, TransactionReader.LOG_OFFSET);
    }

    /** Length of a log line's text in bytes. */
    public int logLength(final int line) {
        return reader.logs.get(line, TransactionReader.LOG_LENGTH);
    }
}
