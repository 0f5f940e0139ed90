package io.solflow.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.metrics.RollingMetrics;
import org.junit.jupiter.api.Test;

class RowReturnHandlerTest {

    private static final int MANY_ROWS = 100;

    private final RollingMetrics metrics = new RollingMetrics();
    private final UpdateEvent first = withLentRows();
    private final UpdateEvent last = new UpdateEvent();
    private boolean rewinds;

    private final RowReturnHandler handler = new RowReturnHandler(
            (event, sequence, endOfBatch) -> {
                if (rewinds) {
                    throw new RewindableException(new Exception("busy"));
                }
            },
            metrics.returns());

    @Test
    void shouldGiveNothingBackWithinABatch() throws Throwable {
        handler.onEvent(first, 0, false);
        assertThat(first.metrics().values()).hasSize(MANY_ROWS * MetricsRows.STRIDE);
    }

    @Test
    void shouldGiveLargeArraysBackAtTheEndOfTheBatch() throws Throwable {
        final long[] small = last.metrics().values();
        handler.onEvent(first, 0, false);
        handler.onEvent(last, 1, true);
        assertThat(first.metrics().values()).hasSameSizeAs(small);
        assertThat(first.metrics().size()).isZero();
        assertThat(last.metrics().values()).isSameAs(small);
    }

    @Test
    void shouldKeepTheRowsOfABatchThatIsRewound() throws Throwable {
        handler.onEvent(first, 0, false);
        rewinds = true;
        assertThatThrownBy(() -> handler.onEvent(last, 1, true)).isInstanceOf(RewindableException.class);
        assertThat(first.metrics().size()).isEqualTo(MANY_ROWS);
        rewinds = false;
        handler.onEvent(first, 0, false);
        handler.onEvent(last, 1, true);
        assertThat(first.metrics().size()).isZero();
    }

    private static UpdateEvent withLentRows() {
        final UpdateEvent event = new UpdateEvent();
        event.metrics().take(new long[MANY_ROWS * MetricsRows.STRIDE]);
        event.metrics().size(MANY_ROWS);
        return event;
    }
}
