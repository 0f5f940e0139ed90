package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;
import java.util.Arrays;

/**
 * A flyweight over one transfer instruction, or one entry of a batch, of SPL Token or Token-2022: Transfer (tag 3), TransferChecked (12), and
 * Token-2022's TransferCheckedWithFee (26, 1). Reused; not thread safe.
 */
final class TokenTransfer {

    /** Decimals of a transfer that does not state them. */
    static final int UNCHECKED = -1;

    private static final int TRANSFER = 3;
    private static final int TRANSFER_CHECKED = 12;
    private static final int TRANSFER_FEE_EXTENSION = 26;
    private static final int TRANSFER_CHECKED_WITH_FEE = 1;

    private static final int TRANSFER_LENGTH = 9;
    private static final int TRANSFER_CHECKED_LENGTH = 10;
    private static final int TRANSFER_CHECKED_WITH_FEE_LENGTH = 19;

    private final InstructionView instruction = new InstructionView(null);
    private int amountOffset;
    private boolean checked;

    /** Moves to an instruction; false when it is no transfer of tokens. */
    boolean wrap(final TransactionView transaction, final int index) {
        instruction.wrap(transaction, index);
        final boolean token2022 = instruction.programIs(Pubkey.TOKEN_2022_PROGRAM);
        if ((!token2022 && !instruction.programIs(Pubkey.TOKEN_PROGRAM)) || instruction.dataLength() == 0) {
            return false;
        }
        final int length = instruction.dataLength();
        switch (instruction.u8(0)) {
            case TRANSFER -> {
                amountOffset = 1;
                checked = false;
                return length >= TRANSFER_LENGTH;
            }
            case TRANSFER_CHECKED -> {
                amountOffset = 1;
                checked = true;
                return length >= TRANSFER_CHECKED_LENGTH;
            }
            case TRANSFER_FEE_EXTENSION -> {
                amountOffset = 2;
                checked = true;
                return token2022
                        && length >= TRANSFER_CHECKED_WITH_FEE_LENGTH
                        && instruction.u8(1) == TRANSFER_CHECKED_WITH_FEE;
            }
            default -> {
                return false;
            }
        }
    }

    /** Base units that left the source, unsigned; a withheld fee is part of them. */
    long amount() {
        return instruction.i64(amountOffset);
    }

    /** Decimals of the mint, which the token program has compared with it, or {@link #UNCHECKED}. */
    int decimals() {
        return checked ? instruction.u8(amountOffset + Long.BYTES) : UNCHECKED;
    }

    /** True when the transfer states its mint, and it is this one. */
    boolean mintIs(final byte[] mint) {
        final int offset = mintOffset();
        return offset >= 0
                && Arrays.equals(
                        instruction.transaction().bytes(), offset, offset + Pubkey.LENGTH, mint, 0, Pubkey.LENGTH);
    }

    /** Offset of the mint's key in the transaction's bytes, -1 when the transfer does not state it. */
    int mintOffset() {
        return checked ? instruction.transaction().accountOffset(instruction.index(), 1) : -1;
    }

    /** Key number of the token account that paid, -1 when there is none. */
    int source() {
        return instruction.accountIndex(0);
    }

    /** Key number of the token account that was paid, -1 when there is none. */
    int destination() {
        return instruction.accountIndex(checked ? 2 : 1);
    }
}
