package io.solflow.core.program;

import static io.solflow.core.program.Swaps.BASE_UNITS;
import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.LAMPORTS;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.POOL;
import static io.solflow.core.program.Swaps.REFERRER;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.SWAPPER_X;
import static io.solflow.core.program.Swaps.SWAPPER_Y;
import static io.solflow.core.program.Swaps.USDC;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.VAULT_X;
import static io.solflow.core.program.Swaps.VAULT_Y;
import static io.solflow.core.program.Swaps.bonkSwap;
import static io.solflow.core.program.Swaps.bonkSwapAccounts;
import static io.solflow.core.program.Swaps.bonkSwapData;
import static io.solflow.core.program.Swaps.bonkTransfers;
import static io.solflow.core.program.Swaps.instruction;
import static io.solflow.core.program.Swaps.transfer;
import static io.solflow.core.program.Swaps.transferChecked;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BonkSwapDecoderTest {

    private static final Pubkey PROGRAM = DexProgram.BONK_SWAP.programId();

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private static Decoding decode(final UpdateBuilder update) {
        return Decoding.of(DexProgram.BONK_SWAP, update);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 1", "true, 2", "false, 3"})
    void shouldReadBothDirectionsWithSolAsX(final boolean buy, final int height) {
        final UpdateBuilder update = update();
        if (height > 1) {
            update.top(FOREIGN, new byte[9], USER);
        }
        decode(bonkSwap(update, height, buy)).assertStandardTrade(buy ? Side.BUY : Side.SELL, 0);
    }

    @Test
    void shouldReadBothDirectionsWithSolAsY() {
        final UpdateBuilder sell = update().top(PROGRAM, bonkSwapData(true), bonkSwapAccounts(MINT, SOL));
        decode(bonkTransfers(sell, 1, SWAPPER_X, VAULT_X, BASE_UNITS, VAULT_Y, SWAPPER_Y, LAMPORTS))
                .assertStandardTrade(Side.SELL, 0);
        final UpdateBuilder buy = update().top(PROGRAM, bonkSwapData(false), bonkSwapAccounts(MINT, SOL));
        decode(bonkTransfers(buy, 1, SWAPPER_Y, VAULT_Y, LAMPORTS, VAULT_X, SWAPPER_X, BASE_UNITS))
                .assertStandardTrade(Side.BUY, 0);
    }

    @Test
    void shouldKnowTransfersByTheirVaultsNotByTheirPlace() {
        decode(update().top(PROGRAM, bonkSwapData(true), bonkSwapAccounts(SOL, MINT))
                        .inner(2, Pubkey.TOKEN_PROGRAM, transfer(4242), VAULT_Y, REFERRER, POOL)
                        .inner(2, Pubkey.TOKEN_2022_PROGRAM, transferChecked(BASE_UNITS, 6), VAULT_Y, MINT, SWAPPER_Y)
                        .inner(2, Pubkey.TOKEN_PROGRAM, transfer(LAMPORTS), SWAPPER_X, VAULT_X, USER))
                .assertStandardTrade(Side.BUY, 0);
    }

    @Test
    void shouldKeepTwoSwapsApartWithoutStackHeights() {
        final UpdateBuilder update = update().top(FOREIGN, new byte[9], USER).withoutHeights();
        bonkSwap(update, 2, true);
        bonkSwap(update, 2, false);
        final Decoding decoding = decode(update);
        assertThat(decoding.outcomes()).containsExactly(Outcome.TRADE, Outcome.TRADE);
        assertThat(decoding.trades().get(0).side()).isEqualTo(Side.BUY);
        assertThat(decoding.trades().get(1).side()).isEqualTo(Side.SELL);
    }

    @Test
    void shouldGiveTheSameTradeForTransfersInABatch() {
        final UpdateBuilder batched = update().top(PROGRAM, bonkSwapData(true), bonkSwapAccounts(SOL, MINT))
                .inner(
                        2,
                        Pubkey.TOKEN_PROGRAM,
                        Swaps.tokenBatch(3, transfer(LAMPORTS), 3, transfer(BASE_UNITS), 3, transfer(4242)),
                        SWAPPER_X,
                        VAULT_X,
                        USER,
                        VAULT_Y,
                        SWAPPER_Y,
                        POOL,
                        VAULT_Y,
                        REFERRER,
                        POOL);
        final Decoding decoding = decode(batched);
        decoding.assertStandardTrade(Side.BUY, 0);
        assertThat(decoding.onlyTrade().ordinal())
                .isEqualTo(decode(bonkSwap(update(), 1, true)).onlyTrade().ordinal())
                .isEqualTo(1);
    }

    @Test
    void shouldTakeTheInputLegForTheProof() {
        assertThat(decode(update().top(PROGRAM, bonkSwapData(true), bonkSwapAccounts(SOL, MINT))
                                .inner(2, Pubkey.TOKEN_PROGRAM, transfer(BASE_UNITS), VAULT_Y, SWAPPER_Y, POOL)
                                .inner(2, Pubkey.TOKEN_PROGRAM, transfer(LAMPORTS), SWAPPER_X, VAULT_X, USER))
                        .onlyTrade()
                        .ordinal())
                .isEqualTo(2);
    }

    @Test
    void shouldReadTransfersWithFeeAndIgnoreThoseOfAHook() {
        final byte[] withFee =
                new Borsh().u8(26).u8(1).u64(BASE_UNITS).u8(6).u64(9).toByteArray();
        decode(update().top(PROGRAM, bonkSwapData(true), bonkSwapAccounts(SOL, MINT))
                        .inner(2, Pubkey.TOKEN_PROGRAM, transfer(LAMPORTS), SWAPPER_X, VAULT_X, USER)
                        .inner(2, Swaps.FOREIGN, new byte[8])
                        .inner(3, Pubkey.TOKEN_2022_PROGRAM, transferChecked(7, 6), VAULT_Y, MINT, SWAPPER_Y)
                        .inner(2, Pubkey.TOKEN_2022_PROGRAM, withFee, VAULT_Y, MINT, SWAPPER_Y))
                .assertStandardTrade(Side.BUY, 0);
    }

    @Test
    void shouldNotTakeTransfersThatItDidNotInvoke() {
        final UpdateBuilder deeper = update().top(PROGRAM, bonkSwapData(true), bonkSwapAccounts(SOL, MINT))
                .inner(2, FOREIGN, new byte[8], USER);
        assertThat(decode(bonkTransfers(deeper, 2, SWAPPER_X, VAULT_X, LAMPORTS, VAULT_Y, SWAPPER_Y, BASE_UNITS))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
        final UpdateBuilder later = update().top(FOREIGN, new byte[9], USER)
                .inner(2, PROGRAM, bonkSwapData(true), bonkSwapAccounts(SOL, MINT))
                .inner(2, FOREIGN, new byte[8], USER);
        assertThat(decode(bonkTransfers(later, 2, SWAPPER_X, VAULT_X, LAMPORTS, VAULT_Y, SWAPPER_Y, BASE_UNITS))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldNotTakeTransfersOfAnotherProgram() {
        assertThat(decode(update().top(PROGRAM, bonkSwapData(true), bonkSwapAccounts(SOL, MINT))
                                .inner(2, FOREIGN, transfer(LAMPORTS), SWAPPER_X, VAULT_X, USER)
                                .inner(2, FOREIGN, transfer(BASE_UNITS), VAULT_Y, SWAPPER_Y, POOL))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldSkipPoolsWithoutSol() {
        assertThat(decode(update().top(PROGRAM, bonkSwapData(true), bonkSwapAccounts(USDC, MINT)))
                        .first())
                .isEqualTo(Outcome.SKIPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create_pool", "add_supply", "withdraw_rewards", "withdraw_shares", "update_fees"})
    void shouldIgnoreInstructionsThatSwapNothing(final String name) {
        assertThat(decode(update().top(PROGRAM, instruction(name, 33), USER)).first())
                .isEqualTo(Outcome.IGNORED);
    }

    @Test
    void shouldReportNewInstructions() {
        assertThat(decode(update().top(PROGRAM, instruction("buy", 33), USER)).first())
                .isEqualTo(Outcome.UNKNOWN);
    }
}
