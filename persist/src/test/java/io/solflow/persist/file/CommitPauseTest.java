package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommitPauseTest {

    /** Longer than any machine holds a test up. */
    private static final long FOR_EVER_NS = Long.MAX_VALUE / 4;

    private final CommitPause pause = new CommitPause();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger commits = new AtomicInteger();
    private final CountDownLatch writing = new CountDownLatch(1);
    private final Thread writer = new Thread(this::commitOnAndOn);

    @BeforeEach
    void startWriting() throws InterruptedException {
        writer.setDaemon(true);
        writer.start();
        writing.await();
    }

    @AfterEach
    void stopWriting() throws InterruptedException {
        stopped.set(true);
        writer.join();
    }

    private void commitOnAndOn() {
        while (!stopped.get()) {
            commits.incrementAndGet();
            writing.countDown();
            pause.grant();
        }
    }

    @Test
    void shouldHoldTheWriterUntilTheCopierIsDone() {
        int pauses = 0;
        // a writer that the machine gives no time does not answer, and need not
        for (int time = 0; time < 1_000 && pauses < 100; time++) {
            final boolean begun = pause.begin(FOR_EVER_NS);
            final int before = commits.get();
            // as many steps of another thread as it takes a writer to commit
            for (int i = 0; i < 1_000; i++) {
                Thread.onSpinWait();
            }
            if (begun) {
                assertThat(commits).hasValue(before);
                pauses++;
            }
            pause.end();
            awaitCommitsAfter(before);
        }
        assertThat(pauses).isEqualTo(100);
    }

    @Test
    void shouldLetTheWriterGoOnWhenTheCopierTakesTooLong() {
        pause.begin(CommitPause.SHORT_NS);
        // a pause before each of so many commits would be longer than the test may take
        awaitCommitsAfter(commits.get() + 100_000);
        pause.end();
    }

    @Test
    void shouldNotWaitForAWriterThatDoesNotCommit() throws InterruptedException {
        stopWriting();
        assertThat(pause.begin(FOR_EVER_NS)).isFalse();
        pause.end();
        pause.grant();
    }

    private void awaitCommitsAfter(final int count) {
        while (commits.get() <= count) {
            Thread.onSpinWait();
        }
    }
}
