package io.solflow.persist.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepSizeTest {

    private static final long TARGET_NS = 10_000_000;

    private final StepSize size = new StepSize(TARGET_NS);

    @Test
    void shouldFindTheRowsThatFitIntoTheTime() {
        for (int step = 0; step < 20; step++) {
            size.took(size.rows() * 5_000L);
        }
        assertThat(size.rows()).isBetween(1_900, 2_000);
    }

    @Test
    void shouldAtMostDoubleOrHalveAtOnce() {
        final int rows = size.rows();
        size.took(1);
        assertThat(size.rows()).isEqualTo(2 * rows);
        size.took(1_000 * TARGET_NS);
        assertThat(size.rows()).isEqualTo(rows);
    }

    @Test
    void shouldStayWithinItsBounds() {
        for (int step = 0; step < 20; step++) {
            size.took(1);
        }
        assertThat(size.rows()).isEqualTo(StepSize.MAX_ROWS);
        for (int step = 0; step < 20; step++) {
            size.took(1_000 * TARGET_NS);
        }
        assertThat(size.rows()).isEqualTo(StepSize.MIN_ROWS);
    }
}
