package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.persist.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitRestTest {

    private static final long MS = 1_000_000;

    private final TestDatabase.FakeClock clock = new TestDatabase.FakeClock();
    private final List<Long> waits = new ArrayList<>();
    private final CommitRest rest = new CommitRest(clock, 3, waits::add);

    @Test
    void shouldRestBehindASmallCommit() {
        rest.after(1, clock.nanoTime());
        assertThat(waits).containsExactly(3 * MS);
    }

    @Test
    void shouldCountTheRestFromTheCommit() {
        final long committedNs = clock.nanoTime();
        clock.advanceMs(2);
        rest.after(1, committedNs);
        assertThat(waits).containsExactly(MS);
    }

    @Test
    void shouldNotRestWhenLookingAfterTheLogTookLonger() {
        final long committedNs = clock.nanoTime();
        clock.advanceMs(3);
        rest.after(1, committedNs);
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldNotRestBehindALargeCommit() {
        rest.after(CommitRest.SMALL_ROWS, clock.nanoTime());
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldNotRestWhenNoneIsAskedFor() {
        new CommitRest(clock, 0, waits::add).after(1, clock.nanoTime());
        assertThat(waits).isEmpty();
    }
}
