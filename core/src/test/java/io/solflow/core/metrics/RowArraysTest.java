package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.MetricsRows;
import org.junit.jupiter.api.Test;

class RowArraysTest {

    private final RowArrays arrays = new RowArrays(new RowReturns());

    @Test
    void shouldLendTheSmallestArrayThatHoldsTheRows() {
        final MetricsRows rows = new MetricsRows();
        for (int count = 0; count < 3_000; count++) {
            final int room = arrays.lend(rows, count).length / MetricsRows.STRIDE;
            assertThat(room).isGreaterThanOrEqualTo(count).isLessThan(Math.max(3, 2 * count));
            assertThat(rows.values()).hasSize(room * MetricsRows.STRIDE);
        }
    }

    @Test
    void shouldKeepTheArrayAnEventAlreadyHasWhenItFits() {
        final MetricsRows rows = new MetricsRows();
        final long[] own = rows.values();
        assertThat(arrays.lend(rows, 2)).isSameAs(own);
    }

    @Test
    void shouldLendAnArrayAgainOnceItsEventIsBack() {
        final MetricsRows first = new MetricsRows();
        final MetricsRows second = new MetricsRows();
        final long[] small = first.values();
        final long[] large = arrays.lend(first, 1_000);
        assertThat(arrays.lend(second, 1_000)).isNotSameAs(large);
        assertThat(arrays.lend(first, 1)).isNotSameAs(large).hasSameSizeAs(small);
        assertThat(arrays.lend(new MetricsRows(), 1_000)).isSameAs(large);
    }

    @Test
    void shouldNotKeepMoreThanItsBound() {
        final MetricsRows rows = new MetricsRows();
        final long[] huge = arrays.lend(rows, 1 << 19);
        arrays.lend(rows, 1);
        assertThat(arrays.lend(rows, 1 << 19)).isNotSameAs(huge);
    }
}
