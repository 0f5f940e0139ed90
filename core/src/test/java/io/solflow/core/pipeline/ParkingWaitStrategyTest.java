package io.solflow.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.EventFactory;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParkingWaitStrategyTest {

    private static final int ROUND_TRIPS = 20_000;
    private static final long NEVER_MS = 3_600_000;
    private static final EventFactory<Object> FACTORY = Object::new;

    @Test
    void shouldTimeOutWhenNothingComes() {
        final RingBuffer<Object> ring = RingBuffer.createSingleProducer(FACTORY, 8, new ParkingWaitStrategy(1));

        assertThatThrownBy(() -> ring.newBarrier().waitFor(0)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldSeeAnAlertAtTheTimeout() {
        final RingBuffer<Object> ring = RingBuffer.createSingleProducer(FACTORY, 8, new ParkingWaitStrategy(1));
        final SequenceBarrier barrier = ring.newBarrier();
        barrier.alert();

        assertThatThrownBy(() -> barrier.waitFor(0)).isInstanceOf(AlertException.class);
    }

    /** Without a timeout to save it, one lost wake-up would end the test by its own. */
    @Test
    void shouldNeverLoseAWakeUpFromPublisherToLastStage() throws Exception {
        final RingBuffer<Object> ring = RingBuffer.createSingleProducer(FACTORY, 8, new ParkingWaitStrategy(NEVER_MS));
        final Sequence first = new Sequence();
        final Sequence second = new Sequence();
        final Thread one = stage(ring.newBarrier(), first);
        final Thread two = stage(ring.newBarrier(first), second);
        ring.addGatingSequences(second);
        final SequenceBarrier end = ring.newBarrier(second);

        for (int i = 0; i < ROUND_TRIPS; i++) {
            final long sequence = ring.next();
            ring.publish(sequence);
            assertThat(end.waitFor(sequence)).isEqualTo(sequence);
        }

        one.interrupt();
        two.interrupt();
        one.join();
        two.join();
    }

    /** As Disruptor's processors do it: wait, move on, wait again, which is what tells the next stage. */
    private static Thread stage(final SequenceBarrier barrier, final Sequence own) {
        final Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            own.set(barrier.waitFor(own.get() + 1));
                        }
                    } catch (final InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (final AlertException | TimeoutException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "stage");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
