package io.solflow.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusLineTest {

    private static final long SECOND_NS = 1_000_000_000L;

    private final StatusLine.Look before = look(0, 1_000, 500, "");

    @Test
    void shouldShowRatesSinceTheLookBefore() {
        assertThat(new StatusLine(false).format(before, look(2 * SECOND_NS, 5_000, 2_500, "")))
                .isEqualTo("2,000 updates/s  1,000 trades/s  slot 371000000  lag 2 s  ring 25%  2,500 rows  3.0 MiB");
    }

    @Test
    void shouldSayWhatIsWrongInRedWhereColourIsWelcome() {
        final StatusLine.Look now = look(SECOND_NS, 1_000, 500, "database is full");
        assertThat(new StatusLine(false).format(before, now))
                .endsWith("  database is full")
                .doesNotContain("\u001b");
        assertThat(new StatusLine(true).format(before, now)).endsWith("\u001b[31mdatabase is full\u001b[0m");
    }

    @Test
    void shouldShowNoLagWhereItMeansNothingAndGapsOnlyWhenThereAreSome() {
        final StatusLine.Look now = new StatusLine.Look(SECOND_NS, 0, 0, 7, -1, 0, 64, 100, 3, "");
        assertThat(new StatusLine(false).format(before, now)).contains("lag -  ", "100 B  gaps 3");
    }

    private static StatusLine.Look look(final long atNs, final long updates, final long trades, final String trouble) {
        return new StatusLine.Look(atNs, updates, trades, 371_000_000, 2, 16, 64, 3L << 20, 0, trouble);
    }
}
