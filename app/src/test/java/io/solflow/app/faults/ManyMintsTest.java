package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.engine.Engine;
import io.solflow.app.support.Crowd;
import io.solflow.app.support.PipelineRun;
import io.solflow.core.metrics.MetricsCounters;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code -Dsolflow.mints} distinct mints, each traded by a wallet of its own, in one minute; then four quiet hours, and as
 * many others. The tests' heap is 1 GiB, so a million fit into it with everything else.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ManyMintsTest {

    private static final int MINTS = Integer.getInteger("solflow.mints", 30_000);
    private static final int SLOTS = 150;
    private static final long SLOT_MS = 400;
    /** Less than what is believed of a single block meta, more than the longest window in two steps. */
    private static final long QUIET_SLOTS = 9_100;

    private static final int QUIET_STEPS = 5;
    private static final long DRAIN_MS = 600_000;
    private static final long HEAP_TOLERANCE_BYTES = 4L << 20;
    private static final double MB = 1e6;

    private final Crowd crowd = new Crowd();
    private final List<Long> heapBytes = new ArrayList<>();
    private long slot = MarketConfig.DEFAULT_START_SLOT;
    private int number;

    @TempDir
    Path folder;

    @Test
    void shouldHoldManyMintsAndWalletsAndFreeThemWhenTheirWindowsAreEmpty() throws SQLException {
        final Path database = folder.resolve("crowd.db");
        final long startNs = System.nanoTime();
        try (Engine engine = PipelineRun.open(database)) {
            final SlotAssembler assembler = new SlotAssembler(
                    AssemblerConfig.live(Commitment.CONFIRMED), engine.publisher(), UpdateSink.NO_CHECKPOINT);
            final UpdateRouter router = new UpdateRouter(assembler);
            measure(engine);
            for (int wave = 1; wave <= 2; wave++) {
                playCrowd(router);
                measure(engine);
                assertGauges(engine.metricsCounters(), MINTS);
                beQuiet(router);
                measure(engine);
                assertGauges(engine.metricsCounters(), 0);
            }
            engine.finish(DRAIN_MS);
        }
        System.out.printf(
                "drill: %,d mints and wallets twice in %d s; heap in MB: empty %.1f, held %.1f, freed %.1f, held %.1f,"
                        + " freed %.1f, at most %.0f%n",
                MINTS,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs),
                heapBytes.get(0) / MB,
                heapBytes.get(1) / MB,
                heapBytes.get(2) / MB,
                heapBytes.get(3) / MB,
                heapBytes.get(4) / MB,
                Runtime.getRuntime().maxMemory() / MB);
        assertThat(PipelineRun.rows(
                        database, "SELECT count(*), count(DISTINCT mint), count(DISTINCT wallet) FROM token_trades"))
                .containsExactly(2L * MINTS + "|" + 2L * MINTS + "|" + 2L * MINTS);
        assertThat(
                        PipelineRun.rows(
                                database,
                                "SELECT count(*) FROM token_rolling_metrics WHERE net_flow_14400s = 0 AND unique_wallets_300s = 0"))
                .containsExactly(Long.toString(2L * MINTS));
        assertThat(PipelineRun.verify(database).details()).isEmpty();
        assertThat(heapBytes.subList(3, 5))
                .as("the second crowd lives where the first one lived")
                .allSatisfy(bytes -> assertThat(bytes).isLessThan(heapBytes.get(2) + HEAP_TOLERANCE_BYTES));
    }

    private void playCrowd(final UpdateRouter router) {
        for (int i = 0; i < SLOTS; i++) {
            final int end = number + MINTS / SLOTS + (i == SLOTS - 1 ? MINTS % SLOTS : 0);
            for (int index = 0; number < end; index++) {
                give(router, crowd.buy(slot, index, number++));
            }
            endSlot(router);
        }
    }

    /** Quiet hours: a few slots are met, each far behind the last, and their windows empty one after the other. */
    private void beQuiet(final UpdateRouter router) {
        for (int i = 0; i < QUIET_STEPS; i++) {
            slot += QUIET_SLOTS;
            endSlot(router);
        }
    }

    private void endSlot(final UpdateRouter router) {
        final long seconds =
                MarketConfig.DEFAULT_START_TIME_SECONDS + (slot - MarketConfig.DEFAULT_START_SLOT) * SLOT_MS / 1_000;
        give(router, Crowd.blockMeta(slot, seconds));
        slot++;
    }

    private void give(final UpdateRouter router, final byte[] update) {
        final long nowNs = TimeUnit.MILLISECONDS.toNanos((slot - MarketConfig.DEFAULT_START_SLOT) * SLOT_MS);
        assertThat(router.onUpdate(update, 0, update.length, nowNs)).isTrue();
    }

    private void measure(final Engine engine) {
        await().atMost(Duration.ofMinutes(20)).until(() -> engine.pipeline().backlog() == 0);
        System.gc();
        heapBytes.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static void assertGauges(final MetricsCounters counters, final long mints) {
        assertThat(counters.mints().get()).isEqualTo(mints);
        assertThat(counters.walletPairs().get()).isEqualTo(mints);
        assertThat(counters.buckets().get()).isEqualTo(mints);
    }
}
