package io.solflow.core.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class ExtractAllocationTest {

    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 10_000;

    @Test
    void shouldNotAllocateForATransactionOnceWarm() {
        final ExtractCounters counters = new ExtractCounters();
        final TradeExtractor extractor =
                new TradeExtractor(EnumSet.allOf(DexProgram.class), SeenTrades.forgetful(), counters);
        final UpdateEvent event = new UpdateEvent();
        final UpdateBuilder update = new UpdateBuilder().balance(Swaps.MINT, 6);
        Swaps.pumpFun(update, 1, true);
        Swaps.pumpSwap(update, 1, true);
        Swaps.moonshot(update, false);
        Swaps.bonkSwap(update, 1, false);
        Swaps.jupiterDca(update, true);
        final byte[] payload = update.build();
        event.reset().time(Swaps.TIME, TimeSource.BLOCK_TIME).payload(payload, 0, payload.length);
        event.kind(UpdateKind.TRANSACTION);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long threadId = Thread.currentThread().getId();

        for (int i = 0; i < WARM_UP; i++) {
            extractor.extract(event);
        }
        final long before = threads.getThreadAllocatedBytes(threadId);
        for (int i = 0; i < ROUNDS; i++) {
            extractor.extract(event);
        }
        final long allocated = threads.getThreadAllocatedBytes(threadId) - before;

        assertThat(event.trades().size()).as("trades a transaction").isEqualTo(3);
        // the measurement itself may allocate a little; one object a transaction would be 160 000 bytes
        assertThat(allocated / ROUNDS)
                .as("%d bytes in %d rounds", allocated, ROUNDS)
                .isZero();
    }
}
