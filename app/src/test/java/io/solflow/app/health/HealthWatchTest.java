package io.solflow.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.LogCapture;
import io.solflow.app.support.SummaryText;
import io.solflow.ingest.source.stream.SourceState;
import io.solflow.persist.status.PersistStatus.Problem;
import io.solflow.persist.status.PersistStatus.State;
import org.junit.jupiter.api.Test;

class HealthWatchTest {

    private final HealthWatch watch = new HealthWatch();
    private final HealthLooks looks = new HealthLooks();

    @Test
    void shouldTellHowLongACauseHolds() {
        looks.store(State.RETRYING, Problem.LOCKED, "database x: locked");
        watch.update(looks.atSecond(10).look());
        watch.update(looks.atSecond(15).look());
        assertThat(watch.update(looks.atSecond(22).look()).shortText())
                .isEqualTo("red: database-locked for 12 s, database x: locked");
        assertThat(watch.health().level()).isEqualTo(HealthLevel.RED);
    }

    @Test
    void shouldCountAnewAfterACauseWasOver() {
        looks.gaps(1);
        watch.update(looks.atSecond(10).look());
        watch.update(looks.gaps(0).atSecond(20).look());
        assertThat(watch.health()).isEqualTo(Health.GREEN);
        assertThat(watch.update(looks.gaps(2).atSecond(30).look()).findings())
                .singleElement()
                .extracting(Health.Finding::heldSeconds)
                .isEqualTo(0L);
    }

    @Test
    void shouldLetABurstFillTheRingForAMoment() {
        looks.backlog(1_000);
        assertThat(watch.update(looks.atSecond(10).look())).isEqualTo(Health.GREEN);
        assertThat(watch.update(looks.atSecond(12).look())).isEqualTo(Health.GREEN);
        assertThat(watch.update(looks.atSecond(13).look()).level()).isEqualTo(HealthLevel.YELLOW);
    }

    @Test
    void shouldForgetGarbageOfMoreThanAMinuteAgo() {
        watch.update(looks.atSecond(10).tallies(0, 0, 0).look());
        assertThat(watch.update(looks.atSecond(20).tallies(1_000, 100, 0).look())
                        .level())
                .isEqualTo(HealthLevel.YELLOW);
        for (int second = 21; second <= 80; second++) {
            watch.update(looks.atSecond(second).tallies(1_000 + second, 100, 0).look());
        }
        assertThat(watch.update(looks.atSecond(81).tallies(1_081, 100, 0).look()))
                .isEqualTo(Health.GREEN);
    }

    @Test
    void shouldLogEachCauseOnceAndItsEndWithTheDuration() {
        final HealthLog log = new HealthLog();
        try (LogCapture capture = LogCapture.start()) {
            looks.store(State.RETRYING, Problem.FULL, "database x: full");
            for (int second = 10; second < 20; second++) {
                log.note(watch.update(looks.atSecond(second).look()), second * HealthLooks.SECOND_NS);
            }
            looks.storeOk();
            log.note(watch.update(looks.atSecond(20).look()), 20 * HealthLooks.SECOND_NS);
            assertThat(capture.text())
                    .containsOnlyOnce("health red: disk-full, database x: full; to do: make room")
                    .containsOnlyOnce("health green: disk-full is over after 10 s");
        }
        assertThat(SummaryText.of(log::print)).isEqualTo("health        red: disk-full, 1 time, 10 s in all\n");
    }

    @Test
    void shouldNotReportTheConnectingThatEveryStartBeginsWith() {
        final HealthLog log = new HealthLog();
        try (LogCapture capture = LogCapture.start()) {
            looks.source(SourceState.CONNECTING, "starting");
            for (int second = 10; second < 15; second++) {
                log.note(watch.update(looks.atSecond(second).look()), second * HealthLooks.SECOND_NS);
                assertThat(watch.health().level()).isEqualTo(HealthLevel.YELLOW);
            }
            assertThat(capture.text()).doesNotContain("health yellow");
            assertThat(SummaryText.of(log::print)).isEqualTo("health        green throughout\n");
            log.note(watch.update(looks.atSecond(15).look()), 15 * HealthLooks.SECOND_NS);
            assertThat(capture.text()).contains("health yellow: not-connected for 5 s, connecting: starting");
        }
        assertThat(SummaryText.of(log::print)).contains("not-connected, 1 time, 5 s in all, still so at the end");
    }
}
