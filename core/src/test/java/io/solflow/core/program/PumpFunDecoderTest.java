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
import static io.solflow.core.program.Swaps.cpi;
import static io.solflow.core.program.Swaps.instruction;
import static io.solflow.core.program.Swaps.key;
import static io.solflow.core.program.Swaps.pumpFun;
import static io.solflow.core.program.Swaps.pumpFunAccounts;
import static io.solflow.core.program.Swaps.pumpFunEvent;
import static io.solflow.core.program.Swaps.pumpFunEventV2;
import static io.solflow.core.program.Swaps.pumpFunFields;
import static io.solflow.core.program.Swaps.pumpFunV2Accounts;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PumpFunDecoderTest {

    private static final Pubkey PROGRAM = DexProgram.PUMP_FUN.programId();
    private static final String ID = PROGRAM.toString();

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private static Decoding decode(final UpdateBuilder update) {
        return Decoding.of(DexProgram.PUMP_FUN, update);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 1", "true, 3", "false, 2"})
    void shouldReadBuysAndSellsAtAnyHeight(final boolean buy, final int height) {
        final UpdateBuilder update = update();
        if (height > 1) {
            update.top(FOREIGN, new byte[9], USER);
        }
        decode(pumpFun(update, height, buy)).assertStandardTrade(buy ? Side.BUY : Side.SELL, TIME);
    }

    @Test
    void shouldReadBuyExactSolIn() {
        decode(update().top(PROGRAM, instruction("buy_exact_sol_in", 25), pumpFunAccounts(MINT, USER))
                        .inner(2, PROGRAM, cpi(pumpFunEvent(true, LAMPORTS, BASE_UNITS, TIME)), AUTHORITY))
                .assertStandardTrade(Side.BUY, TIME);
    }

    @ParameterizedTest
    @CsvSource({"buy_v2, true", "buy_exact_quote_in_v2, true", "sell_v2, false"})
    void shouldReadV2ForSolCoinsWhoseEventNamesNoQuoteMint(final String name, final boolean buy) {
        decode(v2(name, SOL, pumpFunEventV2(buy, LAMPORTS, 0, Pubkey.DEFAULT, LAMPORTS)))
                .assertStandardTrade(buy ? Side.BUY : Side.SELL, TIME);
    }

    @Test
    void shouldFindQuoteMintBehindShareholders() {
        assertThat(decode(v2("buy_v2", USDC, pumpFunEventV2(true, 0, 3, USDC, 5)))
                        .first())
                .isEqualTo(Outcome.SKIPPED);
        decode(v2("buy_v2", SOL, pumpFunEventV2(true, LAMPORTS, 3, Pubkey.DEFAULT, 5)))
                .assertStandardTrade(Side.BUY, TIME);
    }

    @Test
    void shouldSkipCoinsQuotedInAnotherMintWhateverTheInstruction() {
        final byte[] event = pumpFunEventV2(true, LAMPORTS, 1, USDC, 3_517_192);
        assertThat(decode(v2("buy_v2", USDC, event)).outcomes()).containsExactly(Outcome.SKIPPED, Outcome.IGNORED);
        assertThat(decode(pumpFun(update(), 1, true, event)).outcomes())
                .containsExactly(Outcome.SKIPPED, Outcome.IGNORED);
    }

    @Test
    void shouldRejectQuoteMintsThatContradictEachOther() {
        assertThat(decode(v2("buy_v2", SOL, pumpFunEventV2(true, LAMPORTS, 0, USDC, 5)))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
        assertThat(decode(v2("buy_v2", USDC, pumpFunEventV2(true, LAMPORTS, 0, Pubkey.DEFAULT, 5)))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldTakeV2QuoteFromTheInstructionWhenTheEventEndsBeforeIt() {
        final byte[] event = pumpFunEvent(true, LAMPORTS, BASE_UNITS, TIME);
        decode(v2("buy_v2", SOL, event)).assertStandardTrade(Side.BUY, TIME);
        assertThat(decode(v2("buy_v2", USDC, event)).first()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void shouldCountOneTradeWhenLogAndCpiCarryTheSameEvent() {
        final byte[] event = pumpFunEvent(true, LAMPORTS, BASE_UNITS, TIME);
        final Decoding decoding = decode(pumpFun(update(), 1, true, event)
                .log(
                        "Program " + ID + " invoke [1]",
                        UpdateBuilder.dataLine(event),
                        "Program " + ID + " invoke [2]",
                        "Program " + ID + " success",
                        "Program " + ID + " success"));
        assertThat(decoding.outcomes()).containsExactly(Outcome.TRADE, Outcome.IGNORED);
    }

    @Test
    void shouldReadTheLogWhenInnerInstructionsAreMissing() {
        decode(update().top(PROGRAM, instruction("sell", 24), pumpFunAccounts(MINT, USER))
                        .log(
                                "Program " + ID + " invoke [1]",
                                UpdateBuilder.dataLine(pumpFunEvent(false, LAMPORTS, BASE_UNITS, TIME)),
                                "Program " + ID + " success"))
                .assertStandardTrade(Side.SELL, TIME);
    }

    @Test
    void shouldNotReadTheLogWhenInnerInstructionsAreThere() {
        assertThat(decode(update().top(PROGRAM, instruction("sell", 24), pumpFunAccounts(MINT, USER))
                                .inner(2, FOREIGN, new byte[8], USER)
                                .log(
                                        "Program " + ID + " invoke [1]",
                                        UpdateBuilder.dataLine(pumpFunEvent(false, LAMPORTS, BASE_UNITS, TIME)),
                                        "Program " + ID + " success"))
                        .outcomes())
                .containsExactly(Outcome.MALFORMED);
    }

    @Test
    void shouldRejectAnEventOfAnotherMintUserOrSide() {
        final byte[] otherMint =
                pumpFunFields(key("m2"), USER, true, LAMPORTS, BASE_UNITS, TIME).toByteArray();
        final byte[] otherUser =
                pumpFunFields(MINT, key("u2"), true, LAMPORTS, BASE_UNITS, TIME).toByteArray();
        final byte[] otherSide = pumpFunEvent(false, LAMPORTS, BASE_UNITS, TIME);
        for (final byte[] event : new byte[][] {otherMint, otherUser, otherSide}) {
            assertThat(decode(pumpFun(update().balance(key("m2"), 6), 1, true, event))
                            .first())
                    .isEqualTo(Outcome.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1_583_999_999L, 1L << 32, Long.MAX_VALUE})
    void shouldRejectImplausibleTimes(final long time) {
        assertThat(decode(pumpFun(update(), 1, true, pumpFunEvent(true, LAMPORTS, BASE_UNITS, time)))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 51, Long.MAX_VALUE})
    void shouldRejectMoreLamportsThanASwapCanMove(final long lamports) {
        assertThat(decode(pumpFun(update(), 1, true, pumpFunEvent(true, lamports, BASE_UNITS, TIME)))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldKeepBaseUnitsBeyondSignedRange() {
        assertThat(decode(pumpFun(update(), 1, true, pumpFunEvent(true, SwapDecoder.MAX_LAMPORTS, -1, TIME)))
                        .onlyTrade()
                        .baseUnits())
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "5, 0", "0, 0"})
    void shouldSkipSwapsInWhichASideMovedNothing(final long lamports, final long baseUnits) {
        assertThat(decode(pumpFun(update(), 1, false, pumpFunEvent(false, lamports, baseUnits, TIME)))
                        .first())
                .isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void shouldRejectASwapWithoutAnyEvent() {
        assertThat(decode(update().top(PROGRAM, instruction("buy", 24), pumpFunAccounts(MINT, USER))
                                .inner(2, FOREIGN, new byte[8], USER))
                        .outcomes())
                .containsExactly(Outcome.MALFORMED);
    }

    @Test
    void shouldRejectTooFewAccounts() {
        assertThat(decode(update().top(PROGRAM, instruction("buy", 24), MINT, MINT, MINT, MINT, MINT, MINT)
                                .inner(2, PROGRAM, cpi(pumpFunEvent(true, LAMPORTS, BASE_UNITS, TIME)), AUTHORITY))
                        .first())
                .isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldReadTwoSwapsOfOneTransactionEachFromItsOwnEvent() {
        final UpdateBuilder update = update().top(FOREIGN, new byte[9], USER).withoutHeights();
        pumpFun(update, 2, true, pumpFunEvent(true, 11, 12, TIME));
        pumpFun(update, 2, false, pumpFunEvent(false, 21, 22, TIME));
        final Decoding decoding = decode(update);
        assertThat(decoding.trades().size()).isEqualTo(2);
        assertThat(decoding.trades().get(0).lamports()).isEqualTo(11);
        assertThat(decoding.trades().get(1).lamports()).isEqualTo(21);
        assertThat(decoding.trades().get(1).side()).isEqualTo(Side.SELL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create",
                "create_v2",
                "migrate",
                "migrate_v2",
                "extend_account",
                "collect_creator_fee",
                "withdraw"
            })
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

    private static UpdateBuilder v2(final String name, final Pubkey quoteMint, final byte[] event) {
        return update().top(PROGRAM, instruction(name, 24), pumpFunV2Accounts(quoteMint))
                .inner(2, PROGRAM, cpi(event), AUTHORITY);
    }
}
