package io.solflow.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RewindAction;
import com.lmax.disruptor.RewindableEventHandler;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.metrics.RowReturns;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowReclaimTest {

    private static final long TIME = 1_785_000_000L;
    private static final int MINTS = 500;
    private static final int RING_SIZE = 4096;

    // last stage only, read after the drain
    private final List<UpdateEvent> finished = new ArrayList<>();
    private int rows;

    private final EventHandler<UpdateEvent> oneTrade = (event, sequence, endOfBatch) -> {
        event.trades().clear();
        if (event.kind() == UpdateKind.TRANSACTION) {
            event.trades().add().id(event.slot()).timestampSeconds(TIME).lamports(1);
            event.trades().get(0).mint().set(event.slot(), 0, 0, 0);
        }
    };

    private final RewindableEventHandler<UpdateEvent> count = (event, sequence, endOfBatch) -> {
        finished.add(event);
        rows += event.metrics().size();
    };

    @Test
    void shouldTakeLargeArraysBackFromARingThatDoesNotComeRound() {
        final RollingMetrics metrics = new RollingMetrics();
        try (TradePipeline pipeline = new TradePipeline(
                new PipelineConfig(RING_SIZE, WaitMode.TIMEOUT_BLOCKING),
                oneTrade,
                new RollingMetricsHandler(metrics),
                new RowReturnHandler(count, metrics.returns()),
                (cause, attempts) -> RewindAction.THROW)) {
            pipeline.start();
            for (int mint = 1; mint <= MINTS; mint++) {
                publish(pipeline, mint, TIME, UpdateKind.TRANSACTION);
            }
            for (final int span : new int[] {60, 300, 900, 3600, 7200, 14_400}) {
                publish(pipeline, MINTS, TIME + span + 1, UpdateKind.SLOT_END);
                assertThat(pipeline.backlog()).isLessThan(RING_SIZE);
            }
            await(pipeline);
            publish(pipeline, MINTS, TIME + 14_402, UpdateKind.SLOT_END);
            assertThat(pipeline.drain(30_000)).isTrue();
        }
        assertThat(rows).isEqualTo(MINTS + 6 * MINTS);
        assertThat(finished)
                .hasSize(MINTS + 7)
                .allMatch(event -> event.metrics().values().length <= RowReturns.RETAINED_ROWS * MetricsRows.STRIDE);
    }

    private static void await(final TradePipeline pipeline) {
        while (pipeline.backlog() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void publish(
            final TradePipeline pipeline, final long slot, final long seconds, final UpdateKind kind) {
        final UpdateEvent event = pipeline.publisher().claim();
        event.slot(slot).time(seconds, TimeSource.BLOCK_TIME).kind(kind);
        pipeline.publisher().publish();
    }
}
