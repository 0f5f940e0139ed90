package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RewindableEventHandler;
import com.lmax.disruptor.RewindableException;
import io.solflow.app.engine.Engine;
import io.solflow.app.engine.Stages;
import io.solflow.app.live.LiveRun;
import io.solflow.app.live.StopSignals;
import io.solflow.app.support.DrillTable;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Tables;
import io.solflow.app.support.Undisturbed;
import io.solflow.core.event.UpdateEvent;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.simulator.MarketConfig;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stage throws in the middle of a live run, before or after it has done its work on an update. */
@Timeout(180)
class StageFailureTest {

    private static final long SEED = 20_261_127;
    private static final ServedMarket MARKET =
            new ServedMarket(MarketConfig.of(100, 40, SEED).lasting(12));
    private static final DrillTable TABLE = new DrillTable(
            "a stage throws, seed " + SEED, "stage", "moment", "at update", "trades stored", "after the next start");
    private static Path undisturbed;

    @TempDir
    Path folder;

    @BeforeAll
    static void runUndisturbed(@TempDir final Path folder) throws Exception {
        undisturbed = Undisturbed.run(folder.resolve("undisturbed.db"), MARKET.feed(), MARKET.lastSlot());
    }

    @AfterAll
    static void print() {
        TABLE.print(System.out);
    }

    @ParameterizedTest
    @CsvSource({
        "EXTRACT, BEFORE",
        "EXTRACT, AFTER",
        "METRICS, BEFORE",
        "METRICS, AFTER",
        "PERSIST, BEFORE",
        "PERSIST, AFTER"
    })
    void shouldStopWithTheFirstCauseAndLoseNothingAtTheNextStart(final Stage stage, final Moment moment)
            throws Exception {
        final Path database = folder.resolve("failed.db");
        final Random random = new Random(SEED ^ (stage + " " + moment).hashCode());
        final long sequence = MARKET.expected().size() / 4L + random.nextInt(300);
        final IllegalStateException cause = new IllegalStateException("thrown in the drill");
        try (GeyserServer server = GeyserServer.start(Undisturbed.lossless(), MARKET.feed())) {
            try (Engine engine = Engine.openDecorated(
                    PipelineRun.options(database), false, failing(stage, moment, sequence, cause))) {
                final LiveRun run = new LiveRun(engine, Undisturbed.client(server.port()));
                assertThatThrownBy(() -> run.run(new StopSignals(), () -> false, PipelineRun.nowhere()))
                        .as("seed %d", SEED)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("pipeline failed: thrown in the drill")
                        .hasCause(cause);
            }
            assertThat(PipelineRun.verify(database).details())
                    .as("seed %d", SEED)
                    .isEmpty();
            final String stored =
                    PipelineRun.rows(database, "SELECT count(*) FROM trades").get(0);
            try (GrpcRun next = GrpcRun.start(database, Undisturbed.client(server.port()))) {
                next.awaitCommitted(MARKET.lastSlot());
                next.stop();
            }
            final long trades = Tables.assertUndisturbed("seed " + SEED, database, undisturbed);
            TABLE.row(stage, moment, sequence, stored, trades + " trades, tables equal");
        }
    }

    private enum Stage {
        EXTRACT,
        METRICS,
        PERSIST
    }

    private enum Moment {
        BEFORE,
        AFTER
    }

    private static UnaryOperator<Stages> failing(
            final Stage stage, final Moment moment, final long sequence, final RuntimeException cause) {
        return stages -> new Stages(
                stage == Stage.EXTRACT ? failing(stages.extract(), moment, sequence, cause) : stages.extract(),
                stage == Stage.METRICS ? failing(stages.metrics(), moment, sequence, cause) : stages.metrics(),
                stage == Stage.PERSIST ? new FailingLast(stages.persist(), moment, sequence, cause) : stages.persist());
    }

    private static EventHandler<UpdateEvent> failing(
            final EventHandler<UpdateEvent> handler,
            final Moment moment,
            final long failingSequence,
            final RuntimeException cause) {
        return (event, sequence, endOfBatch) -> {
            throwAt(Moment.BEFORE, moment, sequence == failingSequence, cause);
            handler.onEvent(event, sequence, endOfBatch);
            throwAt(Moment.AFTER, moment, sequence == failingSequence, cause);
        };
    }

    private static void throwAt(
            final Moment here, final Moment moment, final boolean reached, final RuntimeException cause) {
        if (reached && here == moment) {
            throw cause;
        }
    }

    /** The last stage is told of timeouts and of the end, too. */
    private record FailingLast(
            RewindableEventHandler<UpdateEvent> handler, Moment moment, long failingSequence, RuntimeException cause)
            implements RewindableEventHandler<UpdateEvent> {
        @Override
        public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch)
                throws RewindableException, Exception {
            throwAt(Moment.BEFORE, moment, sequence == failingSequence, cause);
            handler.onEvent(event, sequence, endOfBatch);
            throwAt(Moment.AFTER, moment, sequence == failingSequence, cause);
        }

        @Override
        public void onTimeout(final long sequence) throws Exception {
            handler.onTimeout(sequence);
        }

        @Override
        public void onShutdown() {
            handler.onShutdown();
        }
    }
}
