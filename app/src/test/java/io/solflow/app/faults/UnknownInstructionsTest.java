package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.ChainTrait;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A market in which one instruction in twenty is one that nobody knows: no trade is missed, doubled or made up. */
class UnknownInstructionsTest {

    private static final int SECONDS = 60;

    @TempDir
    Path folder;

    private static ServedMarket market(final long seed) {
        return new ServedMarket(MarketConfig.of(60, 40, seed)
                // of swaps at programs that tell by event, which are not all
                .with(ChainTrait.UNKNOWN_INSTRUCTION, 650)
                .with(ChainTrait.BATCH, 3_000)
                .with(ChainTrait.VERSION_1, 3_000)
                .with(ChainTrait.MULTI_HOP, 600)
                .with(ChainTrait.COMPLETION, 50)
                .with(ChainTrait.WITHOUT_HEIGHTS, 500)
                .lasting(SECONDS));
    }

    @ParameterizedTest
    @ValueSource(longs = {1701, 1702, 1703})
    void shouldStoreEveryTradeOfAReplay(final long seed) throws Exception {
        final ServedMarket market = market(seed);
        final Path database = folder.resolve("replay.db");
        final ExtractCounters counters = PipelineRun.play(database, market.updates(0, market.lastSlot()));
        assertStored(market, database, counters, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1704, 1705})
    void shouldStoreEveryTradeOfAStream(final long seed) throws Exception {
        final ServedMarket market = market(seed);
        final Path database = folder.resolve("stream.db");
        final GeyserServerConfig lossless =
                GeyserServerConfig.defaults().withSpeed(0).withDelivery(Delivery.LOSSLESS);
        final ExtractCounters counters;
        try (GeyserServer server = GeyserServer.start(lossless, market.feed());
                GrpcRun run = GrpcRun.start(
                        database,
                        GeyserConfig.standard(
                                new GeyserEndpoint(false, "127.0.0.1", server.port()),
                                "",
                                Commitment.CONFIRMED,
                                GrpcRun.allPrograms(),
                                seed))) {
            run.awaitCommitted(market.lastSlot());
            run.stop();
            counters = run.extractCounters();
        }
        assertStored(market, database, counters, seed);
    }

    private static void assertStored(
            final ServedMarket market, final Path database, final ExtractCounters counters, final long seed)
            throws Exception {
        assertThat(PipelineRun.rows(database, ServedMarket.ROWS))
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        market.expected().stream().map(ServedMarket::row).toList());
        final long unknown =
                market.expected().stream().filter(ExpectedTrade::byEvent).count();
        assertThat((double) unknown / market.expected().size())
                .as("seed %d", seed)
                .isBetween(0.035, 0.065);
        assertThat(outcome(counters, Outcome.BY_EVENT)).as("seed %d", seed).isEqualTo(unknown);
        assertThat(outcome(counters, Outcome.UNKNOWN)).as("seed %d", seed).isZero();
        assertThat(outcome(counters, Outcome.MALFORMED)).as("seed %d", seed).isZero();
        assertThat(PipelineRun.verify(database).details()).as("seed %d", seed).isEmpty();
    }

    private static long outcome(final ExtractCounters counters, final Outcome outcome) {
        return EnumSet.allOf(DexProgram.class).stream()
                .mapToLong(program -> counters.outcome(program, outcome).get())
                .sum();
    }
}
