package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.core.event.MetricsRows;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchedMintsTest {

    private static final long START_SECONDS = 1_780_000_000L;

    private final EngineRun engine = new EngineRun();
    private final WatchedMints watched = engine.metrics.watch();
    private int mint;

    @BeforeEach
    void trade() {
        engine.transaction(List.of(new NaiveMetrics.Row(1, 1, 1, START_SECONDS, 5, false)));
        mint = watched.mint(0);
    }

    @Test
    void shouldKeepTheHighestNoteWhileTheMintIsTraded() {
        watched.note(mint, WatchedMints.MAX_NOTE);
        engine.transaction(List.of(new NaiveMetrics.Row(1, 1, 2, START_SECONDS + 1, 7, false)));
        engine.slotEnd(START_SECONDS + 14_401);
        assertThat(watched.note(mint)).isEqualTo(WatchedMints.MAX_NOTE);
        assertThat(engine.rows.get(1)[MetricsRows.NET_FLOW_LAMPORTS + 5]).isEqualTo(7);
    }

    @Test
    void shouldListAMintOnceWhateverIsNotedOfIt() {
        watched.note(mint, WatchedMints.MAX_NOTE);
        engine.slotEnd(START_SECONDS + 61);
        engine.transaction(List.of(new NaiveMetrics.Row(1, 1, 2, START_SECONDS + 61, 7, false)));
        assertThat(watched.size()).isEqualTo(1);
    }

    @Test
    void shouldForgetAMintWithItsNote() {
        watched.note(mint, WatchedMints.MAX_NOTE);
        engine.slotEnd(START_SECONDS + 14_401);
        assertThat(engine.metrics.counters().mints().get()).isZero();
        engine.transaction(List.of(new NaiveMetrics.Row(1, 1, 2, START_SECONDS + 14_401, 7, false)));
        assertThat(watched.note(watched.mint(0))).isZero();
    }

    @Test
    void shouldRefuseANoteThatHasNoRoom() {
        assertThatThrownBy(() -> watched.note(mint, WatchedMints.MAX_NOTE + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("note 1073741824, allowed is 0 to 1073741823");
    }
}
