package io.solflow.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsCountTest {

    private final long[] values = new long[2 * MetricsRows.STRIDE];

    @Test
    void shouldKeepEachCountApartFromAllOthers() {
        final long seed = 5;
        final Random random = new Random(seed);
        final MetricsCount[] counts = MetricsCount.values();
        final Map<MetricsCount, Long> expected = new EnumMap<>(MetricsCount.class);
        for (final MetricsCount count : counts) {
            expected.put(count, 0L);
        }
        for (int i = 0; i < 10_000; i++) {
            final MetricsCount changed = counts[random.nextInt(counts.length)];
            final long next = random.nextBoolean() ? random.nextInt(3) : random.nextInt(Integer.MAX_VALUE);
            changed.add(values, MetricsRows.STRIDE, next - expected.put(changed, next));
            for (final MetricsCount count : counts) {
                assertThat(count.in(values, MetricsRows.STRIDE))
                        .as("seed %d, step %d, %s", seed, i, count)
                        .isEqualTo(expected.get(count));
            }
        }
    }

    @Test
    void shouldLieWithinTheRowBehindTheFlows() {
        for (final MetricsCount count : MetricsCount.values()) {
            count.add(values, 0, Integer.MAX_VALUE);
        }
        assertThat(values).endsWith(new long[MetricsRows.STRIDE]);
        for (int column = 0; column <= MetricsRows.DCA_FLOW_LAMPORTS_300S; column++) {
            assertThat(values[column]).as("column %d", column).isZero();
        }
    }

    @Test
    void shouldTellTheCountsOfARow() {
        final MetricsRows rows = new MetricsRows();
        MetricsCount.BUYS_300S.add(rows.values(), MetricsRows.STRIDE, 3);
        MetricsCount.DCA_UNIQUE_WALLETS_300S.add(rows.values(), MetricsRows.STRIDE, 2);
        assertThat(rows.count(1, MetricsCount.BUYS_300S)).isEqualTo(3);
        assertThat(rows.count(1, MetricsCount.DCA_UNIQUE_WALLETS_300S)).isEqualTo(2);
        assertThat(rows.count(0, MetricsCount.BUYS_300S)).isZero();
    }
}
