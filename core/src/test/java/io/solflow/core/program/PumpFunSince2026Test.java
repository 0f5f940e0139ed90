package io.solflow.core.program;

import static io.solflow.core.program.Swaps.AUTHORITY;
import static io.solflow.core.program.Swaps.BASE_UNITS;
import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.LAMPORTS;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.TIME;
import static io.solflow.core.program.Swaps.USDC;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.accounts;
import static io.solflow.core.program.Swaps.cpi;
import static io.solflow.core.program.Swaps.instruction;
import static io.solflow.core.program.Swaps.key;
import static io.solflow.core.program.Swaps.pumpFunEvent;
import static io.solflow.core.program.Swaps.pumpFunEventV2;
import static io.solflow.core.program.Swaps.pumpFunFields;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions and events of the curve that came in 2026, and those that nobody named. */
final class PumpFunSince2026Test {

    private static final Pubkey PROGRAM = DexProgram.PUMP_FUN.programId();

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private static Decoding decode(final UpdateBuilder update) {
        return Decoding.of(DexProgram.PUMP_FUN, update);
    }

    private static Pubkey[] v3Accounts(final Pubkey quoteMint) {
        return accounts(17, 1, MINT, 2, quoteMint, 3, Pubkey.TOKEN_2022_PROGRAM, 8, USER);
    }

    private static byte[] postComplete(final Pubkey mint, final Pubkey quoteMint, final long lamports) {
        return new Borsh()
                .u64(Discriminator.event("PostCompleteBuyEvent"))
                .key(USER)
                .key(mint)
                .key(key("curve"))
                .key(quoteMint)
                .u64(TIME)
                .u64(777)
                .u64(lamports)
                .padTo(224)
                .toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"buy_v3, true", "buy_exact_quote_in_v3, true", "sell_v3, false"})
    void shouldReadV3(final String name, final boolean buy) {
        final Decoding decoding = decode(update().top(PROGRAM, instruction(name, 24), v3Accounts(SOL))
                .inner(2, PROGRAM, cpi(pumpFunEventV2(buy, LAMPORTS, 0, Pubkey.DEFAULT, LAMPORTS)), AUTHORITY));
        decoding.assertStandardTrade(buy ? Side.BUY : Side.SELL, TIME);
        assertThat(decoding.outcomes()).containsExactly(Outcome.TRADE, Outcome.IGNORED);
    }

    @Test
    void shouldTakeTheBuyBehindTheCurveAsATradeOfItsOwn() {
        final Decoding decoding = decode(update().top(PROGRAM, instruction("buy_v3", 24), v3Accounts(SOL))
                .inner(2, PROGRAM, cpi(pumpFunEvent(true, LAMPORTS, BASE_UNITS, TIME)), AUTHORITY)
                .inner(2, FOREIGN, new byte[3])
                .inner(2, PROGRAM, cpi(postComplete(MINT, Pubkey.DEFAULT, 42)), AUTHORITY));

        assertThat(decoding.outcomes()).containsExactly(Outcome.TRADE, Outcome.TRADE, Outcome.IGNORED, Outcome.IGNORED);
        final Trade second = decoding.trades().get(1);
        assertThat(decoding.trades().get(0).ordinal()).isEqualTo(1);
        assertThat(second.ordinal()).isEqualTo(3);
        assertThat(second.side()).isEqualTo(Side.BUY);
        assertThat(second.mint().toPubkey()).isEqualTo(MINT);
        assertThat(second.wallet().toPubkey()).isEqualTo(USER);
        assertThat(second.lamports()).isEqualTo(42);
        assertThat(second.baseUnits()).isEqualTo(777);
        assertThat(second.timestampSeconds()).isEqualTo(TIME);
    }

    @Test
    void shouldCheckTheBuyBehindTheCurveAgainstItsInstruction() {
        for (final byte[] event :
                new byte[][] {postComplete(key("m2"), Pubkey.DEFAULT, 42), postComplete(MINT, USDC, 42)}) {
            assertThat(decode(update().top(PROGRAM, instruction("buy_v3", 24), v3Accounts(SOL))
                                    .inner(2, PROGRAM, cpi(event), AUTHORITY))
                            .first())
                    .isEqualTo(Outcome.MALFORMED);
        }
        assertThat(decode(update().top(PROGRAM, instruction("sell_v3", 24), v3Accounts(SOL))
                                .inner(2, PROGRAM, cpi(postComplete(MINT, SOL, 42)), AUTHORITY))
                        .first())
                .as("a sell that buys")
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldTakeEachHopOfOneInstruction() {
        final Pubkey second = key("second coin");
        final UpdateBuilder update = update().balance(second, 6)
                .top(FOREIGN, new byte[9])
                .inner(2, PROGRAM, instruction("multi_hop_curve_swap", 24), accounts(19, 3, USER, 4, USER))
                .inner(3, PROGRAM, cpi(pumpFunEvent(false, 11, 12, TIME)), AUTHORITY)
                .inner(
                        3,
                        PROGRAM,
                        cpi(pumpFunFields(second, USER, true, 9, 13, TIME).toByteArray()),
                        AUTHORITY);
        final Decoding decoding = decode(update);

        assertThat(decoding.outcomes()).containsExactly(Outcome.TRADE, Outcome.TRADE, Outcome.IGNORED, Outcome.IGNORED);
        assertThat(decoding.trades().get(0).side()).isEqualTo(Side.SELL);
        assertThat(decoding.trades().get(0).ordinal()).isEqualTo(2);
        assertThat(decoding.trades().get(1).mint().toPubkey()).isEqualTo(second);
        assertThat(decoding.trades().get(1).ordinal()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"buy_v9", "create", "sweep_creator_fee"})
    void shouldBelieveTheEventOfAnInstructionThatIsNoNamedSwap(final String name) {
        final Decoding decoding = decode(update().top(PROGRAM, instruction(name, 24), USER)
                .inner(2, PROGRAM, cpi(pumpFunEvent(true, LAMPORTS, BASE_UNITS, TIME)), AUTHORITY));

        decoding.assertStandardTrade(Side.BUY, TIME);
        assertThat(decoding.outcomes()).containsExactly(Outcome.BY_EVENT, Outcome.IGNORED);
    }

    @Test
    void shouldSkipAnEventOfAnotherQuoteWhateverTheInstruction() {
        assertThat(decode(update().top(PROGRAM, instruction("buy_v9", 24), USER)
                                .inner(2, PROGRAM, cpi(pumpFunEventV2(true, 5, 0, USDC, 5)), AUTHORITY))
                        .first())
                .isEqualTo(Outcome.SKIPPED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sweep_creator_fee",
                "sweep_protocol_fee",
                "update_creator_fee_config",
                "admin_cto",
                "distribute_fee_to_holders",
                "update_holder_reward_config",
                "initialize_quote_control",
                "add_quote_control_mint",
                "remove_quote_control_mint",
                "set_quote_control_admin"
            })
    void shouldKnowWhatSwapsNothing(final String name) {
        assertThat(decode(update().top(PROGRAM, instruction(name, 24), USER)).outcomes())
                .containsExactly(Outcome.IGNORED);
    }

    @ParameterizedTest
    @CsvSource({"buy, 8", "sell, 9", "buy_exact_sol_in, 8"})
    void shouldGiveCoinsOfSplTokenTheirSixDecimalsWhenNothingTellsThem(final String name, final int tokenProgram) {
        final boolean buy = !name.equals("sell");
        final byte[] event = cpi(pumpFunEvent(buy, LAMPORTS, BASE_UNITS, TIME));
        final Pubkey[] accounts = accounts(12, 2, MINT, 6, USER, tokenProgram, Pubkey.TOKEN_PROGRAM);
        decode(new UpdateBuilder().top(PROGRAM, instruction(name, 24), accounts).inner(2, PROGRAM, event, AUTHORITY))
                .assertStandardTrade(buy ? Side.BUY : Side.SELL, TIME);
        accounts[tokenProgram] = Pubkey.TOKEN_2022_PROGRAM;
        assertThat(decode(new UpdateBuilder()
                                .top(PROGRAM, instruction(name, 24), accounts)
                                .inner(2, PROGRAM, event, AUTHORITY))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldReadARoutedSwapThatOnlyTheLogShows() {
        final RecordedRun run = new RecordedRun()
                .precompile()
                .invoke(FOREIGN, new byte[9])
                .run(Pubkey.TOKEN_PROGRAM, new byte[1])
                .invoke(PROGRAM, instruction("buy", 24), Swaps.pumpFunAccounts(MINT, USER))
                .run(Pubkey.TOKEN_PROGRAM, Swaps.transfer(5))
                .emit(pumpFunEvent(true, LAMPORTS, BASE_UNITS, TIME))
                .end()
                .end();
        final Decoding shown = decode(run.into(update()));
        final Decoding hidden = decode(run.withoutInner(update()));

        hidden.assertStandardTrade(Side.BUY, TIME);
        assertThat(hidden.outcomes()).containsExactly(Outcome.TRADE);
        assertThat(shown.onlyTrade().ordinal()).isEqualTo(5);
        assertThat(hidden.onlyTrade().ordinal()).isEqualTo(5);
    }

    @Test
    void shouldCountAHiddenInvocationThatTellsNoTradeAsMalformed() {
        final RecordedRun run = new RecordedRun()
                .invoke(FOREIGN, new byte[9])
                .run(PROGRAM, instruction("buy", 24), USER)
                .end();
        final Decoding hidden = decode(run.withoutInner(update()));

        assertThat(hidden.outcomes()).containsExactly(Outcome.MALFORMED);
        assertThat(hidden.hiddenKnown()).isTrue();
    }

    @Test
    void shouldSayWhenNobodyKnowsWhatWasInvoked() {
        assertThat(decode(update().top(FOREIGN, new byte[9], PROGRAM)).hiddenKnown())
                .as("no log")
                .isFalse();
        assertThat(decode(update().top(FOREIGN, new byte[9], PROGRAM)
                                .log("Program " + FOREIGN + " invoke [1]", "Log truncated"))
                        .hiddenKnown())
                .as("truncated")
                .isFalse();
        assertThat(decode(update().top(FOREIGN, new byte[9], PROGRAM)
                                .log("Program " + FOREIGN + " invoke [1]", "Program " + FOREIGN + " success"))
                        .hiddenKnown())
                .as("whole")
                .isTrue();
    }
}
