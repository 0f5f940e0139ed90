package io.solflow.ingest.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.SeenTrades;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the extract stage against the market's own account of it, transaction by transaction. */
class DecodedMarketTest {

    private static final long FIRST_SEED = 17_000;
    private static final int SEEDS = Integer.getInteger("solflow.seeds", 4);

    private final ExtractCounters counters = new ExtractCounters();
    private final TradeExtractor extractor =
            new TradeExtractor(EnumSet.allOf(DexProgram.class), SeenTrades.forgetful(), counters);
    private final UpdateEvent event = new UpdateEvent();
    private long byEvent;

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    private static MarketConfig market(final long seed) {
        return MarketConfig.of(400, 60, seed).lasting(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldFindEveryTradeOfTheMarketAsItIsPlayed(final long seed) {
        assertDecoded(market(seed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldFindEveryTradeWithInstructionsThatNobodyKnows(final long seed) {
        assertDecoded(market(seed)
                .with(ChainTrait.UNKNOWN_INSTRUCTION, 600)
                .with(ChainTrait.BATCH, 3_000)
                .with(ChainTrait.VERSION_1, 3_000)
                .with(ChainTrait.MULTI_HOP, 500)
                .with(ChainTrait.COMPLETION, 50));
        assertThat(byEvent).as("seed %d", seed).isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldFindEveryTradeWithAllTraitsAtOnce(final long seed) {
        MarketConfig config = market(seed);
        for (final ChainTrait trait : ChainTrait.values()) {
            config = config.with(trait, 1_500);
        }
        assertDecoded(config.with(ChainTrait.RIVAL_BANK, 0).with(ChainTrait.COMPLETION, 100));
    }

    private void assertDecoded(final MarketConfig config) {
        try (MarketSimulator simulator = new MarketSimulator(config)) {
            for (SimulatedBlock block = simulator.nextSimulated(); block != null; block = simulator.nextSimulated()) {
                for (final SubscribeUpdateTransactionInfo info : block.block().transactions()) {
                    final List<String> expected = block.expected().stream()
                            .filter(trade -> trade.txIndex() == info.getIndex())
                            .map(DecodedMarketTest::text)
                            .toList();
                    assertThat(decoded(block.block(), info))
                            .as(
                                    "seed %d slot %d tx %d",
                                    config.seed(), block.block().slot(), info.getIndex())
                            .isEqualTo(expected);
                    assertThat(outcome(Outcome.MALFORMED) + outcome(Outcome.UNKNOWN))
                            .as(
                                    "seed %d, %s in %s",
                                    config.seed(), counters.unnamed().seen(), info)
                            .isZero();
                }
                byEvent +=
                        block.expected().stream().filter(ExpectedTrade::byEvent).count();
            }
        }
        assertThat(outcome(Outcome.BY_EVENT)).as("seed %d", config.seed()).isEqualTo(byEvent);
        assertThat(outcome(Outcome.UNKNOWN))
                .as("seed %d, %s", config.seed(), counters.unnamed().seen())
                .isZero();
        assertThat(outcome(Outcome.MALFORMED)).as("seed %d", config.seed()).isZero();
    }

    private long outcome(final Outcome outcome) {
        return EnumSet.allOf(DexProgram.class).stream()
                .mapToLong(program -> counters.outcome(program, outcome).get())
                .sum();
    }

    private List<String> decoded(final Block block, final SubscribeUpdateTransactionInfo info) {
        final byte[] update = BlockUpdates.plain().transaction(block, info).toByteArray();
        event.reset()
                .slot(block.slot())
                .time(block.blockTimeSeconds().orElseThrow(), TimeSource.BLOCK_TIME)
                .payload(update, 0, update.length)
                .kind(UpdateKind.TRANSACTION);
        extractor.extract(event);
        final List<String> texts = new ArrayList<>();
        for (int i = 0; i < event.trades().size(); i++) {
            texts.add(text(event.trades().get(i)));
        }
        return texts;
    }

    private static String text(final Trade trade) {
        return String.join(
                " ",
                Integer.toString(ChainPosition.ordinal(trade.id())),
                trade.mint().toString(),
                trade.wallet().toString(),
                trade.side().label(),
                Long.toString(trade.lamports()),
                Long.toString(trade.baseUnits()),
                Integer.toString(trade.decimals()),
                Long.toString(trade.timestampSeconds()),
                DexProgram.ofCode(trade.programCode()).label(),
                trade.dca() ? "dca" : "",
                trade.boost() ? "boost" : "");
    }

    private static String text(final ExpectedTrade trade) {
        return String.join(
                " ",
                Integer.toString(trade.ordinal()),
                trade.mint(),
                trade.wallet(),
                trade.side().label(),
                Long.toString(trade.lamports()),
                Long.toString(trade.baseUnits()),
                Integer.toString(trade.decimals()),
                Long.toString(trade.timestampSeconds()),
                trade.programLabel(),
                trade.dca() ? "dca" : "",
                trade.boost() ? "boost" : "");
    }
}
