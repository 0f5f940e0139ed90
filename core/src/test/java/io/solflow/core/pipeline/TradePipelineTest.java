package io.solflow.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.BatchRewindStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RewindAction;
import com.lmax.disruptor.RewindableEventHandler;
import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@Timeout(60)
class TradePipelineTest {

    private static final long DRAIN_MS = 30_000;
    private static final BatchRewindStrategy ALWAYS_REWIND = (cause, attempts) -> RewindAction.REWIND;

    private final List<Long> persisted = new ArrayList<>();
    private TradePipeline pipeline;

    @AfterEach
    void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @ParameterizedTest
    @EnumSource(WaitMode.class)
    void shouldPassEveryUpdateThroughTheStagesInOrder(final WaitMode waitMode) {
        shouldPassEveryUpdateThroughTheStagesInOrder(new PipelineConfig(64, waitMode, 3));
        pipeline.close();
        persisted.clear();
        shouldPassEveryUpdateThroughTheStagesInOrder(new PipelineConfig(64, waitMode, 2));
    }

    private void shouldPassEveryUpdateThroughTheStagesInOrder(final PipelineConfig config) {
        final EventHandler<UpdateEvent> extract =
                (event, sequence, endOfBatch) -> event.trades().clear();
        final EventHandler<UpdateEvent> metrics =
                (event, sequence, endOfBatch) -> event.watermarkSeconds(event.slot() * 2);
        start(config, extract, metrics, (event, sequence, endOfBatch) -> {
            assertThat(event.watermarkSeconds()).isEqualTo(event.slot() * 2);
            persisted.add(event.slot());
        });

        for (long slot = 0; slot < 5_000; slot++) {
            publish(slot);
        }

        assertThat(pipeline.drain(DRAIN_MS)).isTrue();
        assertThat(persisted).hasSize(5_000).isSorted();
        assertThat(pipeline.backlog()).isZero();
    }

    @Test
    void shouldDrainEverythingPublishedRightAfterStart() {
        start(
                PipelineConfig.DEFAULT,
                nothing(),
                nothing(),
                (event, sequence, endOfBatch) -> persisted.add(event.slot()));

        publish(7);

        assertThat(pipeline.drain(DRAIN_MS)).isTrue();
        assertThat(persisted).containsExactly(7L);
    }

    @Test
    void shouldMakeThePublisherWaitWhileTheRingIsFullAndCountTheTime() throws InterruptedException {
        final CountDownLatch release = new CountDownLatch(1);
        start(new PipelineConfig(4, WaitMode.BLOCKING), nothing(), nothing(), (event, sequence, endOfBatch) -> {
            release.await();
            persisted.add(event.slot());
        });
        final CountDownLatch done = new CountDownLatch(1);
        final Thread source = new Thread(() -> {
            for (long slot = 0; slot < 20; slot++) {
                publish(slot);
            }
            done.countDown();
        });
        source.start();

        while (pipeline.publisher().fullWaits().get() == 0) {
            Thread.onSpinWait();
        }
        assertThat(done.getCount()).isOne();
        release.countDown();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pipeline.drain(DRAIN_MS)).isTrue();
        assertThat(persisted).hasSize(20).isSorted();
        assertThat(pipeline.publisher().fullWaitNs().get()).isPositive();
    }

    @Test
    void shouldHandHeldUpdatesOverAsOneBatch() {
        final List<Boolean> ends = new ArrayList<>();
        start(new PipelineConfig(64, WaitMode.BLOCKING), nothing(), nothing(), (event, sequence, endOfBatch) -> {
            persisted.add(event.slot());
            ends.add(endOfBatch);
        });
        for (long slot = 0; slot < 20; slot++) {
            pipeline.publisher().claim().slot(slot).kind(UpdateKind.SLOT_END);
            pipeline.publisher().hold();
        }
        assertThat(pipeline.publisher().published().get()).isZero();

        publish(20);

        assertThat(pipeline.drain(DRAIN_MS)).isTrue();
        assertThat(persisted).hasSize(21).isSorted();
        assertThat(ends).filteredOn(end -> end).hasSize(1);
    }

    @Test
    void shouldHandHeldUpdatesOverBeforeTheRingIsFull() {
        start(
                new PipelineConfig(8, WaitMode.BLOCKING),
                nothing(),
                nothing(),
                (event, sequence, endOfBatch) -> persisted.add(event.slot()));

        for (long slot = 0; slot < 1_000; slot++) {
            pipeline.publisher().claim().slot(slot).kind(UpdateKind.SLOT_END);
            pipeline.publisher().hold();
        }
        publish(1_000);

        assertThat(pipeline.drain(DRAIN_MS)).isTrue();
        assertThat(persisted).hasSize(1_001).isSorted();
    }

    @Test
    void shouldStopAtTheFirstFailureAndKeepItsCause() {
        final IllegalStateException first = new IllegalStateException("broken");
        start(new PipelineConfig(4, WaitMode.BLOCKING), nothing(), nothing(), (event, sequence, endOfBatch) -> {
            if (event.slot() == 3) {
                throw first;
            }
            persisted.add(event.slot());
        });

        long slot = 0;
        for (UpdateEvent event = pipeline.publisher().claim(); event != null; event = claim()) {
            event.slot(slot++).kind(UpdateKind.SLOT_END);
            pipeline.publisher().publish();
        }

        assertThat(pipeline.failure()).isSameAs(first);
        assertThat(pipeline.drain(DRAIN_MS)).isFalse();
        pipeline.close();
        assertThat(persisted).containsExactly(0L, 1L, 2L);
    }

    @Test
    void shouldGiveTheLastStageItsBatchAgainWhenItAsks() {
        final AtomicBoolean refusedOnce = new AtomicBoolean();
        start(new PipelineConfig(64, WaitMode.BLOCKING), nothing(), nothing(), (event, sequence, endOfBatch) -> {
            if (event.slot() == 5 && refusedOnce.compareAndSet(false, true)) {
                persisted.clear();
                throw new RewindableException(new IllegalStateException("busy"));
            }
            persisted.add(event.slot());
        });

        for (long slot = 0; slot < 10; slot++) {
            publish(slot);
        }

        assertThat(pipeline.drain(DRAIN_MS)).isTrue();
        assertThat(persisted).isSorted().endsWith(5L, 6L, 7L, 8L, 9L);
        assertThat(refusedOnce).isTrue();
    }

    @Test
    void shouldLetTheFirstUpdateWaitForItsStartAndTakeNothingAfterDrain() throws Exception {
        pipeline = new TradePipeline(
                PipelineConfig.DEFAULT,
                nothing(),
                nothing(),
                (event, sequence, endOfBatch) -> persisted.add(event.slot()),
                ALWAYS_REWIND);
        final Thread source = new Thread(() -> publish(1));
        source.start();
        while (source.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(pipeline.backlog()).isZero();
        pipeline.start();
        source.join();
        assertThat(pipeline.drain(DRAIN_MS)).isTrue();
        assertThat(persisted).containsExactly(1L);
        assertThat(pipeline.publisher().claim()).isNull();
        pipeline.close();
        pipeline.close();
    }

    @Test
    void shouldLetGoOfAnUpdateThatWaitsForAStartWhichNeverComes() throws Exception {
        pipeline = new TradePipeline(
                PipelineConfig.DEFAULT, nothing(), nothing(), (event, sequence, endOfBatch) -> {}, ALWAYS_REWIND);
        final CompletableFuture<UpdateEvent> claimed =
                CompletableFuture.supplyAsync(() -> pipeline.publisher().claim());
        pipeline.close();
        assertThat(claimed.get(DRAIN_MS, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void shouldReportAStageThatCannotStart() {
        final IllegalStateException cause = new IllegalStateException("no database");
        pipeline = new TradePipeline(
                PipelineConfig.DEFAULT,
                nothing(),
                nothing(),
                new RewindableEventHandler<>() {
                    @Override
                    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch) {}

                    @Override
                    public void onStart() {
                        throw cause;
                    }
                },
                ALWAYS_REWIND);
        assertThatThrownBy(pipeline::start).hasRootCause(cause);
    }

    @Test
    void shouldNameTheRingSizeThatIsNotAllowed() {
        assertThatThrownBy(() -> new PipelineConfig(1000, WaitMode.BLOCKING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ring size 1000, allowed: a power of two from 2 to 1048576");
    }

    @Test
    void shouldNameTheStageThreadsThatAreNotAllowed() {
        assertThatThrownBy(() -> new PipelineConfig(64, WaitMode.BLOCKING, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stage threads 4, allowed: 2 or 3");
    }

    private static EventHandler<UpdateEvent> nothing() {
        return (event, sequence, endOfBatch) -> {};
    }

    private void start(
            final PipelineConfig config,
            final EventHandler<UpdateEvent> extract,
            final EventHandler<UpdateEvent> metrics,
            final RewindableEventHandler<UpdateEvent> persist) {
        pipeline = new TradePipeline(config, extract, metrics, persist, ALWAYS_REWIND);
        pipeline.start();
    }

    private UpdateEvent claim() {
        return pipeline.publisher().claim();
    }

    private void publish(final long slot) {
        final UpdateEvent event = claim();
        assertThat(event).isNotNull();
        event.slot(slot).kind(UpdateKind.SLOT_END);
        pipeline.publisher().publish();
    }
}
