package io.solflow.core.program;

import static io.solflow.core.program.Swaps.BASE_UNITS;
import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.LAMPORTS;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.TIME;
import static io.solflow.core.program.Swaps.USDC;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.cpi;
import static io.solflow.core.program.Swaps.instruction;
import static io.solflow.core.program.Swaps.key;
import static io.solflow.core.program.Swaps.pumpSwap;
import static io.solflow.core.program.Swaps.pumpSwapAccounts;
import static io.solflow.core.program.Swaps.pumpSwapEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PumpSwapDecoderTest {

    private static final Pubkey PROGRAM = DexProgram.PUMP_SWAP.programId();

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private static Decoding decode(final UpdateBuilder update) {
        return Decoding.of(DexProgram.PUMP_SWAP, update);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadBuysAndSells(final boolean buy) {
        decode(pumpSwap(update(), 1, buy)).assertStandardTrade(buy ? Side.BUY : Side.SELL, TIME);
    }

    @Test
    void shouldReadRoutedSwaps() {
        decode(pumpSwap(update().top(FOREIGN, new byte[9], USER), 2, false)).assertStandardTrade(Side.SELL, TIME);
    }

    @Test
    void shouldTakeTheNetAmountOfBuyExactQuoteIn() {
        final byte[] event =
                pumpSwapEvent(true, BASE_UNITS, LAMPORTS + 30_000_000, 5_000_000, LAMPORTS + 5_000_000, TIME);
        decode(pumpSwap(update(), 1, "buy_exact_quote_in", event, MINT, SOL)).assertStandardTrade(Side.BUY, TIME);
    }

    @Test
    void shouldTurnTheSideOfReversedPools() {
        decode(pumpSwap(update(), 1, "buy", pumpSwapEvent(true, LAMPORTS, BASE_UNITS), SOL, MINT))
                .assertStandardTrade(Side.SELL, TIME);
        decode(pumpSwap(update(), 1, "sell", pumpSwapEvent(false, LAMPORTS, BASE_UNITS), SOL, MINT))
                .assertStandardTrade(Side.BUY, TIME);
    }

    @Test
    void shouldSkipPoolsWithoutSol() {
        assertThat(decode(pumpSwap(update(), 1, "buy", pumpSwapEvent(true, 5, 6), MINT, USDC))
                        .outcomes())
                .containsExactly(Outcome.SKIPPED, Outcome.IGNORED);
    }

    @Test
    void shouldSkipPoolsOfNothingButSol() {
        assertThat(decode(pumpSwap(update(), 1, "buy", pumpSwapEvent(true, 5, 6), SOL, SOL))
                        .first())
                .isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void shouldRejectAFeeAboveTheAmount() {
        assertThat(decode(pumpSwap(update(), 1, "buy", pumpSwapEvent(true, 5, 9, 8, 7, TIME), MINT, SOL))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, 1L << 32})
    void shouldRejectImplausibleTimes(final long time) {
        assertThat(decode(pumpSwap(update(), 1, "buy", pumpSwapEvent(true, 5, 9, 1, 7, time), MINT, SOL))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldRejectAnEventOfAnotherPoolOrUser() {
        final byte[] event = cpi(pumpSwapEvent(true, BASE_UNITS, LAMPORTS));
        for (final int account : new int[] {0, 1}) {
            final Pubkey[] accounts = pumpSwapAccounts(MINT, SOL);
            accounts[account] = key("another");
            assertThat(decode(update().top(PROGRAM, instruction("buy", 24), accounts)
                                    .inner(2, PROGRAM, event, Swaps.AUTHORITY))
                            .first())
                    .isEqualTo(Outcome.MALFORMED);
        }
    }

    @Test
    void shouldNotTakeTheEventOfTheOtherSide() {
        assertThat(decode(pumpSwap(update(), 1, "buy", pumpSwapEvent(false, 5, 6), MINT, SOL))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create_pool", "deposit", "withdraw", "claim_cashback", "collect_coin_creator_fee"})
    void shouldIgnoreInstructionsThatSwapNothing(final String name) {
        assertThat(decode(update().top(PROGRAM, instruction(name, 24), USER)).first())
                .isEqualTo(Outcome.IGNORED);
    }

    @Test
    void shouldReportNewInstructions() {
        assertThat(decode(update().top(PROGRAM, instruction("buy_v9", 24), USER))
                        .first())
                .isEqualTo(Outcome.UNKNOWN);
    }
}
