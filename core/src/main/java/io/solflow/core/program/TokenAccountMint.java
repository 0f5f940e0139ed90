package io.solflow.core.program;

import io.solflow.core.chain.Base58Encoder;
import io.solflow.core.chain.Base58KeyDecoder;
import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;
import java.util.Arrays;

/**
 * The mint of a token account, as its transaction tells it: what transfers of the swap and token balances state, which must
 * agree; else what the account was initialised with; else the mint of the account on the other side of a transfer. Holds
 * buffers; not thread safe; allocates nothing.
 */
final class TokenAccountMint {

    /** Whether a mint was found. */
    enum Answer {
        FOUND,
        UNKNOWN,
        /** Two of the transaction's statements differ. */
        CONTRADICTORY
    }

    /** Place of a swap that the transaction does not show. */
    static final int NOT_SHOWN = -1;

    private static final int INITIALIZE_ACCOUNT = 1;
    private static final int INITIALIZE_ACCOUNT_2 = 16;
    private static final int INITIALIZE_ACCOUNT_3 = 18;
    private static final int NO_ACCOUNT = -1;

    private final TokenTransfer transfer = new TokenTransfer();
    private final InstructionView instruction = new InstructionView(null);
    private final Base58KeyDecoder decoder = new Base58KeyDecoder();
    private final Base58Encoder encoder = new Base58Encoder();
    private final byte[] ownerKey = new byte[Pubkey.LENGTH];
    private final byte[] ownerText = new byte[Base58Encoder.MAX_TEXT_LENGTH];
    private final Key32 stated = new Key32();

    private Answer answer = Answer.UNKNOWN;
    private int otherSide;

    /**
     * Finds the mint of an account.
     *
     * @param swap place of the instruction whose transfers may state it, or {@link #NOT_SHOWN}.
     * @param account key number of the token account.
     * @param mint is set when it is {@link Answer#FOUND}.
     */
    Answer find(final TransactionView transaction, final int swap, final int account, final Key32 mint) {
        answer = Answer.UNKNOWN;
        otherSide = NO_ACCOUNT;
        if (account < 0) {
            return answer;
        }
        if (swap != NOT_SHOWN) {
            readTransfers(transaction, swap, account, mint);
        }
        readBalances(transaction, account, mint);
        if (answer == Answer.UNKNOWN) {
            readInitialisation(transaction, account, mint);
        }
        if (answer == Answer.UNKNOWN && otherSide != NO_ACCOUNT) {
            readBalances(transaction, otherSide, mint);
        }
        return answer;
    }

    /** Finds the only other mint that a wallet holds beside {@code known}, which it must hold too. */
    Answer findOther(final TransactionView transaction, final Key32 owner, final Key32 known, final Key32 mint) {
        answer = Answer.UNKNOWN;
        owner.copyTo(ownerKey, 0);
        final int length = encoder.encode(ownerKey, 0, Pubkey.LENGTH, ownerText, 0);
        boolean holdsKnown = false;
        boolean holdsAny = false;
        boolean many = false;
        for (int i = 0; i < transaction.tokenBalanceCount(); i++) {
            if (ownedBy(transaction, i, length) && decodeMint(transaction, i)) {
                holdsAny = true;
                if (stated.matches(known)) {
                    holdsKnown = true;
                } else {
                    many |= answer == Answer.FOUND && !stated.matches(mint);
                    answer = Answer.FOUND;
                    mint.set(stated);
                }
            }
        }
        if (holdsAny && !holdsKnown) {
            return Answer.CONTRADICTORY;
        }
        return many ? Answer.UNKNOWN : answer;
    }

    private void readTransfers(final TransactionView transaction, final int swap, final int account, final Key32 mint) {
        final int end = InvocationTree.end(transaction, swap);
        for (int i = swap + 1; i < end; i++) {
            if (transfer.wrap(transaction, i)
                    && InvocationTree.direct(transaction, swap, i)
                    && (transfer.source() == account || transfer.destination() == account)) {
                if (transfer.mintOffset() >= 0) {
                    state(stated.set(transaction.bytes(), transfer.mintOffset()), mint);
                } else {
                    otherSide = transfer.source() == account ? transfer.destination() : transfer.source();
                }
            }
        }
    }

    private void readBalances(final TransactionView transaction, final int account, final Key32 mint) {
        for (int i = 0; i < transaction.tokenBalanceCount(); i++) {
            if (transaction.tokenBalanceAccount(i) == account && decodeMint(transaction, i)) {
                state(stated, mint);
            }
        }
    }

    private void readInitialisation(final TransactionView transaction, final int account, final Key32 mint) {
        for (int i = 0; i < transaction.instructionCount(); i++) {
            instruction.wrap(transaction, i);
            if (instruction.accountIndex(0) == account && initialises() && instruction.account(1, stated)) {
                state(stated, mint);
            }
        }
    }

    private boolean initialises() {
        if (instruction.dataLength() == 0
                || (!instruction.programIs(Pubkey.TOKEN_PROGRAM)
                        && !instruction.programIs(Pubkey.TOKEN_2022_PROGRAM))) {
            return false;
        }
        final int tag = instruction.u8(0);
        return tag == INITIALIZE_ACCOUNT || tag == INITIALIZE_ACCOUNT_2 || tag == INITIALIZE_ACCOUNT_3;
    }

    private void state(final Key32 found, final Key32 mint) {
        if (answer == Answer.UNKNOWN) {
            answer = Answer.FOUND;
            mint.set(found);
        } else if (!mint.matches(found)) {
            answer = Answer.CONTRADICTORY;
        }
    }

    private boolean ownedBy(final TransactionView transaction, final int balance, final int textLength) {
        final int offset = transaction.tokenBalanceOwnerOffset(balance);
        final int length = transaction.tokenBalanceOwnerLength(balance);
        return length == textLength
                && Arrays.equals(transaction.bytes(), offset, offset + length, ownerText, 0, textLength);
    }

    private boolean decodeMint(final TransactionView transaction, final int balance) {
        return decoder.decode(
                transaction.bytes(),
                transaction.tokenBalanceMintOffset(balance),
                transaction.tokenBalanceMintLength(balance),
                stated);
    }
}
