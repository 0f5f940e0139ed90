package io.solflow.core.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Transactions built to make the search for events as long as it can be: the ring must not stand still for them. */
final class HostileTransactionTest {

    /** A search without a bound takes seconds to a minute, one with it below 100 ms; the rest is for busy machines. */
    private static final long LIMIT_MS = 1_000;

    private final ExtractCounters counters = new ExtractCounters();
    private final TradeExtractor extractor =
            new TradeExtractor(EnumSet.allOf(DexProgram.class), SeenTrades.forgetful(), counters);
    private final UpdateEvent event = new UpdateEvent();

    private long extractMs(final UpdateBuilder update) {
        final byte[] payload = update.build();
        event.reset().time(Swaps.TIME, TimeSource.BLOCK_TIME).payload(payload, 0, payload.length);
        event.kind(UpdateKind.TRANSACTION);
        // processor time: what else the machine does says nothing about the search
        final ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        final long startNs = thread.getCurrentThreadCpuTime();
        extractor.extract(event);
        return TimeUnit.NANOSECONDS.toMillis(thread.getCurrentThreadCpuTime() - startNs);
    }

    private static UpdateBuilder nested(final DexProgram program, final String name, final int instructions) {
        final UpdateBuilder update = new UpdateBuilder().top(Swaps.FOREIGN, new byte[9], Swaps.USER);
        for (int height = 2; height <= instructions; height++) {
            update.inner(height, program.programId(), Swaps.instruction(name, 33), Swaps.USER);
        }
        return update;
    }

    @Test
    void shouldNotSearchLongInDeeplyNestedInstructions() {
        assertThat(extractMs(nested(DexProgram.PUMP_FUN, "buy", 65_536))).isLessThan(LIMIT_MS);
        assertThat(counters.malformedUpdates().get()).isEqualTo(1);
        assertThat(extractMs(nested(DexProgram.PUMP_FUN, "buy", 2_048))).isLessThan(LIMIT_MS);
        assertThat(counters.malformedUpdates().get()).isEqualTo(1);
    }

    @Test
    void shouldNotSearchLongInLogs() {
        final String[] lines = new String[65_536];
        Arrays.fill(lines, "Program log: Instruction: Buy");
        assertThat(extractMs(nested(DexProgram.MOONSHOT, "buy", 1_000).log(lines)))
                .isLessThan(LIMIT_MS);
        assertThat(counters.malformedUpdates().get()).isEqualTo(1);
        assertThat(extractMs(nested(DexProgram.MOONSHOT, "buy", 100).log(Arrays.copyOf(lines, 40_000))))
                .isLessThan(LIMIT_MS);
        assertThat(counters.malformedUpdates().get()).isEqualTo(1);
    }

    @Test
    void shouldNotSearchLongInTokenBalances() {
        final UpdateBuilder update = new UpdateBuilder();
        for (int i = 0; i < 1_000; i++) {
            Swaps.pumpFun(update, 1, true);
        }
        for (int i = 0; i < 60_000; i++) {
            update.balance(Swaps.FOREIGN, 6);
        }
        assertThat(extractMs(update)).isLessThan(LIMIT_MS);
        assertThat(counters.malformedUpdates().get()).isEqualTo(1);
    }
}
