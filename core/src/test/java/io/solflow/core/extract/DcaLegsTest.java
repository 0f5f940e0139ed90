package io.solflow.core.extract;

import static io.solflow.core.program.Swaps.BASE_UNITS;
import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.LAMPORTS;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.TIME;
import static io.solflow.core.program.Swaps.USDC;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.program.SwapDecoder;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DcaLegsTest {

    private static final Pubkey KEEPER = key("keeper");
    private static final Pubkey DCA = DexProgram.JUPITER_DCA.programId();

    private final Extraction extraction = new Extraction();

    private static UpdateBuilder update() {
        return new UpdateBuilder().signers(KEEPER, USER).balance(MINT, 6);
    }

    private static UpdateBuilder start(final UpdateBuilder update) {
        return update.top(DCA, Swaps.instruction("initiate_flash_fill", 8), KEEPER);
    }

    /** The owner's order, filled by this pair. */
    private static UpdateBuilder fill(final UpdateBuilder update, final Pubkey in, final Pubkey out) {
        return Swaps.jupiterDca(update, "fulfill_flash_fill", in, out, Swaps.filledEvent(in, out, 500, 600));
    }

    private long ended(final Outcome outcome) {
        return extraction.counters.outcome(DexProgram.JUPITER_DCA, outcome).get();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveAFillOverSolThePlaceAndAmountsOfItsLeg(final boolean buy) {
        final UpdateBuilder update = Swaps.pumpSwap(start(update()), 1, buy);
        final TradeList trades = extraction.of(buy ? fill(update, USDC, MINT) : fill(update, MINT, USDC));

        assertThat(trades.size()).isEqualTo(1);
        final Trade trade = trades.get(0);
        assertThat(trade.dca()).isTrue();
        assertThat(trade.side()).isEqualTo(buy ? Side.BUY : Side.SELL);
        assertThat(trade.programCode()).isEqualTo(DexProgram.JUPITER_DCA.code());
        assertThat(trade.wallet().toPubkey()).isEqualTo(USER);
        assertThat(trade.mint().toPubkey()).isEqualTo(MINT);
        assertThat(trade.lamports()).isEqualTo(LAMPORTS);
        assertThat(trade.baseUnits()).isEqualTo(BASE_UNITS);
        assertThat(trade.decimals()).isEqualTo(6);
        assertThat(trade.timestampSeconds()).isEqualTo(TIME);
        assertThat(trade.ordinal()).as("place of the leg's event").isEqualTo(2);
        assertThat(extraction.counters.dcaLegs().get()).isEqualTo(1);
        assertThat(ended(Outcome.TRADE)).isEqualTo(1);
        assertThat(ended(Outcome.SKIPPED)).isZero();
    }

    @Test
    void shouldAddUpLegsOfASplitFill() {
        final UpdateBuilder update = start(update());
        Swaps.pumpSwap(update, 1, true);
        Swaps.pumpFun(update, 1, true, Swaps.pumpFunEvent(true, 7, 8, TIME));
        final TradeList trades = extraction.of(fill(update, USDC, MINT));

        assertThat(trades.size()).isEqualTo(1);
        assertThat(trades.get(0).lamports()).isEqualTo(LAMPORTS + 7);
        assertThat(trades.get(0).baseUnits()).isEqualTo(BASE_UNITS + 8);
        assertThat(trades.get(0).ordinal()).isEqualTo(2);
        assertThat(extraction.counters.dcaLegs().get()).isEqualTo(2);
    }

    @Test
    void shouldTakeTwoTradesFromAFillThatGoesThroughSol() {
        final Pubkey other = key("other coin");
        final UpdateBuilder update = start(update()).balance(other, 6);
        Swaps.pumpFun(update, 1, other, false, 40, 41);
        Swaps.pumpSwap(update, 1, true);
        final TradeList trades = extraction.of(fill(update, other, MINT));

        assertThat(trades.size()).isEqualTo(2);
        assertThat(trades.get(0).side()).isEqualTo(Side.SELL);
        assertThat(trades.get(0).mint().toPubkey()).isEqualTo(other);
        assertThat(trades.get(1).side()).isEqualTo(Side.BUY);
        assertThat(trades.get(1).ordinal()).isGreaterThan(trades.get(0).ordinal());
        assertThat(ended(Outcome.TRADE)).isEqualTo(2);
    }

    @Test
    void shouldLeaveTradesThatAreNotTheFills() {
        final UpdateBuilder update = Swaps.pumpSwap(update(), 1, true);
        start(update);
        Swaps.pumpSwap(update, 1, false);
        final TradeList trades = extraction.of(fill(update, USDC, MINT));

        assertThat(trades.size())
                .as("one before its start, one of the other side")
                .isEqualTo(2);
        assertThat(trades.get(0).dca()).isFalse();
        assertThat(trades.get(1).dca()).isFalse();
        assertThat(ended(Outcome.SKIPPED)).isEqualTo(1);
        assertThat(extraction.counters.dcaLegs().get()).isZero();
    }

    @Test
    void shouldRefuseAFillOfMoreThanASwapCanMove() {
        final UpdateBuilder update = start(update());
        for (int i = 0; i < 2; i++) {
            Swaps.pumpFun(update, 1, true, Swaps.pumpFunEvent(true, SwapDecoder.MAX_LAMPORTS, -1, TIME));
        }
        assertThat(extraction.of(fill(update, USDC, MINT)).size()).isZero();
        assertThat(ended(Outcome.MALFORMED)).isEqualTo(1);
    }

    @Test
    void shouldDropTheLegWhicheverProgramsAreEnabled() {
        final UpdateBuilder update = fill(Swaps.pumpSwap(start(update()), 1, true), USDC, MINT);
        final Extraction onlyDca = new Extraction(EnumSet.of(DexProgram.JUPITER_DCA));
        final Extraction onlyPumpSwap = new Extraction(EnumSet.of(DexProgram.PUMP_SWAP));

        assertThat(onlyDca.of(update).size()).isEqualTo(1);
        assertThat(onlyDca.counters.dcaLegs().get()).isZero();
        assertThat(onlyPumpSwap.of(update).size()).isZero();
        assertThat(onlyPumpSwap.counters.dcaLegs().get()).isEqualTo(1);
        assertThat(onlyPumpSwap
                        .counters
                        .outcome(DexProgram.JUPITER_DCA, Outcome.TRADE)
                        .get())
                .isZero();
    }

    @Test
    void shouldNotTakeAHiddenLegForATradeWhereTheFillCannotBeRead() {
        final UpdateBuilder update = update().top(FOREIGN, new byte[9], DexProgram.PUMP_FUN.programId())
                .top(DCA, Swaps.instruction("fulfill_flash_fill", 16), KEEPER)
                .log(
                        "Program " + FOREIGN + " invoke [1]",
                        "Program " + DexProgram.PUMP_FUN.programId() + " invoke [2]",
                        UpdateBuilder.dataLine(Swaps.pumpFunEvent(true, LAMPORTS, BASE_UNITS, TIME)),
                        "Program " + DexProgram.PUMP_FUN.programId() + " success",
                        "Program " + FOREIGN + " success",
                        "Program " + DCA + " invoke [1]",
                        "Program " + DCA + " success");

        assertThat(extraction.of(update).size()).isZero();
        assertThat(ended(Outcome.MALFORMED)).isEqualTo(1);
        assertThat(extraction
                        .counters
                        .outcome(DexProgram.PUMP_FUN, Outcome.MALFORMED)
                        .get())
                .isEqualTo(1);
    }
}
