package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RewindAction;
import com.lmax.disruptor.RewindableException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BusyRewindTest {

    private final RewindableException busy = new RewindableException(new IllegalStateException("busy"));

    @Test
    void shouldDoubleTheBackoffUpToThreeSeconds() {
        final BusyRewind rewind = new BusyRewind(SystemNanoClock.INSTANCE);
        assertThat(IntStream.of(1, 2, 3, 5, 6, 100, Integer.MAX_VALUE)
                        .mapToLong(attempts -> TimeUnit.NANOSECONDS.toMillis(rewind.backoffNs(attempts))))
                .containsExactly(100L, 200L, 400L, 1600L, 3000L, 3000L, 3000L);
    }

    @Test
    void shouldRewindForEverAfterWaiting() {
        final BusyRewind rewind = new BusyRewind(SystemNanoClock.INSTANCE, 20_000);
        final long startNs = System.nanoTime();
        for (int attempt = 1; attempt <= 8; attempt++) {
            assertThat(rewind.handleRewindException(busy, attempt)).isEqualTo(RewindAction.REWIND);
        }
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(20_000L * 255);
    }

    @Test
    void shouldGiveUpAtTheDeadlineAlthoughItIsWaiting() throws Exception {
        final BusyRewind rewind = new BusyRewind(SystemNanoClock.INSTANCE, TimeUnit.DAYS.toNanos(1));
        final AtomicReference<RewindAction> action = new AtomicReference<>();
        final CountDownLatch asked = new CountDownLatch(1);
        final Thread ring = new Thread(() -> {
            asked.countDown();
            action.set(rewind.handleRewindException(busy, 1));
        });
        ring.start();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        rewind.stopBy(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5));
        ring.join();
        assertThat(action.get()).isEqualTo(RewindAction.THROW);
    }

    @Test
    void shouldStillRewindBeforeTheDeadline() {
        final BusyRewind rewind = new BusyRewind(SystemNanoClock.INSTANCE, 1_000);
        rewind.stopBy(System.nanoTime() + TimeUnit.DAYS.toNanos(1));
        assertThat(rewind.handleRewindException(busy, 1)).isEqualTo(RewindAction.REWIND);
    }

    @Test
    void shouldTryAgainSoonWhenTheOwnerStopsHoweverLongItHasBeenTrying() throws Exception {
        final long firstBackoffNs = TimeUnit.MILLISECONDS.toNanos(1);
        final AtomicLong nowNs = new AtomicLong();
        final BusyRewind rewind = new BusyRewind(nowNs::get, firstBackoffNs);
        final AtomicReference<RewindAction> action = new AtomicReference<>();
        final Thread ring = new Thread(() -> action.set(rewind.handleRewindException(busy, 1_000)));
        ring.start();
        rewind.stopBy(TimeUnit.DAYS.toNanos(1));
        // the clock stops short of the three seconds that the batch would have waited
        for (int tick = 0; tick < 2_900 && ring.isAlive(); tick++) {
            nowNs.addAndGet(firstBackoffNs);
            ring.join(1);
        }
        assertThat(action.get()).isEqualTo(RewindAction.REWIND);
    }

    @Test
    void shouldGiveUpWhenInterrupted() {
        final BusyRewind rewind = new BusyRewind(SystemNanoClock.INSTANCE);
        Thread.currentThread().interrupt();
        assertThat(rewind.handleRewindException(busy, 1)).isEqualTo(RewindAction.THROW);
        assertThat(Thread.interrupted()).isTrue();
    }
}
