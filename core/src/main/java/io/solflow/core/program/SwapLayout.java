package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.event.Side;
import io.solflow.core.wire.InstructionView;

/**
 * A named swap instruction of a program: which side it takes and where its accounts stand. Immutable.
 *
 * @param side of the base mint; null for an instruction that may take either, or both.
 * @param minLength bytes of data that it has at least.
 * @param userAccount, and the other indexes: of an account, {@link #NONE} where it has none at a fixed place.
 */
record SwapLayout(
        long discriminator,
        Side side,
        int minLength,
        int userAccount,
        int poolAccount,
        int baseMintAccount,
        int quoteMintAccount,
        int baseTokenProgramAccount) {

    static final int NONE = -1;

    /** The layout of the instruction with this snake_case name. */
    static SwapLayout named(
            final String name,
            final Side side,
            final int minLength,
            final int userAccount,
            final int poolAccount,
            final int baseMintAccount,
            final int quoteMintAccount,
            final int baseTokenProgramAccount) {
        return new SwapLayout(
                Discriminator.instruction(name),
                side,
                minLength,
                userAccount,
                poolAccount,
                baseMintAccount,
                quoteMintAccount,
                baseTokenProgramAccount);
    }

    /** The layout of an instruction, null when it is none of these. */
    static SwapLayout of(final SwapLayout[] layouts, final long discriminator) {
        for (final SwapLayout layout : layouts) {
            if (layout.discriminator == discriminator) {
                return layout;
            }
        }
        return null;
    }

    /** True when an event of that side can be this instruction's. */
    boolean takes(final Side eventSide) {
        return side == null || side == eventSide;
    }

    /** True when the key at {@code offset} of the event is that of the account at an index that this layout may have. */
    static boolean agrees(
            final EventBody event, final int offset, final InstructionView instruction, final int account) {
        return account == NONE || event.keyIsAccount(offset, instruction, account);
    }
}
