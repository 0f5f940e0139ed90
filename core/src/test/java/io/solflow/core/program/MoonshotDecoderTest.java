package io.solflow.core.program;

import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.USDC;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.instruction;
import static io.solflow.core.program.Swaps.key;
import static io.solflow.core.program.Swaps.moonshot;
import static io.solflow.core.program.Swaps.moonshotAccounts;
import static io.solflow.core.program.Swaps.moonshotEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MoonshotDecoderTest {

    private static final Pubkey PROGRAM = DexProgram.MOONSHOT.programId();
    private static final String ID = PROGRAM.toString();

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private static Decoding decode(final UpdateBuilder update) {
        return Decoding.of(DexProgram.MOONSHOT, update);
    }

    private static UpdateBuilder buy(final byte[] event, final Pubkey... accounts) {
        return update().top(PROGRAM, instruction("buy", 33), accounts)
                .log("Program " + ID + " invoke [1]", UpdateBuilder.dataLine(event), "Program " + ID + " success");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadBuysAndSellsWithoutAnOwnTime(final boolean buy) {
        decode(moonshot(update(), buy)).assertStandardTrade(buy ? Side.BUY : Side.SELL, 0);
    }

    @Test
    void shouldReadTheDeclaredCpiFormWhenTheLogHasNone() {
        decode(update().top(PROGRAM, instruction("buy", 33), moonshotAccounts())
                        .inner(2, PROGRAM, Swaps.cpi(moonshotEvent(true, SOL)), Swaps.AUTHORITY))
                .assertStandardTrade(Side.BUY, 0);
    }

    @Test
    void shouldSkipOtherCollateral() {
        assertThat(decode(buy(moonshotEvent(true, USDC), moonshotAccounts())).outcomes())
                .containsExactly(Outcome.SKIPPED);
    }

    @Test
    void shouldRejectASwapWhoseEventWasCutOffTheLog() {
        assertThat(decode(update().top(PROGRAM, instruction("sell", 33), moonshotAccounts())
                                .log("Program " + ID + " invoke [1]", "Log truncated"))
                        .outcomes())
                .containsExactly(Outcome.MALFORMED);
    }

    @Test
    void shouldRejectAnEventOfTheOtherSide() {
        assertThat(decode(buy(moonshotEvent(false, SOL), moonshotAccounts())).first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldRejectAnEventOfAnotherSenderOrCurve() {
        for (final int account : new int[] {0, 2}) {
            final Pubkey[] accounts = moonshotAccounts();
            accounts[account] = key("another");
            assertThat(decode(buy(moonshotEvent(true, SOL), accounts)).first()).isEqualTo(Outcome.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_mint", "migrate_funds", "config_init", "config_update"})
    void shouldIgnoreInstructionsThatSwapNothing(final String name) {
        assertThat(decode(update().top(PROGRAM, instruction(name, 33), USER)).first())
                .isEqualTo(Outcome.IGNORED);
    }

    @Test
    void shouldReportNewInstructions() {
        assertThat(decode(update().top(PROGRAM, instruction("swap", 33), USER)).first())
                .isEqualTo(Outcome.UNKNOWN);
    }
}
