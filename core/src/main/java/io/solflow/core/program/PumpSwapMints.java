package io.solflow.core.program;

import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.program.TokenAccountMint.Answer;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;

/**
 * Base and quote mint of a PumpSwap trade. Events do not name them. Where the instruction is named its accounts do; else
 * they are the mints of the user's token accounts, which the event names, and where one of these tells none, the other mint
 * that the pool holds. Holds buffers; not thread safe.
 */
final class PumpSwapMints {

    private static final int POOL = 112;
    private static final int USER_BASE_TOKEN_ACCOUNT = 176;
    private static final int USER_QUOTE_TOKEN_ACCOUNT = 208;

    /** As many as an instruction can name. */
    private static final int MAX_KEYS = 256;

    private final TokenAccountMint mints = new TokenAccountMint();
    private final Key32 pool = new Key32();
    private final Key32 base = new Key32();
    private final Key32 quote = new Key32();

    /** The base mint as last found. */
    Key32 base() {
        return base;
    }

    /** The quote mint as last found. */
    Key32 quote() {
        return quote;
    }

    /** Takes the mints from accounts of the instruction; false when it does not have them. */
    boolean take(final InstructionView instruction, final int baseAccount, final int quoteAccount) {
        return instruction.account(baseAccount, base) && instruction.account(quoteAccount, quote);
    }

    /**
     * Finds the mints by the event's accounts; false when they are not told, or contradictory.
     *
     * @param swap place of the emitter, {@link TokenAccountMint#NOT_SHOWN} where the transaction does not show it.
     */
    boolean find(final TransactionView transaction, final int swap, final EventBody event) {
        final Answer baseAnswer =
                mints.find(transaction, swap, keyNumber(transaction, event, USER_BASE_TOKEN_ACCOUNT), base);
        final Answer quoteAnswer =
                mints.find(transaction, swap, keyNumber(transaction, event, USER_QUOTE_TOKEN_ACCOUNT), quote);
        if (baseAnswer == Answer.FOUND && quoteAnswer == Answer.FOUND) {
            return true;
        }
        event.key(POOL, pool);
        if (baseAnswer == Answer.FOUND && quoteAnswer == Answer.UNKNOWN) {
            return mints.findOther(transaction, pool, base, quote) == Answer.FOUND;
        }
        return baseAnswer == Answer.UNKNOWN
                && quoteAnswer == Answer.FOUND
                && mints.findOther(transaction, pool, quote, base) == Answer.FOUND;
    }

    /** Number of the key at an offset of the event among the transaction's, -1 when it is not there. */
    private static int keyNumber(final TransactionView transaction, final EventBody event, final int offset) {
        if (event.keyIs(offset, Pubkey.DEFAULT)) {
            return -1;
        }
        final int keys = Math.min(transaction.keyCount(), MAX_KEYS);
        for (int i = 0; i < keys; i++) {
            if (event.keyIs(offset, transaction, i)) {
                return i;
            }
        }
        return -1;
    }
}
