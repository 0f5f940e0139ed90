package io.solflow.core.program;

import io.solflow.core.chain.Base58Encoder;
import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.TransactionView;
import java.util.Arrays;

/**
 * Decimals of a mint as its transaction tells them: its token balances, else a transfer that states them, else what
 * the program gives all its coins. Never a guess. Holds buffers; not thread safe.
 */
final class Decimals {

    /** The transaction does not tell, or tells nonsense. */
    static final int UNKNOWN = -1;

    /** The highest scale at which a 64-bit amount can still reach one whole token. */
    static final int MAX = 19;

    private final Base58Encoder encoder = new Base58Encoder();
    private final TokenTransfer transfer = new TokenTransfer();
    private final byte[] key = new byte[Pubkey.LENGTH];
    private final byte[] text = new byte[Base58Encoder.MAX_TEXT_LENGTH];

    /**
     * Decimals of {@code mint}, 0 to {@link #MAX}, or {@link #UNKNOWN}.
     *
     * @param untold what they are when the transaction does not tell them.
     */
    int of(final TransactionView transaction, final Key32 mint, final int untold) {
        mint.copyTo(key, 0);
        final int textLength = encoder.encode(key, 0, Pubkey.LENGTH, text, 0);
        for (int i = 0; i < transaction.tokenBalanceCount(); i++) {
            final int offset = transaction.tokenBalanceMintOffset(i);
            final int length = transaction.tokenBalanceMintLength(i);
            if (transaction.tokenBalanceHasDecimals(i)
                    && length == textLength
                    && Arrays.equals(transaction.bytes(), offset, offset + length, text, 0, textLength)) {
                return plausible(transaction.tokenBalanceDecimals(i));
            }
        }
        return ofTransfers(transaction, untold);
    }

    private int ofTransfers(final TransactionView transaction, final int untold) {
        for (int i = 0; i < transaction.instructionCount(); i++) {
            if (transfer.wrap(transaction, i) && transfer.mintIs(key)) {
                return plausible(transfer.decimals());
            }
        }
        return untold;
    }

    private static int plausible(final int decimals) {
        return decimals >= 0 && decimals <= MAX ? decimals : UNKNOWN;
    }
}
