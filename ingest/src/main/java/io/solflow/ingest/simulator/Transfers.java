package io.solflow.ingest.simulator;

/**
 * Calls of the System, token and compute budget programs, with what they move. Between {@link #begin} and {@link #end} the
 * token transfers of one swap are called one by one, or packed.
 */
final class Transfers {

    private static final int NONE = -1;

    private static final int SYSTEM_CREATE = 0;
    private static final int SYSTEM_TRANSFER = 2;
    private static final int TOKEN_TRANSFER = 3;
    private static final int TOKEN_CLOSE = 9;
    private static final int TOKEN_TRANSFER_CHECKED = 12;
    private static final int TOKEN_SYNC_NATIVE = 17;
    private static final int TOKEN_TRANSFER_FEE = 26;
    private static final int TRANSFER_CHECKED_WITH_FEE = 1;
    private static final int TOKEN_BURN = 8;
    private static final int TOKEN_INITIALIZE_ACCOUNT_3 = 18;
    private static final int ASSOCIATED_CREATE_IDEMPOTENT = 1;
    private static final int BUDGET_LIMIT = 2;
    private static final int BUDGET_PRICE = 3;
    private static final int TOKEN_ACCOUNT_BYTES = 165;

    private final Dice dice;
    private final ByteWriter writer = new ByteWriter();
    private final TokenBatch classicBatch = new TokenBatch(WellKnown.TOKEN_PROGRAM);
    private final TokenBatch newBatch = new TokenBatch(WellKnown.TOKEN_2022_PROGRAM);
    private boolean batched;
    private int firstPlace;

    Transfers(final Dice dice) {
        this.dice = dice;
    }

    /** The token transfers of a swap follow. */
    void begin(final SwapStyle style) {
        batched = style.batched();
        firstPlace = NONE;
    }

    /** No more token transfers of the swap: calls those that wait, and says the place of the first. */
    int end(final TransactionBuilder tx) {
        batched = false;
        if (!classicBatch.isEmpty()) {
            placed(classicBatch.call(tx));
        }
        if (!newBatch.isEmpty()) {
            placed(newBatch.call(tx));
        }
        return firstPlace;
    }

    private void placed(final int place) {
        if (firstPlace == NONE) {
            firstPlace = place;
        }
    }

    /** What the transaction may use and pays for it: by instructions, or by the message itself. */
    void computeBudget(final TransactionBuilder tx, final int units, final long microLamportsPerUnit) {
        if (!tx.isVersion1()) {
            tx.call(WellKnown.COMPUTE_BUDGET, writer.u8(BUDGET_LIMIT).u32(units).take());
            tx.call(
                    WellKnown.COMPUTE_BUDGET,
                    writer.u8(BUDGET_PRICE).u64(microLamportsPerUnit).take());
        }
        tx.budget(units, (units * microLamportsPerUnit + 999_999) / 1_000_000);
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

    /** TransferChecked, or the same with a fee; both accounts declared before. */
    void checked(
            final TransactionBuilder tx,
            final Mint mint,
            final Address from,
            final Address to,
            final Address authority,
            final long amount) {
        final boolean withFee = mint.isToken2022() && dice.shows(ChainTrait.TRANSFER_WITH_FEE);
        if (withFee) {
            writer.u8(TOKEN_TRANSFER_FEE).u8(TRANSFER_CHECKED_WITH_FEE);
        } else {
            writer.u8(TOKEN_TRANSFER_CHECKED);
        }
        writer.u64(amount).u8(mint.decimals());
        if (withFee) {
            // the coins' fee is 0: whoever made them may raise it later
            writer.u64(0);
        }
        transfer(
                tx,
                mint,
                withFee ? "TransferFeeInstruction" : "TransferChecked",
                writer.take(),
                from,
                mint.address(),
                to,
                authority);
        tx.moveTokens(from, to, amount);
    }

    private void transfer(
            final TransactionBuilder tx,
            final Mint mint,
            final String name,
            final byte[] data,
            final Address... accounts) {
        if (batched) {
            (mint.isToken2022() ? newBatch : classicBatch).add(data, accounts);
            return;
        }
        placed(tx.enter(mint.tokenProgram(), data, accounts));
        // the program that replaced SPL Token logs nothing
        if (mint.isToken2022()) {
            tx.logInstruction(name);
        }
        tx.leave();
    }

    /** Transfer without mint and decimals; both accounts declared before. */
    void plain(
            final TransactionBuilder tx,
            final Mint mint,
            final Address from,
            final Address to,
            final Address authority,
            final long amount) {
        transfer(tx, mint, "Transfer", writer.u8(TOKEN_TRANSFER).u64(amount).take(), from, to, authority);
        tx.moveTokens(from, to, amount);
    }

    /** Burns coins of an account. */
    void burn(
            final TransactionBuilder tx,
            final Mint mint,
            final Address from,
            final Address authority,
            final long amount) {
        tx.call(mint.tokenProgram(), writer.u8(TOKEN_BURN).u64(amount).take(), from, mint.address(), authority);
        tx.burn(from, amount);
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
