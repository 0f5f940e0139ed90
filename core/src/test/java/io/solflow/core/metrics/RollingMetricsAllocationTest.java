package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.Side;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.pipeline.RollingMetricsHandler;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RollingMetricsAllocationTest {

    private static final long SEED = 6;
    private static final int PERIOD_SECONDS = 480;
    private static final int TRADES_PER_SECOND = 20;
    private static final int RING = 256;

    private final RollingMetrics metrics = new RollingMetrics(true);
    private final RollingMetricsHandler handler = new RollingMetricsHandler(metrics);
    private final UpdateEvent[] ring = new UpdateEvent[RING];
    private final int[] mints = new int[PERIOD_SECONDS * TRADES_PER_SECOND];
    private final int[] wallets = new int[mints.length];
    private final int[] lateSeconds = new int[mints.length];
    private long sequence;
    private long slot;
    private long takenBack;

    /** A slot a second, every eighth of which dies 20 later. The load repeats itself, so that whatever the windows can hold they have held after the first four hours. */
    @Test
    void shouldAllocateNothingOnceTheWindowsAreFull() {
        prepare();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long now = 1_780_000_000L;
        for (int i = 0; i < 16_000 / PERIOD_SECONDS + 1; i++, now += PERIOD_SECONDS) {
            playPeriod(now);
        }
        threads.getCurrentThreadAllocatedBytes();

        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++, now += PERIOD_SECONDS) {
            playPeriod(now);
        }
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated)
                .as("bytes for %d trades, seed %d", 10 * mints.length, SEED)
                .isZero();
        assertThat(metrics.counters().unsettledTrades().get())
                .isBetween(800L * TRADES_PER_SECOND, (long) UnsettledTrades.SLOTS * TRADES_PER_SECOND);
        assertThat(takenBack).isPositive();
    }

    private void prepare() {
        final Random random = new Random(SEED);
        for (int i = 0; i < RING; i++) {
            ring[i] = new UpdateEvent();
        }
        for (int i = 0; i < mints.length; i++) {
            mints[i] = (int) (2_000 * random.nextDouble() * random.nextDouble());
            wallets[i] = random.nextInt(500);
            lateSeconds[i] = random.nextInt(10) == 0 ? random.nextInt(400) : 0;
        }
    }

    private void playPeriod(final long start) {
        for (int i = 0; i < mints.length; i++) {
            final long now = start + i / TRADES_PER_SECOND;
            if (i % TRADES_PER_SECOND == 0) {
                final UpdateEvent event = next().time(now, TimeSource.BLOCK_TIME);
                event.kind(UpdateKind.SLOT_END);
                handler.onEvent(event, sequence++, true);
                playDeath(++slot - 20);
            }
            final UpdateEvent event = next();
            final Trade trade = event.trades().add();
            trade.id(ChainPosition.of(slot, i % TRADES_PER_SECOND, 0))
                    .timestampSeconds(now - lateSeconds[i])
                    .lamports(i)
                    .dca(i % 50 == 0);
            trade.side(i % 3 == 0 ? Side.SELL : Side.BUY);
            trade.mint().set(mints[i], 1, 1, 1);
            trade.wallet().set(1, 1, 1, wallets[i]);
            event.kind(UpdateKind.TRANSACTION);
            handler.onEvent(event, sequence++, true);
        }
    }

    private void playDeath(final long dead) {
        if (dead > 0 && dead % 8 == 0) {
            final UpdateEvent event = next().slot(dead);
            event.kind(UpdateKind.SLOT_DEAD);
            handler.onEvent(event, sequence++, true);
            takenBack += event.takenBack() ? 1 : 0;
        }
    }

    private UpdateEvent next() {
        final UpdateEvent event = ring[(int) (sequence % RING)].reset();
        event.trades().clear();
        return event;
    }
}
