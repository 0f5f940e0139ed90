package io.solflow.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.health.Health;
import io.solflow.app.health.HealthCause;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusLineTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final Health FULL =
            Health.of(List.of(new Health.Finding(HealthCause.DISK_FULL, "database is full", 7)));
    private static final Health LOW = Health.of(List.of(new Health.Finding(HealthCause.DISK_LOW, "9 bytes left", 0)));

    private final StatusLine.Look before = look(0, 1_000, 500, Health.GREEN);

    @Test
    void shouldShowRatesSinceTheLookBefore() {
        assertThat(new StatusLine(false).format(before, look(2 * SECOND_NS, 5_000, 2_500, Health.GREEN)))
                .isEqualTo("2,000 updates/s  1,000 trades/s  slot 371000000  lag 2 s  ring 25%  2,500 rows  3.0 MiB"
                        + "  green");
    }

    @Test
    void shouldEndWithTheLevelAndTheWorstReasonInItsColourWhereColourIsWelcome() {
        final StatusLine.Look red = look(SECOND_NS, 1_000, 500, FULL);
        assertThat(new StatusLine(false).format(before, red))
                .endsWith("  red: disk-full for 7 s, database is full")
                .doesNotContain("\u001b");
        assertThat(new StatusLine(true).format(before, red))
                .endsWith("\u001b[31mred: disk-full for 7 s, database is full\u001b[0m");
        assertThat(new StatusLine(true).format(before, look(SECOND_NS, 1_000, 500, LOW)))
                .endsWith("\u001b[33myellow: disk-low, 9 bytes left\u001b[0m");
    }

    @Test
    void shouldShowNoLagWhereItMeansNothing() {
        assertThat(new StatusLine(false).format(before, gaps(0, 0))).contains("lag -  ", "  100 B  green");
    }

    @Test
    void shouldShowTheGapsSinceTheStartAndThoseStoredBefore() {
        assertThat(new StatusLine(false).format(before, gaps(3, 3))).contains("100 B  gaps 3  green");
        assertThat(new StatusLine(false).format(before, gaps(0, 2))).contains("100 B  gaps 0 (2 stored)  green");
    }

    private static StatusLine.Look gaps(final long gaps, final long stored) {
        return new StatusLine.Look(SECOND_NS, 0, 0, 7, -1, 0, 64, 100, gaps, stored, "", Health.GREEN);
    }

    private static StatusLine.Look look(final long atNs, final long updates, final long trades, final Health health) {
        return new StatusLine.Look(atNs, updates, trades, 371_000_000, 2, 16, 64, 3L << 20, 0, 0, "", health);
    }
}
