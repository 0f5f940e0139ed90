package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.GapReason;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.pipeline.RollingMetricsHandler;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollingMetricsHandlerTest {

    private static final long START_SECONDS = 1_780_000_000L;

    private final EngineRun engine = new EngineRun();

    @ParameterizedTest
    @CsvSource({
        "TRANSACTION, BLOCK_TIME, true",
        "TRANSACTION, NEAR_ESTIMATE, false",
        "TRANSACTION, CREATED_AT, false",
        "TRANSACTION, FAR_ESTIMATE, false",
        "SLOT_END, BLOCK_TIME, true",
        "SLOT_END, NEAR_ESTIMATE, false",
        "SLOT_END, CREATED_AT, false",
        "SLOT_END, FAR_ESTIMATE, false",
        "GAP, BLOCK_TIME, false",
        "SLOT_DEAD, BLOCK_TIME, false",
        "TRANSACTION_DEAD, BLOCK_TIME, false",
        "EMPTY, BLOCK_TIME, false"
    })
    void shouldMoveTheWatermarkByBlockTimesOnly(final UpdateKind kind, final TimeSource source, final boolean moves) {
        final UpdateEvent event = engine.next().time(START_SECONDS, source).gap(1, 2, GapReason.REPLAY_TOO_OLD);
        event.kind(kind);
        assertThat(engine.play(event).watermarkSeconds()).isEqualTo(moves ? START_SECONDS : UpdateEvent.NO_TIME);
    }

    @Test
    void shouldKeepTheWatermarkOfAnEventWithoutTime() {
        engine.slotEnd(START_SECONDS);
        final UpdateEvent event = engine.next();
        event.kind(UpdateKind.SLOT_END);
        assertThat(engine.play(event.time(UpdateEvent.NO_TIME, TimeSource.BLOCK_TIME))
                        .watermarkSeconds())
                .isEqualTo(START_SECONDS);
    }

    @Test
    void shouldPassOverTradesLeftInAnEntryThatIsNoTransaction() {
        final UpdateEvent event = engine.next();
        EngineRun.fill(event.trades().add(), trade(1, 0));
        event.kind(UpdateKind.EMPTY);
        assertThat(engine.play(event).metrics().size()).isZero();
        assertThat(engine.metrics.watermarkSeconds()).isEqualTo(UpdateEvent.NO_TIME);
    }

    @Test
    void shouldGiveOneRowForAMintThatATransactionTradesTwice() {
        final UpdateEvent event = engine.transaction(List.of(trade(1, 0), trade(1, 0), trade(2, 0)));
        assertThat(event.metrics().size()).isEqualTo(2);
    }

    @Test
    void shouldLeaveTheRowsOfAnEntryAloneUntilTheRingBringsItRound() {
        final long seed = 16;
        final Random random = new Random(seed);
        final RollingMetricsHandler handler = new RollingMetricsHandler(new RollingMetrics());
        final Deque<UpdateEvent> ring = new ArrayDeque<>();
        final Deque<long[]> written = new ArrayDeque<>();
        long now = START_SECONDS;
        for (int i = 0; i < 20_000; i++) {
            UpdateEvent event = new UpdateEvent();
            if (ring.size() == 64) {
                event = ring.remove();
                assertThat(copy(event)).as("seed %d event %d", seed, i).isEqualTo(written.remove());
            }
            event.reset().trades().clear();
            now += random.nextInt(100) == 0 ? random.nextInt(2_000) : random.nextInt(2);
            for (int trade = random.nextInt(20); trade > 0; trade--) {
                EngineRun.fill(event.trades().add(), trade(random.nextInt(1_000), now));
            }
            event.kind(UpdateKind.TRANSACTION);
            handler.onEvent(event, i, true);
            ring.add(event);
            written.add(copy(event));
        }
    }

    private static long[] copy(final UpdateEvent event) {
        return Arrays.copyOf(event.metrics().values(), event.metrics().size() * MetricsRows.STRIDE);
    }

    private static NaiveMetrics.Row trade(final int mint, final long seconds) {
        return new NaiveMetrics.Row(mint, 1, mint, seconds, 5, false);
    }
}
