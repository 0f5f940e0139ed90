package io.solflow.ingest.simulator;

/** Calls of the System, SPL Token and compute budget programs, with what they move. Stateless but for its buffer. */
final class Transfers {

    private static final int SYSTEM_CREATE = 0;
    private static final int SYSTEM_TRANSFER = 2;
    private static final int TOKEN_TRANSFER = 3;
    private static final int TOKEN_CLOSE = 9;
    private static final int TOKEN_TRANSFER_CHECKED = 12;
    private static final int TOKEN_SYNC_NATIVE = 17;
    private static final int TOKEN_INITIALIZE_ACCOUNT_3 = 18;
    private static final int ASSOCIATED_CREATE_IDEMPOTENT = 1;
    private static final int BUDGET_LIMIT = 2;
    private static final int BUDGET_PRICE = 3;
    private static final int TOKEN_ACCOUNT_BYTES = 165;

    private final ByteWriter writer = new ByteWriter();

    /** Compute budget instructions, and the fee that follows from them. */
    void computeBudget(final TransactionBuilder tx, final int units, final long microLamportsPerUnit) {
        tx.call(WellKnown.COMPUTE_BUDGET, writer.u8(BUDGET_LIMIT).u32(units).take());
        tx.call(
                WellKnown.COMPUTE_BUDGET,
                writer.u8(BUDGET_PRICE).u64(microLamportsPerUnit).take());
        tx.priorityFee((units * microLamportsPerUnit + 999_999) / 1_000_000);
    }

    /** A System transfer. */
    void lamports(final TransactionBuilder tx, final Address from, final Address to, final long amount) {
        tx.call(
                WellKnown.SYSTEM_PROGRAM,
                writer.u32(SYSTEM_TRANSFER).u64(amount).take(),
                from,
                to);
        tx.moveLamports(from, to, amount);
    }

    /** TransferChecked; both accounts declared before. */
    void checked(
            final TransactionBuilder tx,
            final Mint mint,
            final Address from,
            final Address to,
            final Address authority,
            final long amount) {
        final byte[] data = writer.u8(TOKEN_TRANSFER_CHECKED)
                .u64(amount)
                .u8(mint.decimals())
                .take();
        tx.enter(mint.tokenProgram(), data, from, mint.address(), to, authority);
        tx.logInstruction("TransferChecked");
        tx.leave();
        tx.moveTokens(from, to, amount);
    }

    /** Transfer without mint and decimals; both accounts declared before. */
    void plain(
            final TransactionBuilder tx,
            final Mint mint,
            final Address from,
            final Address to,
            final Address authority,
            final long amount) {
        tx.enter(mint.tokenProgram(), writer.u8(TOKEN_TRANSFER).u64(amount).take(), from, to, authority);
        tx.logInstruction("Transfer");
        tx.leave();
        tx.moveTokens(from, to, amount);
    }

    /** Creates the owner's token account, which did not exist. */
    void open(final TransactionBuilder tx, final Mint mint, final Address owner, final Address payer) {
        final Address account = mint.accountOf(owner);
        tx.tokenAccount(account, mint, owner);
        tx.opened(account);
        tx.enter(
                WellKnown.ASSOCIATED_TOKEN_PROGRAM,
                writer.u8(ASSOCIATED_CREATE_IDEMPOTENT).take(),
                payer,
                account,
                owner,
                mint.address(),
                WellKnown.SYSTEM_PROGRAM,
                mint.tokenProgram());
        tx.log("CreateIdempotent");
        final long rent = Address.Role.TOKEN_ACCOUNT.lamports();
        tx.call(
                WellKnown.SYSTEM_PROGRAM,
                writer.u32(SYSTEM_CREATE)
                        .u64(rent)
                        .u64(TOKEN_ACCOUNT_BYTES)
                        .key(mint.tokenProgram())
                        .take(),
                payer,
                account);
        tx.moveLamports(payer, account, rent);
        tx.call(
                mint.tokenProgram(),
                writer.u8(TOKEN_INITIALIZE_ACCOUNT_3).key(owner).take(),
                account,
                mint.address());
        tx.leave();
    }

    /** Creates an account of wrapped SOL with so many lamports in it. */
    void openWrapped(final TransactionBuilder tx, final Address owner, final long amount) {
        open(tx, Mint.WSOL, owner, owner);
        final Address account = Mint.WSOL.accountOf(owner);
        if (amount > 0) {
            lamports(tx, owner, account, amount);
            tx.call(WellKnown.TOKEN_PROGRAM, writer.u8(TOKEN_SYNC_NATIVE).take(), account);
            tx.wrapped(account, amount);
        }
    }

    /** Closes a token account; an ordinary one must end empty. */
    void close(final TransactionBuilder tx, final Mint mint, final Address owner) {
        final Address account = mint.accountOf(owner);
        tx.enter(mint.tokenProgram(), writer.u8(TOKEN_CLOSE).take(), account, owner, owner);
        tx.logInstruction("CloseAccount");
        tx.leave();
        tx.closed(account, owner);
    }
}
