package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.command.Verifier;
import io.solflow.app.support.PipelineRun;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.SeenTrades;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.pipeline.WaitMode;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.persist.file.PersistConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedMarketTest {

    private static final long SEED = 2026;
    private static final int SECONDS = 400;
    private static final int PERMUTATIONS = Integer.getInteger("solflow.permutations", 3);
    private static final int DISORDER_SLOTS = 150;
    private static final String CHECKPOINT = "SELECT slot, watermark FROM checkpoint";
    private static final String ALL_TRADES = "SELECT * FROM token_trades ORDER BY id";
    private static final String ALL_SIGNALS = "SELECT * FROM token_signals ORDER BY id";
    private static final String ALL_METRICS = "SELECT * FROM token_rolling_metrics ORDER BY mint";

    private static final List<byte[]> UPDATES = new ArrayList<>();
    private static final List<List<byte[]>> BLOCKS = new ArrayList<>();
    private static final List<ExpectedTrade> EXPECTED = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void simulate() throws IOException {
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(50, 60, SEED).lasting(SECONDS))) {
            for (SimulatedBlock block = simulator.nextSimulated(); block != null; block = simulator.nextSimulated()) {
                final List<byte[]> updates = BlockUpdates.plain().bytes(block.block());
                BLOCKS.add(updates);
                UPDATES.addAll(updates);
                EXPECTED.addAll(block.expected());
            }
        }
    }

    @Test
    void shouldStoreExactlyTheTradesThatTheMarketExecuted() throws SQLException {
        final Path database = folder.resolve("market.db");
        final ExtractCounters counters = PipelineRun.play(database, UPDATES);

        assertThat(PipelineRun.rows(
                        database,
                        "SELECT id, mint, timestamp, wallet, side, lamports, is_dca, program, token_amount FROM"
                                + " token_trades ORDER BY id"))
                .containsExactlyElementsOf(
                        EXPECTED.stream().map(SimulatedMarketTest::row).toList());
        for (final DexProgram program : DexProgram.values()) {
            assertThat(counters.outcome(program, Outcome.TRADE).get())
                    .as(program.label())
                    .isPositive();
            assertThat(counters.outcome(program, Outcome.UNKNOWN).get())
                    .as(program.label())
                    .isZero();
            assertThat(counters.outcome(program, Outcome.MALFORMED).get())
                    .as(program.label())
                    .isZero();
        }
        assertThat(counters.dcaLegs().get()).isPositive();
        assertThat(counters.failed().get()).isPositive();
    }

    @Test
    void shouldUnderstandEverythingThatTheDemosMarketWritesInAMinute() {
        final ExtractCounters counters = new ExtractCounters();
        final TradeExtractor extractor =
                new TradeExtractor(EnumSet.allOf(DexProgram.class), SeenTrades.forgetful(), counters);
        final UpdateEvent event = new UpdateEvent();
        long expected = 0;
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(2_000, 500, 1).lasting(60))) {
            for (SimulatedBlock block = simulator.nextSimulated(); block != null; block = simulator.nextSimulated()) {
                expected += block.expected().size();
                final long timeSeconds = block.block().blockTimeSeconds().orElseThrow();
                for (final byte[] update : BlockUpdates.plain().bytes(block.block())) {
                    event.reset()
                            .slot(block.block().slot())
                            .time(timeSeconds, TimeSource.BLOCK_TIME)
                            .payload(update, 0, update.length)
                            .kind(UpdateKind.TRANSACTION);
                    extractor.extract(event);
                }
            }
        }
        assertThat(counters.trades().get()).isEqualTo(expected);
        for (final DexProgram program : DexProgram.values()) {
            assertThat(counters.outcome(program, Outcome.UNKNOWN).get())
                    .as(program.label())
                    .isZero();
            assertThat(counters.outcome(program, Outcome.MALFORMED).get())
                    .as(program.label())
                    .isZero();
        }
    }

    @Test
    void shouldKeepMetricsThatEqualTheirRecomputation() throws SQLException {
        final Path database = folder.resolve("metrics.db");
        PipelineRun.play(database, UPDATES);
        final Verifier.Report report = PipelineRun.verify(database);
        assertThat(report.details()).isEmpty();
        assertThat(report.trades()).isEqualTo(EXPECTED.size());
        assertThat(PipelineRun.rows(database, "SELECT count(*) FROM token_trades WHERE is_bot = 1"))
                .isNotEqualTo(List.of("0"));
    }

    @Test
    void shouldGiveTheSameTablesWhateverTheRingSizeAndTheBatching() throws SQLException {
        List<String> trades = null;
        List<String> metrics = null;
        List<String> signals = null;
        int run = 0;
        for (final int ringSize : new int[] {64, 1024, 65536}) {
            for (final int maxBatchRows : new int[] {1, 10_000}) {
                final Path database = folder.resolve("run" + run++ + ".db");
                PipelineRun.play(
                        new PipelineConfig(ringSize, WaitMode.TIMEOUT_BLOCKING),
                        batches(PersistConfig.of(database), maxBatchRows),
                        UPDATES.subList(0, UPDATES.size() / 3));
                if (trades == null) {
                    trades = PipelineRun.rows(database, ALL_TRADES);
                    metrics = PipelineRun.rows(database, ALL_METRICS);
                    signals = PipelineRun.rows(database, ALL_SIGNALS);
                    assertThat(signals).isNotEmpty();
                    assertThat(trades).isNotEmpty();
                    assertThat(metrics).isNotEmpty();
                } else {
                    assertThat(PipelineRun.rows(database, ALL_TRADES)).isEqualTo(trades);
                    assertThat(PipelineRun.rows(database, ALL_METRICS)).isEqualTo(metrics);
                    assertThat(PipelineRun.rows(database, ALL_SIGNALS)).isEqualTo(signals);
                }
            }
        }
    }

    @Test
    void shouldGiveTheSameTablesWhenTheInputComesTwiceAndInParts() throws SQLException {
        final Path whole = folder.resolve("whole.db");
        PipelineRun.play(whole, UPDATES);
        final Path parts = folder.resolve("parts.db");
        final int half = UPDATES.size() / 2;
        PipelineRun.play(parts, UPDATES.subList(0, half));
        PipelineRun.play(parts, UPDATES.subList(half / 2, UPDATES.size()));
        PipelineRun.play(parts, UPDATES);

        assertThat(PipelineRun.rows(parts, ALL_TRADES)).isEqualTo(PipelineRun.rows(whole, ALL_TRADES));
        assertThat(withoutTime(parts)).isEqualTo(withoutTime(whole));
        assertThat(PipelineRun.verify(parts).details()).isEmpty();
    }

    @Test
    void shouldGiveTheSameTablesWhenSlotsComeTwiceAndOutOfOrder() throws SQLException {
        final Path ordered = folder.resolve("ordered.db");
        PipelineRun.play(ordered, UPDATES);
        for (int i = 0; i < PERMUTATIONS; i++) {
            final long seed = SEED + i;
            final Path disordered = folder.resolve("disordered" + i + ".db");
            final AssemblerConfig assembler =
                    i % 2 == 0 ? AssemblerConfig.live(Commitment.CONFIRMED) : AssemblerConfig.replay();
            PipelineRun.play(disordered, disorder(new Random(seed)), assembler);

            assertThat(PipelineRun.rows(disordered, ALL_TRADES))
                    .as("seed %d", seed)
                    .isEqualTo(PipelineRun.rows(ordered, ALL_TRADES));
            assertThat(withoutTime(disordered)).as("seed %d", seed).isEqualTo(withoutTime(ordered));
            assertThat(PipelineRun.rows(disordered, CHECKPOINT))
                    .as("seed %d", seed)
                    .isEqualTo(PipelineRun.rows(ordered, CHECKPOINT));
            assertThat(PipelineRun.verify(disordered).details())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    /**
     * Every slot up to {@value #DISORDER_SLOTS} slots behind its place, each fifth a second time somewhere else, each fifth
     * with its updates in any order.
     */
    private static List<byte[]> disorder(final Random random) {
        final TreeMap<Double, List<byte[]>> places = new TreeMap<>();
        for (int i = 0; i < BLOCKS.size(); i++) {
            final List<byte[]> block = new ArrayList<>(BLOCKS.get(i));
            if (random.nextInt(5) == 0) {
                places.put(i + random.nextDouble() * DISORDER_SLOTS, new ArrayList<>(block));
            }
            if (random.nextInt(5) == 0) {
                Collections.shuffle(block, random);
            }
            places.put(i + random.nextDouble() * DISORDER_SLOTS, block);
        }
        return places.values().stream().flatMap(List::stream).toList();
    }

    /** Rows without updated_at: a row is rewritten when something touches it, which depends on the order of arrival. */
    private static List<String> withoutTime(final Path database) throws SQLException {
        return PipelineRun.rows(
                database,
                "SELECT mint, net_flow_60s, net_flow_300s, net_flow_900s, net_flow_3600s, net_flow_7200s,"
                        + " net_flow_14400s, unique_wallets_300s, bot_wallets_300s, bot_trades_300s, bot_flow_300s,"
                        + " dca_flow_300s, dca_unique_wallets_300s, dca_ratio_300s, trades_300s, buys_300s"
                        + " FROM token_rolling_metrics ORDER BY mint");
    }

    private static PersistConfig batches(final PersistConfig config, final int maxBatchRows) {
        return new PersistConfig(
                config.database(),
                config.flushMs(),
                maxBatchRows,
                config.busyTimeoutMs(),
                config.cacheKib(),
                config.walAutocheckpointPages(),
                config.walLimitBytes(),
                config.mintCacheEntries(),
                config.walletCacheEntries());
    }

    private static String row(final ExpectedTrade trade) {
        final double tokens = new BigDecimal(new BigInteger(Long.toUnsignedString(trade.baseUnits())))
                .movePointLeft(trade.decimals())
                .doubleValue();
        return String.join(
                "|",
                Long.toString(ChainPosition.of(trade.slot(), trade.txIndex(), trade.ordinal())),
                trade.mint(),
                Long.toString(trade.timestampSeconds()),
                trade.wallet(),
                trade.side().label(),
                Long.toString(trade.lamports()),
                trade.dca() ? "1" : "0",
                trade.programLabel(),
                Double.toString(tokens));
    }
}
