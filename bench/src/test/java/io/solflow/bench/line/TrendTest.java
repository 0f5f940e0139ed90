package io.solflow.bench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void shouldFindTheSlopeOfALine() {
        final Trend trend = new Trend();
        for (int i = 0; i < 50; i++) {
            trend.add(i * 2, 7 + i * 3 + (i % 2 == 0 ? 0.5 : -0.5));
        }

        assertThat(trend.slope()).isCloseTo(1.5, within(0.01));
        assertThat(trend.from(50).slope()).isCloseTo(1.5, within(0.02));
        assertThat(trend.change()).isCloseTo(147, within(1.0));
    }
}
