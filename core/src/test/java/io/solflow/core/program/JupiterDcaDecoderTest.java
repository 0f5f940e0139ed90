package io.solflow.core.program;

import static io.solflow.core.program.Swaps.BASE_UNITS;
import static io.solflow.core.program.Swaps.LAMPORTS;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.USDC;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.filledEvent;
import static io.solflow.core.program.Swaps.instruction;
import static io.solflow.core.program.Swaps.jupiterDca;
import static io.solflow.core.program.Swaps.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JupiterDcaDecoderTest {

    private static final Pubkey PROGRAM = DexProgram.JUPITER_DCA.programId();

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private static Decoding decode(final UpdateBuilder update) {
        return Decoding.of(DexProgram.JUPITER_DCA, update);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadFillsOfTheOrdersOwner(final boolean buy) {
        final Decoding decoding = decode(jupiterDca(update(), buy));
        decoding.assertStandardTrade(buy ? Side.BUY : Side.SELL, 0);
        assertThat(decoding.onlyTrade().dca()).isTrue();
        assertThat(decoding.outcomes()).containsExactly(Outcome.TRADE, Outcome.IGNORED, Outcome.IGNORED);
    }

    @Test
    void shouldReadDlmmFills() {
        decode(jupiterDca(update(), "fulfill_dlmm_fill", SOL, MINT, filledEvent(SOL, MINT, LAMPORTS, BASE_UNITS)))
                .assertStandardTrade(Side.BUY, 0);
    }

    @Test
    void shouldBelieveTheEventOfAnInstructionThatNobodyNamed() {
        final Decoding decoding =
                decode(jupiterDca(update(), "fulfill_v9", SOL, MINT, filledEvent(SOL, MINT, LAMPORTS, BASE_UNITS)));
        decoding.assertStandardTrade(Side.BUY, 0);
        assertThat(decoding.first()).isEqualTo(Outcome.BY_EVENT);
    }

    @Test
    void shouldSkipFillsWithoutSol() {
        assertThat(decode(jupiterDca(update(), "fulfill_flash_fill", USDC, MINT, filledEvent(USDC, MINT, 5, 6)))
                        .first())
                .isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void shouldRejectAnEventOfOtherMintsOrAnotherOrder() {
        assertThat(decode(jupiterDca(update(), "fulfill_flash_fill", SOL, MINT, filledEvent(MINT, SOL, 5, 6)))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
        assertThat(decode(update().top(
                                        PROGRAM,
                                        instruction("fulfill_flash_fill", 16),
                                        Swaps.accounts(15, 1, key("another"), 2, SOL, 3, MINT))
                                .inner(2, PROGRAM, Swaps.cpi(filledEvent(SOL, MINT, 5, 6)), Swaps.AUTHORITY))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"open_dca", "open_dca_v2", "initiate_flash_fill", "end_and_close", "transfer", "withdraw_fees"})
    void shouldIgnoreInstructionsThatSwapNothing(final String name) {
        assertThat(decode(update().top(PROGRAM, instruction(name, 16), USER)).first())
                .isEqualTo(Outcome.IGNORED);
    }

    @Test
    void shouldReportNewInstructions() {
        assertThat(decode(update().top(PROGRAM, instruction("fulfill_fill", 16), USER))
                        .first())
                .isEqualTo(Outcome.UNKNOWN);
    }
}
