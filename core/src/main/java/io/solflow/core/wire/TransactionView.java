package io.solflow.core.wire;

/**
 * A flyweight over a {@code SubscribeUpdate} that carries a transaction. {@link #wrap} reads the bytes once and
 * remembers where things are; nothing is copied. Instructions come as one list in execution order: each top-level
 * instruction followed by its inner ones. A batch of token instructions (tag 255 of SPL Token and Token-2022) stands there
 * as its entries, each an instruction of the same program at the batch's outer and inner index. The number of an
 * instruction in this list is its <em>place</em>. Keys are numbered as the chain does: static, loaded writable, loaded
 * readonly. Reused; not thread safe; valid while the wrapped bytes are unchanged.
 */
public final class TransactionView {

    /** Inner index of a top-level instruction. */
    public static final int TOP_LEVEL = InstructionRows.TOP_LEVEL;

    /** What the header's byte can say. */
    private static final int MAX_SIGNERS = 255;

    private final TransactionReader reader = new TransactionReader();
    private final LoggedHeights loggedHeights = new LoggedHeights();
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
        orphanedInstructions = false;
        if (!reader.read(source, offset, length)) {
            return false;
        }
        try {
            orphanedInstructions = !reader.instructions.inExecutionOrder(source, reader.keys);
        } catch (final MalformedWireException e) {
            return false;
        }
        if (reader.instructions.heightsMissing() && !reader.failed && !reader.vote) {
            loggedHeights.fill(source, reader.keys, reader.logs, reader.instructions);
        }
        return true;
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

    /** True when at least one inner instruction is there; false when what was invoked is not to be seen. */
    public boolean innerShown() {
        return reader.instructions.innerShown();
    }

    /** True when inner instructions name a top-level instruction that does not exist; they are left out. */
    public boolean orphanedInstructions() {
        return orphanedInstructions;
    }

    /** How many account keys there are, loaded ones included. */
    public int keyCount() {
        return reader.keys.count();
    }

    /** Offset of a 32-byte key, -1 when there is no such key or it has another length. */
    public int keyOffset(final int keyIndex) {
        return reader.keys.offset(keyIndex);
    }

    /** How many keys signed the transaction: the first ones, of which number 0 paid its fee. */
    public int signerCount() {
        final int told = Math.max(0, Math.min(reader.requiredSignatures, MAX_SIGNERS));
        return Math.min(told, reader.keys.staticCount());
    }

    /** How many instructions there are, inner ones included. */
    public int instructionCount() {
        return reader.instructions.count();
    }

    /** Key number of an instruction's program. */
    public int programIndex(final int instruction) {
        return reader.instructions.programIndex(instruction);
    }

    /** Offset of the id of an instruction's program, -1 when there is no such key. */
    public int programOffset(final int instruction) {
        return keyOffset(programIndex(instruction));
    }

    /** Number of the top-level instruction that an instruction is or belongs to. */
    public int outerIndex(final int instruction) {
        return reader.instructions.outerIndex(instruction);
    }

    /** Place among the inner instructions of its top-level one, {@link #TOP_LEVEL} for a top-level instruction. */
    public int innerIndex(final int instruction) {
        return reader.instructions.innerIndex(instruction);
    }

    /**
     * 1 for a top-level instruction, 2 for one that it invoked, and so on. What the server did not record is taken from the
     * log; 0 for an inner one where neither tells.
     */
    public int stackHeight(final int instruction) {
        return reader.instructions.stackHeight(instruction);
    }

    /** Offset of an instruction's data. */
    public int dataOffset(final int instruction) {
        return reader.instructions.dataOffset(instruction);
    }

    /** Length of an instruction's data. */
    public int dataLength(final int instruction) {
        return reader.instructions.dataLength(instruction);
    }

    /** How many accounts an instruction names. */
    public int accountCount(final int instruction) {
        return reader.instructions.accountsLength(instruction);
    }

    /** Key number of an instruction's account, -1 when it names fewer. */
    public int accountIndex(final int instruction, final int account) {
        if (account < 0 || account >= accountCount(instruction)) {
            return -1;
        }
        return bytes[reader.instructions.accountsOffset(instruction) + account] & 0xFF;
    }

    /** Offset of the key of an instruction's account, -1 when there is none. */
    public int accountOffset(final int instruction, final int account) {
        return keyOffset(accountIndex(instruction, account));
    }

    /** How many token balances there are: those before the transaction, then those after it. */
    public int tokenBalanceCount() {
        return reader.preBalances.count() + reader.postBalances.count();
    }

    /** Key number of a token balance's account. */
    public int tokenBalanceAccount(final int balance) {
        final int before = reader.preBalances.count();
        return balance < before ? reader.preBalances.account(balance) : reader.postBalances.account(balance - before);
    }

    /** Offset of the base58 text of a token balance's mint. */
    public int tokenBalanceMintOffset(final int balance) {
        final int before = reader.preBalances.count();
        return balance < before
                ? reader.preBalances.mintOffset(balance)
                : reader.postBalances.mintOffset(balance - before);
    }

    /** Length of the base58 text of a token balance's mint. */
    public int tokenBalanceMintLength(final int balance) {
        final int before = reader.preBalances.count();
        return balance < before
                ? reader.preBalances.mintLength(balance)
                : reader.postBalances.mintLength(balance - before);
    }

    /** Offset of the base58 text of the wallet that owns a token balance's account. */
    public int tokenBalanceOwnerOffset(final int balance) {
        final int before = reader.preBalances.count();
        return balance < before
                ? reader.preBalances.ownerOffset(bytes, balance)
                : reader.postBalances.ownerOffset(bytes, balance - before);
    }

    /** Length of the base58 text of a token balance's owner, 0 when the server does not tell it. */
    public int tokenBalanceOwnerLength(final int balance) {
        final int before = reader.preBalances.count();
        return balance < before
                ? reader.preBalances.ownerLength(bytes, balance)
                : reader.postBalances.ownerLength(bytes, balance - before);
    }

    /** True when a token balance states an amount, and with it decimals. */
    public boolean tokenBalanceHasDecimals(final int balance) {
        final int before = reader.preBalances.count();
        return balance < before
                ? reader.preBalances.hasDecimals(balance)
                : reader.postBalances.hasDecimals(balance - before);
    }

    /** Decimals of a token balance's mint, an unsigned 32-bit number as it came; 0 when it states no amount. */
    public int tokenBalanceDecimals(final int balance) {
        final int before = reader.preBalances.count();
        return balance < before ? reader.preBalances.decimals(balance) : reader.postBalances.decimals(balance - before);
    }

    /** The lines of the log, for a {@link LogCursor}. */
    public LogLines logs() {
        return reader.logs;
    }

    /** How many log lines there are. */
    public int logCount() {
        return reader.logs.count();
    }

    /** Offset of a log line's text. */
    public int logOffset(final int line) {
        return reader.logs.offset(line);
    }

    /** Length of a log line's text in bytes. */
    public int logLength(final int line) {
        return reader.logs.length(line);
    }
}
