package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;

/**
 * BonkSwap. The program emits no event: the amounts are those of its token transfers, recognised by the pool's vaults.
 * One goes from the swapper into the input vault; of those out of the output vault the first to the swapper is the
 * swap, another pays a referrer. Fees are inside the input, whose transfer proves the trade. Layout: sevenlabs-hq/carbon bonkswap-decoder.
 */
final class BonkSwapDecoder implements SwapDecoder {

    private static final long SWAP = Discriminator.instruction("swap");
    private static final int X_TO_Y = 32;
    private static final int MIN_SWAP_LENGTH = 33;

    private static final int MINT_X_ACCOUNT = 2;
    private static final int MINT_Y_ACCOUNT = 3;
    private static final int VAULT_X_ACCOUNT = 4;
    private static final int VAULT_Y_ACCOUNT = 5;
    private static final int SWAPPER_X_ACCOUNT = 6;
    private static final int SWAPPER_Y_ACCOUNT = 7;
    private static final int SWAPPER_ACCOUNT = 8;

    private static final int NO_TRANSFER = -1;

    private static final OtherInstructions OTHERS = OtherInstructions.named(
            "add_supply",
            "add_tokens",
            "close_pool",
            "create_dual_farm",
            "create_farm",
            "create_pool",
            "create_provider",
            "create_state",
            "create_triple_farm",
            "reset_farm",
            "update_fees",
            "update_reward_tokens",
            "withdraw_buyback",
            "withdraw_lp_fee",
            "withdraw_mercanti_fee",
            "withdraw_project_fee",
            "withdraw_rewards",
            "withdraw_shares");

    private final TokenTransfer transfer = new TokenTransfer();
    private final TradeDraft draft = new TradeDraft();
    private final HiddenInvocations hidden;

    BonkSwapDecoder(final Pubkey program) {
        hidden = new HiddenInvocations(program);
    }

    @Override
    public void decode(final InstructionView instruction, final TradeList trades, final SwapOutcomes outcomes) {
        outcomes.ended(
                instruction.discriminator() == SWAP ? decodeSwap(instruction, trades) : OTHERS.outcome(instruction));
    }

    @Override
    public boolean decodeHidden(
            final TransactionView transaction, final TradeList trades, final SwapOutcomes outcomes) {
        return hidden.end(transaction, outcomes);
    }

    private Outcome decodeSwap(final InstructionView instruction, final TradeList trades) {
        if (instruction.dataLength() < MIN_SWAP_LENGTH || instruction.u8(X_TO_Y) > 1) {
            return Outcome.MALFORMED;
        }
        final boolean xToY = instruction.u8(X_TO_Y) == 1;
        final boolean solIn = instruction.accountIs(xToY ? MINT_X_ACCOUNT : MINT_Y_ACCOUNT, Pubkey.WRAPPED_SOL);
        final boolean solOut = instruction.accountIs(xToY ? MINT_Y_ACCOUNT : MINT_X_ACCOUNT, Pubkey.WRAPPED_SOL);
        final Trade trade = draft.begin();
        if (!instruction.account(SWAPPER_ACCOUNT, trade.wallet())) {
            return Outcome.MALFORMED;
        }
        if (solIn == solOut) {
            return Outcome.SKIPPED;
        }
        final int in = findTransfer(
                instruction, xToY ? SWAPPER_X_ACCOUNT : SWAPPER_Y_ACCOUNT, xToY ? VAULT_X_ACCOUNT : VAULT_Y_ACCOUNT);
        final int out = findTransfer(
                instruction, xToY ? VAULT_Y_ACCOUNT : VAULT_X_ACCOUNT, xToY ? SWAPPER_Y_ACCOUNT : SWAPPER_X_ACCOUNT);
        if (in == NO_TRANSFER
                || out == NO_TRANSFER
                || !instruction.account(solIn == xToY ? MINT_Y_ACCOUNT : MINT_X_ACCOUNT, trade.mint())) {
            return Outcome.MALFORMED;
        }
        trade.side(solIn ? Side.BUY : Side.SELL)
                .lamports(amount(instruction, solIn ? in : out))
                .baseUnits(amount(instruction, solIn ? out : in))
                .ordinal(in);
        Trader.settle(instruction.transaction(), instruction.index(), trade.wallet());
        return draft.addTo(trades, instruction.transaction(), Outcome.TRADE);
    }

    /** Number of the first transfer between two of the instruction's accounts that it invoked itself. */
    private int findTransfer(final InstructionView instruction, final int sourceAccount, final int targetAccount) {
        final TransactionView transaction = instruction.transaction();
        final int source = instruction.accountIndex(sourceAccount);
        final int destination = instruction.accountIndex(targetAccount);
        final int end = InvocationTree.end(transaction, instruction.index());
        for (int i = instruction.index() + 1; i < end; i++) {
            if (InvocationTree.direct(transaction, instruction.index(), i)
                    && transfer.wrap(transaction, i)
                    && transfer.source() == source
                    && transfer.destination() == destination) {
                return i;
            }
        }
        return NO_TRANSFER;
    }

    private long amount(final InstructionView instruction, final int transferIndex) {
        transfer.wrap(instruction.transaction(), transferIndex);
        return transfer.amount();
    }
}
