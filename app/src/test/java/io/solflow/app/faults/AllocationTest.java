package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.SeenTrades;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.pipeline.RollingMetricsHandler;
import io.solflow.core.pipeline.TradeExtractHandler;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.signal.SignalConfig;
import io.solflow.core.signal.SignalWatch;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the ring's first two stages allocate for the updates of the simulated market: nothing, once what they keep has
 * grown to what the windows hold. Every 64th slot dies 8 later. The stages run on the test's thread, on ring entries of their own; only their calls
 * are measured, the market is made in between.
 */
@Timeout(180)
class AllocationTest {

    private static final long SEED = 4;
    private static final int RING = 256;
    private static final long START_SECONDS = MarketConfig.DEFAULT_START_TIME_SECONDS;

    /** Longer than the four hours of the windows, and than it takes to sweep the table of the slots seen for the first time. */
    private static final int WARM_UP_SECONDS = 40_000;

    /** The most rows that were ever lent at once may grow by one more array; what is allocated for events shows in every part. */
    private static final int PARTS = 5;

    private static final long PART_SECONDS = 600;
    private static final int TRADES_PER_SECOND = 5;

    /** With shorter ones it takes that much longer until the table of the slots seen is swept for the first time. */
    private static final int SLOT_MS = 400;

    /** Few and short, so that signals of all sorts come and go. */
    private static final long MIN_LAMPORTS = 1_000_000_000L;

    private static final int COOLDOWN_SECONDS = 30;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ExtractCounters counters = new ExtractCounters();
    private final SeenTrades seen = new SeenTrades();
    private final TradeExtractHandler extract =
            new TradeExtractHandler(new TradeExtractor(EnumSet.allOf(DexProgram.class), seen, counters));
    private final RollingMetrics metrics = new RollingMetrics(true);
    private final RollingMetricsHandler rolling = new RollingMetricsHandler(metrics);
    private final UpdateEvent[] ring = new UpdateEvent[RING];
    private long sequence;
    private long allocatedBytes;
    private long signals;

    @Test
    void shouldAllocateNothingForTheUpdatesOfAMarketOnceWarm() {
        rolling.signals(new SignalWatch(SignalConfig.DEFAULT.with(MIN_LAMPORTS, COOLDOWN_SECONDS), metrics));
        for (int i = 0; i < RING; i++) {
            ring[i] = new UpdateEvent();
        }
        try (MarketSimulator market = new MarketSimulator(MarketConfig.of(TRADES_PER_SECOND, 40, SEED)
                .withSlotMs(SLOT_MS)
                .lasting(WARM_UP_SECONDS + PARTS * PART_SECONDS + 2))) {
            playUntil(market, START_SECONDS + WARM_UP_SECONDS);
            final long tradesBefore = counters.trades().get();
            final long signalsBefore = signals;
            final List<Long> bytes = new ArrayList<>();
            for (int part = 1; part <= PARTS; part++) {
                allocatedBytes = 0;
                playUntil(market, START_SECONDS + WARM_UP_SECONDS + part * PART_SECONDS);
                bytes.add(allocatedBytes);
            }

            assertThat(counters.trades().get() - tradesBefore).isGreaterThan(PARTS * PART_SECONDS);
            assertThat(signals - signalsBefore).isGreaterThan(PARTS);
            assertThat(metrics.watermarkSeconds())
                    .isGreaterThan(START_SECONDS + WARM_UP_SECONDS + PARTS * PART_SECONDS - 2);
            for (final DexProgram program : DexProgram.values()) {
                assertThat(counters.outcome(program, Outcome.TRADE).get())
                        .as(program.label())
                        .isPositive();
            }
            assertThat(bytes)
                    .as("bytes in each %d s of the market, seed %d: %s", PART_SECONDS, SEED, bytes)
                    .filteredOn(part -> part == 0)
                    .hasSizeGreaterThanOrEqualTo(PARTS - 1);
        }
    }

    private void playUntil(final MarketSimulator market, final long endSeconds) {
        for (SimulatedBlock block = market.nextSimulated(); block != null; block = market.nextSimulated()) {
            play(block.block());
            if (block.block().blockTimeSeconds().orElseThrow() >= endSeconds) {
                return;
            }
        }
    }

    private void play(final Block block) {
        final long slot = block.slot();
        final long seconds = block.blockTimeSeconds().orElseThrow();
        for (final SubscribeUpdateTransactionInfo transaction : block.transactions()) {
            final byte[] update =
                    BlockUpdates.plain().transaction(block, transaction).toByteArray();
            final UpdateEvent event = next();
            event.slot(slot).time(seconds, TimeSource.BLOCK_TIME).payload(update, 0, update.length);
            event.kind(UpdateKind.TRANSACTION);
            process(event);
        }
        final UpdateEvent event = next();
        event.slot(slot).time(seconds, TimeSource.BLOCK_TIME).checkpointSlot(slot);
        event.kind(UpdateKind.SLOT_END);
        process(event);
        if (slot % 64 == 0) {
            final UpdateEvent death = next();
            death.slot(slot - 8);
            death.kind(UpdateKind.SLOT_DEAD);
            process(death);
            assertThat(death.takenBack()).isTrue();
        }
    }

    private void process(final UpdateEvent event) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        extract.onEvent(event, sequence, true);
        rolling.onEvent(event, sequence, true);
        allocatedBytes += threads.getCurrentThreadAllocatedBytes() - before;
        signals += event.signals().size();
        sequence++;
    }

    private UpdateEvent next() {
        return ring[(int) (sequence % RING)].reset();
    }
}
