package io.solflow.core.extract;

import static io.solflow.core.program.Swaps.BASE_UNITS;
import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.LAMPORTS;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.TIME;
import static io.solflow.core.program.Swaps.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.Side;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.pipeline.TradeExtractHandler;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TradeExtractorTest {

    private static final long SLOT = 300_000_000L;
    private static final int TX_INDEX = 7;

    private final ExtractCounters counters = new ExtractCounters();
    private final UpdateEvent event = new UpdateEvent();
    private final TradeExtractor extractor = newExtractor(EnumSet.allOf(DexProgram.class));

    private TradeExtractor newExtractor(final Set<DexProgram> enabled) {
        return new TradeExtractor(enabled, new SeenTrades(), counters);
    }

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private TradeList extract(final UpdateBuilder update) {
        return extract(update, TIME + 1, TimeSource.BLOCK_TIME);
    }

    private TradeList extract(final UpdateBuilder update, final long seconds, final TimeSource source) {
        return extract(extractor, update.build(), seconds, source);
    }

    private TradeList extract(
            final TradeExtractor with, final byte[] payload, final long seconds, final TimeSource source) {
        event.reset().slot(SLOT).time(seconds, source).payload(payload, 0, payload.length);
        event.kind(UpdateKind.TRANSACTION);
        with.extract(event);
        return event.trades();
    }

    @Test
    void shouldFillATradeCompletely() {
        final TradeList trades = extract(Swaps.pumpSwap(update(), 1, true));
        assertThat(trades.size()).isEqualTo(1);
        final Trade trade = trades.get(0);
        assertThat(trade.id()).as("its event is the second instruction").isEqualTo(ChainPosition.of(SLOT, TX_INDEX, 1));
        assertThat(trade.mint().toPubkey()).isEqualTo(MINT);
        assertThat(trade.wallet().toPubkey()).isEqualTo(USER);
        assertThat(trade.side()).isEqualTo(Side.BUY);
        assertThat(trade.lamports()).isEqualTo(LAMPORTS);
        assertThat(trade.baseUnits()).isEqualTo(BASE_UNITS);
        assertThat(trade.decimals()).isEqualTo(6);
        assertThat(trade.timestampSeconds()).isEqualTo(TIME);
        assertThat(trade.programCode()).isEqualTo(DexProgram.PUMP_SWAP.code());
        assertThat(trade.dca()).isFalse();
        assertThat(trades.signature()).containsOnly(5).hasSize(64);
        assertThat(counters.trades().get()).isEqualTo(1);
        assertThat(counters.eventTimed().get()).isEqualTo(1);
    }

    @Test
    void shouldNumberTradesByThePlaceOfTheirProof() {
        final UpdateBuilder update = update().top(FOREIGN, new byte[9], USER);
        Swaps.pumpSwap(update, 2, true);
        Swaps.bonkSwap(update, 2, false);
        Swaps.moonshot(update, true);
        Swaps.pumpFun(update, 1, false);
        final TradeList trades = extract(update);
        assertThat(trades.size()).isEqualTo(4);
        final DexProgram[] expected = {
            DexProgram.PUMP_SWAP, DexProgram.BONK_SWAP, DexProgram.MOONSHOT, DexProgram.PUMP_FUN
        };
        final int[] places = {2, 4, 7, 10};
        for (int i = 0; i < expected.length; i++) {
            assertThat(trades.get(i).programCode()).isEqualTo(expected[i].code());
            assertThat(trades.get(i).id()).isEqualTo(ChainPosition.of(SLOT, TX_INDEX, places[i]));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true, 1", "false, false, 1", "true, false, 2", "false, true, 2"})
    void shouldKeepOnlyTheFillWhenMintAndSideAreItsLegs(final boolean fillBuys, final boolean legBuys, final int kept) {
        final UpdateBuilder update = update();
        Swaps.pumpSwap(update, 1, legBuys);
        Swaps.jupiterDca(update, fillBuys);
        final TradeList trades = extract(update);
        assertThat(trades.size()).isEqualTo(kept);
        final Trade fill = trades.get(kept - 1);
        assertThat(fill.dca()).isTrue();
        assertThat(fill.id()).isEqualTo(ChainPosition.of(SLOT, TX_INDEX, 5));
        assertThat(counters.dcaLegs().get()).isEqualTo(2 - kept);
        assertThat(counters.trades().get()).isEqualTo(kept);
        assertThat(counters.outcome(DexProgram.PUMP_SWAP, Outcome.TRADE).get()).isEqualTo(1);
    }

    @Test
    void shouldDropEveryLegOfAFillThatWasSplit() {
        final UpdateBuilder update = update();
        Swaps.pumpSwap(update, 1, true);
        Swaps.bonkSwap(update, 1, true);
        Swaps.jupiterDca(update, true);
        Swaps.pumpFun(update, 1, false);
        final TradeList trades = extract(update);
        assertThat(trades.size()).isEqualTo(2);
        assertThat(trades.get(0).dca()).isTrue();
        assertThat(trades.get(1).programCode()).isEqualTo(DexProgram.PUMP_FUN.code());
        assertThat(trades.get(1).id()).isEqualTo(ChainPosition.of(SLOT, TX_INDEX, 11));
        assertThat(counters.dcaLegs().get()).isEqualTo(2);
    }

    @Test
    void shouldGiveNoTradeForFailedTransactions() {
        assertThat(extract(Swaps.pumpFun(update(), 1, true).failed()).size()).isZero();
        assertThat(counters.failed().get()).isEqualTo(1);
        assertThat(counters.outcome(DexProgram.PUMP_FUN, Outcome.TRADE).get()).isZero();
    }

    @Test
    void shouldGiveNoTradeForVotes() {
        assertThat(extract(Swaps.pumpFun(update(), 1, true).vote()).size()).isZero();
        assertThat(counters.votes().get()).isEqualTo(1);
    }

    @Test
    void shouldCountUpdatesThatAreNoTransaction() {
        final byte[] garbage = {1, 2, 3, (byte) 0xFF};
        assertThat(extract(extractor, garbage, TIME, TimeSource.BLOCK_TIME).size())
                .isZero();
        assertThat(extract(extractor, new byte[0], TIME, TimeSource.BLOCK_TIME).size())
                .isZero();
        assertThat(counters.undecodable().get()).isEqualTo(2);
        assertThat(counters.transactions().get()).isEqualTo(2);
    }

    @Test
    void shouldEmptyTheListForOtherKinds() {
        extract(Swaps.pumpFun(update(), 1, true));
        assertThat(event.trades().size()).isEqualTo(1);
        event.reset().kind(UpdateKind.SLOT_END);
        extractor.extract(event);
        assertThat(event.trades().size()).isZero();
        assertThat(counters.transactions().get()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheTransactionsOfADeadSlotAgain() {
        final SeenTrades seen = new SeenTrades();
        final TradeExtractor remembering = new TradeExtractor(EnumSet.allOf(DexProgram.class), seen, counters);
        final byte[] update =
                Swaps.pumpFun(update(), 1, true).at(300_000_000L, 7).build();
        assertThat(extract(remembering, update, TIME, TimeSource.BLOCK_TIME).size())
                .isEqualTo(1);
        assertThat(extract(remembering, update, TIME, TimeSource.BLOCK_TIME).size())
                .isZero();

        event.reset().slot(300_000_001L).kind(UpdateKind.SLOT_DEAD);
        remembering.extract(event);
        assertThat(extract(remembering, update, TIME, TimeSource.BLOCK_TIME).size())
                .isZero();
        event.reset().slot(300_000_000L).kind(UpdateKind.SLOT_DEAD);
        remembering.extract(event);

        assertThat(event.trades().size()).isZero();
        assertThat(extract(remembering, update, TIME, TimeSource.BLOCK_TIME).size())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {17179869184L, -1})
    void shouldCountSlotsThatHaveNoPlaceInAnId(final long slot) {
        assertThat(extract(Swaps.pumpFun(update(), 1, true).at(slot, 7)).size()).isZero();
        assertThat(counters.malformedUpdates().get()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {ChainPosition.NO_POSITION, 65_536, 131_072, Long.MIN_VALUE})
    void shouldPlaceTransactionsWithoutAPositionBySignature(final long txIndex) {
        final TradeList trades = extract(Swaps.pumpFun(update(), 1, true).at(SLOT, txIndex));
        assertThat(trades.size()).isEqualTo(1);
        assertThat(ChainPosition.txIndex(trades.get(0).id())).isGreaterThan(ChainPosition.MAX_TOLD_TX_INDEX);
        assertThat(counters.unpositioned().get()).isEqualTo(1);
    }

    @Test
    void shouldPlaceATransactionBySignatureWhenItsPositionIsNotBelieved() {
        final byte[] update = Swaps.pumpFun(update(), 1, true).at(SLOT, 0).build();
        event.reset().slot(SLOT).time(TIME, TimeSource.BLOCK_TIME).payload(update, 0, update.length);
        event.positioned(false).kind(UpdateKind.TRANSACTION);
        extractor.extract(event);
        assertThat(event.trades().size()).isEqualTo(1);
        assertThat(ChainPosition.txIndex(event.trades().get(0).id())).isGreaterThan(ChainPosition.MAX_TOLD_TX_INDEX);
    }

    @Test
    void shouldTakeAnotherSignatureAtTheSamePositionForAnotherTransaction() {
        final byte[] other = new byte[64];
        other[0] = 9;
        assertThat(extract(Swaps.pumpFun(update(), 1, true)).size()).isEqualTo(1);
        assertThat(extract(Swaps.pumpFun(update(), 1, true).signature(other)).size())
                .isEqualTo(1);
        assertThat(extract(Swaps.pumpFun(update(), 1, true).signature(other)).size())
                .isZero();
        assertThat(counters.positionsTaken().get()).isEqualTo(1);
        assertThat(counters.duplicates().get()).isEqualTo(1);
    }

    @Test
    void shouldMoveATransactionToThePositionThatIsToldLater() {
        final long before = extract(Swaps.pumpFun(update(), 1, true).at(SLOT, ChainPosition.NO_POSITION))
                .get(0)
                .id();
        final TradeList trades = extract(Swaps.pumpFun(update(), 1, true));
        assertThat(trades.size()).isEqualTo(1);
        assertThat(trades.get(0).id()).isEqualTo(ChainPosition.of(SLOT, TX_INDEX, ChainPosition.ordinal(before)));
        assertThat(trades.get(0).movedFromId()).isEqualTo(before);
        assertThat(counters.moved().get()).isEqualTo(1);
        assertThat(extract(Swaps.pumpFun(update(), 1, true).at(SLOT, ChainPosition.NO_POSITION))
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65})
    void shouldCountSignaturesOfAnotherLength(final int length) {
        assertThat(extract(Swaps.pumpFun(update(), 1, true).signature(new byte[length]))
                        .size())
                .isZero();
        assertThat(counters.malformedUpdates().get()).isEqualTo(1);
    }

    @Test
    void shouldTakeManyMoreTradesThanATransactionOfTheChainHas() {
        final UpdateBuilder many = update();
        for (int i = 0; i < 1_000; i++) {
            Swaps.pumpFun(many, 1, true);
        }
        final TradeList trades = extract(many);
        assertThat(trades.size()).isEqualTo(1_000);
        assertThat(ChainPosition.ordinal(trades.get(999).id())).isEqualTo(1_999);
        assertThat(extract(Swaps.pumpFun(update(), 1, true).at(SLOT, TX_INDEX + 1))
                        .size())
                .isEqualTo(1);
    }

    @Test
    void shouldRejectTransactionsThatAreManyTimesTooLarge() {
        final UpdateBuilder tooMany = update();
        for (int i = 0; i < 1_025; i++) {
            Swaps.pumpFun(tooMany, 1, true);
        }
        assertThat(extract(tooMany).size()).isZero();
        final UpdateBuilder tooTalkative = Swaps.pumpFun(update(), 1, true);
        for (int i = 0; i < 62; i++) {
            tooTalkative.top(FOREIGN, new byte[9], USER);
        }
        final String[] lines = new String[65_470];
        Arrays.fill(lines, "");
        assertThat(extract(tooTalkative.log(lines).at(SLOT, TX_INDEX + 1)).size())
                .isEqualTo(1);
        assertThat(extract(tooTalkative.top(FOREIGN, new byte[9], USER).at(SLOT, TX_INDEX + 2))
                        .size())
                .isZero();
        assertThat(counters.malformedUpdates().get()).isEqualTo(2);
    }

    @Test
    void shouldDecodeTheRestWhenInnerInstructionsAreOrphaned() {
        assertThat(extract(Swaps.pumpFun(update(), 1, true).orphan()).size()).isEqualTo(1);
        assertThat(counters.orphaned().get()).isEqualTo(1);
    }

    @Test
    void shouldDropTransactionsSeenBefore() {
        assertThat(extract(Swaps.pumpFun(update(), 1, true)).size()).isEqualTo(1);
        assertThat(extract(Swaps.pumpFun(update(), 1, true)).size()).isZero();
        assertThat(extract(Swaps.pumpFun(update(), 1, true).at(SLOT, TX_INDEX + 1))
                        .size())
                .isEqualTo(1);
        assertThat(counters.duplicates().get()).isEqualTo(1);
        assertThat(counters.trades().get()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeTheUpdatesTimeWhenTheProgramTellsNone(final TimeSource source) {
        assertThat(extract(Swaps.bonkSwap(update(), 1, true), TIME + 99, source)
                        .get(0)
                        .timestampSeconds())
                .isEqualTo(TIME + 99);
        assertThat(counters.timedBy(source).get()).isEqualTo(1);
        assertThat(counters.eventTimed().get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {UpdateEvent.NO_TIME, 0, -1, 1L << 32})
    void shouldDropTradesForWhichNobodyKnowsATime(final long seconds) {
        final UpdateBuilder update = Swaps.bonkSwap(update(), 1, true);
        final TradeList trades = extract(Swaps.pumpFun(update, 1, true), seconds, TimeSource.FAR_ESTIMATE);
        assertThat(trades.size()).isEqualTo(1);
        assertThat(trades.get(0).programCode()).isEqualTo(DexProgram.PUMP_FUN.code());
        assertThat(trades.get(0).id()).isEqualTo(ChainPosition.of(SLOT, TX_INDEX, 5));
        assertThat(counters.untimed().get()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheTradesThatWereRefusedWhenTheyComeAgainWithATime() {
        final byte[] both =
                Swaps.pumpFun(Swaps.bonkSwap(update(), 1, true), 1, true).build();
        final long pumpFun = extract(extractor, both, UpdateEvent.NO_TIME, TimeSource.FAR_ESTIMATE)
                .get(0)
                .id();
        final TradeList trades = extract(extractor, both, TIME, TimeSource.BLOCK_TIME);
        assertThat(trades.size()).isEqualTo(1);
        assertThat(trades.get(0).programCode()).isEqualTo(DexProgram.BONK_SWAP.code());
        assertThat(trades.get(0).id()).isLessThan(pumpFun);
    }

    @Test
    void shouldGiveATradeTheSameIdWhateverProgramsAreEnabled() {
        final byte[] both =
                Swaps.pumpFun(Swaps.bonkSwap(update(), 1, true), 1, true).build();
        final long alone = extract(newExtractor(EnumSet.of(DexProgram.PUMP_FUN)), both, TIME, TimeSource.BLOCK_TIME)
                .get(0)
                .id();
        final TradeList trades = extract(extractor, both, TIME, TimeSource.BLOCK_TIME);
        assertThat(trades.size()).isEqualTo(2);
        assertThat(trades.get(1).id()).isEqualTo(alone);
    }

    @ParameterizedTest
    @CsvSource({
        "BLOCK_TIME, 1, 1",
        "BLOCK_TIME, -1, 1",
        "BLOCK_TIME, 3600, 1",
        "BLOCK_TIME, -3600, 1",
        "BLOCK_TIME, 3601, 0",
        "BLOCK_TIME, -3601, 0",
        "NEAR_ESTIMATE, 86400, 1",
        "NEAR_ESTIMATE, -86400, 1",
        "NEAR_ESTIMATE, 86401, 0",
        "NEAR_ESTIMATE, -86401, 0"
    })
    void shouldRejectEventTimesFarFromTheBlocks(final TimeSource source, final long difference, final int kept) {
        assertThat(extract(Swaps.pumpFun(update(), 1, true), TIME + difference, source)
                        .size())
                .isEqualTo(kept);
        assertThat(counters.outcome(DexProgram.PUMP_FUN, Outcome.MALFORMED).get())
                .isEqualTo(1 - kept);
        assertThat(counters.outcome(DexProgram.PUMP_FUN, Outcome.TRADE).get()).isEqualTo(kept);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATED_AT", "FAR_ESTIMATE"})
    void shouldNotHoldEventTimesAgainstDistantEstimates(final TimeSource source) {
        assertThat(extract(Swaps.pumpFun(update(), 1, true), TIME + 100_000, source)
                        .get(0)
                        .timestampSeconds())
                .isEqualTo(TIME);
    }

    @Test
    void shouldPassOverProgramsThatAreNotEnabled() {
        final UpdateBuilder update = update();
        Swaps.pumpFun(update, 1, true);
        Swaps.pumpSwap(update, 1, true);
        final TradeExtractor only = newExtractor(EnumSet.of(DexProgram.PUMP_SWAP));
        final TradeList trades = extract(only, update.build(), TIME, TimeSource.BLOCK_TIME);
        assertThat(trades.size()).isEqualTo(1);
        assertThat(trades.get(0).programCode()).isEqualTo(DexProgram.PUMP_SWAP.code());
        for (final Outcome outcome : Outcome.values()) {
            assertThat(counters.outcome(DexProgram.PUMP_FUN, outcome).get()).isZero();
        }
    }

    @Test
    void shouldCountExactlyOneOutcomeForEachInstructionOfAProgram() {
        final UpdateBuilder update = update();
        Swaps.pumpFun(update, 1, true);
        Swaps.pumpFun(update, 1, false, Swaps.pumpFunEvent(false, 0, 5, TIME));
        update.top(DexProgram.PUMP_FUN.programId(), Swaps.instruction("create", 24), USER);
        update.top(DexProgram.PUMP_FUN.programId(), Swaps.instruction("unheard_of", 24), USER);
        update.top(DexProgram.PUMP_FUN.programId(), Swaps.instruction("buy", 24), USER);
        extract(update);
        assertThat(counters.outcome(DexProgram.PUMP_FUN, Outcome.TRADE).get()).isEqualTo(1);
        assertThat(counters.outcome(DexProgram.PUMP_FUN, Outcome.SKIPPED).get()).isEqualTo(1);
        assertThat(counters.outcome(DexProgram.PUMP_FUN, Outcome.IGNORED).get()).isEqualTo(3);
        assertThat(counters.outcome(DexProgram.PUMP_FUN, Outcome.UNKNOWN).get()).isEqualTo(1);
        assertThat(counters.outcome(DexProgram.PUMP_FUN, Outcome.MALFORMED).get())
                .isEqualTo(1);
    }

    @Test
    void shouldRunAsTheFirstStage() {
        final byte[] payload = Swaps.pumpFun(update(), 1, true).build();
        event.reset().time(TIME, TimeSource.BLOCK_TIME).payload(payload, 0, payload.length);
        event.kind(UpdateKind.TRANSACTION);
        new TradeExtractHandler(extractor).onEvent(event, 0, true);
        assertThat(event.trades().size()).isEqualTo(1);
    }
}
