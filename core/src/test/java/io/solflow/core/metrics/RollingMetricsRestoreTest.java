package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RollingMetricsRestoreTest {

    private static final long START_SECONDS = 1_780_000_000L;

    @Test
    void shouldGoOnFromStoredTradesAsIfNeverStopped() {
        for (int seed = 0; seed < 40; seed++) {
            final Random random = new Random(seed);
            final EngineRun live = new EngineRun();
            final List<NaiveMetrics.Row> stored = new ArrayList<>();
            long now = START_SECONDS;
            for (int i = 0; i < 2_000 + random.nextInt(6_000); i++) {
                now = step(random, now, i, stored, live, null);
            }

            final EngineRun restored = restore(live, stored, random);
            final String description = "seed " + seed;
            assertThat(drained(restored.metrics).size()).as(description).isZero();
            assertSameState(description, live, restored);

            for (int i = 0; i < 3_000; i++) {
                now = step(random, now, 100_000 + i, stored, live, restored);
            }
            assertThat(restored.flags).as(description).isEqualTo(live.flags);
            assertSameState(description, live, restored);
        }
    }

    @Test
    void shouldLeaveOutWhatTheStoredWatermarkHasExpired() {
        final RollingMetrics metrics = new RollingMetrics();
        metrics.restore(EngineRun.fill(new Trade(), trade(1, 1, START_SECONDS)), false);
        metrics.restoreWatermark(START_SECONDS + 14_401);
        assertThat(drained(metrics).size()).isZero();
        assertThat(metrics.counters().mints().get()).isZero();
        assertThat(metrics.watermarkSeconds()).isEqualTo(START_SECONDS + 14_401);
    }

    @Test
    void shouldShowInTheGaugesWhatWasRestoredBeforeAnythingIsDrained() {
        final RollingMetrics metrics = new RollingMetrics();
        metrics.restoreWatermark(START_SECONDS);
        metrics.restore(EngineRun.fill(new Trade(), trade(1, 1, START_SECONDS)), false);
        metrics.restored();
        assertThat(metrics.counters().mints().get()).isEqualTo(1);
        assertThat(metrics.counters().buckets().get()).isEqualTo(1);
    }

    private static long step(
            final Random random,
            final long now,
            final int number,
            final List<NaiveMetrics.Row> stored,
            final EngineRun live,
            final EngineRun restored) {
        if (random.nextInt(3) == 0) {
            final long next = now + (random.nextInt(300) == 0 ? random.nextInt(4_000) : 1 + random.nextInt(3));
            final UpdateEvent event = live.slotEnd(next);
            if (restored != null) {
                assertSameRows(number, event, restored.slotEnd(next));
            }
            return next;
        }
        final long late = random.nextInt(6) == 0 ? random.nextInt(random.nextBoolean() ? 300 : 16_000) : 0;
        final NaiveMetrics.Row trade = new NaiveMetrics.Row(
                (int) (30 * random.nextDouble() * random.nextDouble()),
                random.nextInt(8),
                ChainPosition.of(now * 3 - 3 * late, number, 0),
                now - late,
                random.nextInt(),
                random.nextInt(7) == 0);
        stored.add(trade);
        final UpdateEvent event = live.transaction(List.of(trade));
        if (restored != null) {
            assertSameRows(number, event, restored.transaction(List.of(trade)));
        }
        return now;
    }

    /** Trades in any order; those whose wallets no longer matter come without. */
    private static EngineRun restore(final EngineRun live, final List<NaiveMetrics.Row> stored, final Random random) {
        final RollingMetrics metrics = new RollingMetrics();
        final long watermark = live.metrics.watermarkSeconds();
        if (random.nextBoolean()) {
            metrics.restoreWatermark(watermark);
        }
        final List<NaiveMetrics.Row> shuffled = new ArrayList<>(stored);
        Collections.shuffle(shuffled, random);
        for (final NaiveMetrics.Row row : shuffled) {
            final Trade trade = EngineRun.fill(new Trade(), row);
            if (row.seconds < watermark - RollingMetrics.WALLET_MEMORY_SECONDS) {
                trade.wallet().set(0, 0, 0, 0);
            }
            metrics.restore(trade, live.flags.get(row.id));
        }
        metrics.restoreWatermark(watermark);
        final EngineRun restored = new EngineRun(metrics);
        restored.rows.putAll(live.rows);
        restored.flags.putAll(live.flags);
        return restored;
    }

    private static MetricsRows drained(final RollingMetrics metrics) {
        final MetricsRows rows = new MetricsRows();
        metrics.drainRows(rows);
        return rows;
    }

    private static void assertSameState(final String description, final EngineRun live, final EngineRun restored) {
        final MetricsCounters expected = live.metrics.counters();
        final MetricsCounters actual = restored.metrics.counters();
        assertThat(restored.metrics.watermarkSeconds()).as(description).isEqualTo(live.metrics.watermarkSeconds());
        assertThat(actual.mints().get())
                .as(description)
                .isEqualTo(expected.mints().get());
        assertThat(actual.walletPairs().get())
                .as(description)
                .isEqualTo(expected.walletPairs().get());
    }

    private static void assertSameRows(final int number, final UpdateEvent expected, final UpdateEvent actual) {
        assertThat(rows(actual)).as("event %d", number).isEqualTo(rows(expected));
    }

    private static Map<Integer, List<Long>> rows(final UpdateEvent event) {
        final Map<Integer, List<Long>> rows = new HashMap<>();
        for (int i = 0; i < event.metrics().size(); i++) {
            final List<Long> values = new ArrayList<>();
            for (int column = 0; column < MetricsRows.STRIDE; column++) {
                values.add(event.metrics().get(i, column));
            }
            rows.put((int) event.metrics().get(i, MetricsRows.MINT + 3), values);
        }
        return rows;
    }

    private static NaiveMetrics.Row trade(final int mint, final int index, final long seconds) {
        return new NaiveMetrics.Row(mint, 1, ChainPosition.of(index, 0, 0), seconds, 5, false);
    }
}
