package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.GapReason;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.slots.AssemblerConfig.Mode;
import io.solflow.ingest.source.slots.RecordingPipeline.Entry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlotAssemblerTest {

    private static final long SLOT = 398_202_772L;

    /** Checkpoint of an earlier run. */
    private static final long EARLIER = SLOT - 1;

    private static final long TIME = 1_770_287_039L;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

    private final RecordingPipeline recorder = new RecordingPipeline();
    private SlotAssembler assembler = live(Commitment.CONFIRMED);
    private UpdateRouter router = new UpdateRouter(assembler);
    private long nowNs = Long.MAX_VALUE - 5;

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void shouldPublishASlotInBlockOrderWithItsBlockTimeAndEnd() {
        give(Updates.transaction(SLOT, 9));
        give(Updates.transaction(SLOT, 2));
        give(Updates.transaction(SLOT, 5));
        assertThat(recorder.entries()).isEmpty();

        give(Updates.meta(SLOT, TIME));

        final List<Entry> entries = recorder.entries();
        assertThat(entries.stream().map(Entry::kind))
                .containsExactly(
                        UpdateKind.TRANSACTION, UpdateKind.TRANSACTION, UpdateKind.TRANSACTION, UpdateKind.SLOT_END);
        assertThat(indexes()).containsExactly(2L, 5L, 9L);
        assertThat(entries)
                .allMatch(entry ->
                        entry.slot() == SLOT && entry.timeSeconds() == TIME && entry.source() == TimeSource.BLOCK_TIME);
        assertThat(entries.get(3).checkpointSlot()).isEqualTo(SLOT);
    }

    @Test
    void shouldHandTheBytesOnUnchanged() {
        final byte[] update = Updates.transaction(SLOT, 1, new byte[100_000]);
        give(update);
        give(Updates.meta(SLOT, TIME));

        assertThat(recorder.entries().get(0).payload().toByteArray()).isEqualTo(update);
    }

    @Test
    void shouldKeepASlotForItsMetaWhateverWildNumbersCome() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.transaction(SLOT + 1, 1));
        for (int i = 1; i <= 200; i++) {
            give(Updates.transaction(SLOT + i * 20_000L, 2));
            give(Updates.transaction(i * 20_000L, 3));
        }
        give(Updates.meta(SLOT + 1, TIME + 1));

        assertThat(recorder.entries(UpdateKind.TRANSACTION))
                .filteredOn(entry -> entry.slot() == SLOT + 1)
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.source()).isEqualTo(TimeSource.BLOCK_TIME);
                    assertThat(entry.timeSeconds()).isEqualTo(TIME + 1);
                });
        assertThat(assembler.checkpointSlot()).isEqualTo(SLOT + 1);
    }

    @Test
    void shouldNotEstimateATimeAheadOfTheBlockTimesForAWildSlot() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.transaction(SLOT + 1_000_000, 1));
        assembler.flush(nowNs);

        assertThat(recorder.entries(UpdateKind.TRANSACTION)).singleElement().satisfies(entry -> {
            assertThat(entry.source()).isEqualTo(TimeSource.FAR_ESTIMATE);
            assertThat(entry.timeSeconds()).isEqualTo(TIME);
        });
    }

    @Test
    void shouldNotMoveTheCheckpointToASlotFarAhead() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.transaction(1L << 33, 1));
        give(Updates.meta(1L << 33, TIME + 1));
        give(Updates.meta(SLOT + 1, TIME + 1));

        assertThat(recorder.entries(UpdateKind.SLOT_END).stream().map(Entry::checkpointSlot))
                .containsExactly(SLOT, -1L, SLOT + 1);
        assertThat(recorder.entries(UpdateKind.TRANSACTION)).hasSize(1);
        assertThat(recorder.entries(UpdateKind.SLOT_END).get(1).source()).isNotEqualTo(TimeSource.BLOCK_TIME);
        assertThat(assembler.checkpointSlot()).isEqualTo(SLOT + 1);
        assertThat(assembler.counters().implausibleSlots().get()).isEqualTo(1);
    }

    @Test
    void shouldBelieveTheFirstSlotOfARunWithoutACheckpointOnceThreeAgree() {
        assembler = new SlotAssembler(
                AssemblerConfig.live(Commitment.CONFIRMED), recorder.publisher(), UpdateSink.NO_CHECKPOINT);
        router = new UpdateRouter(assembler);
        give(Updates.metaWithoutTime(1L << 33));
        for (int i = 0; i < 4; i++) {
            give(Updates.meta(SLOT + i, TIME + i));
        }

        assertThat(recorder.entries(UpdateKind.SLOT_END).stream().map(Entry::checkpointSlot))
                .containsExactly(-1L, -1L, -1L, SLOT + 2, SLOT + 3);
        assertThat(assembler.counters().implausibleSlots().get()).isZero();
    }

    @Test
    void shouldMoveTheCheckpointOverALongOutageAfterThreeSlots() {
        final long later = SLOT + 1_000_000;
        give(Updates.meta(SLOT, TIME));
        assembler.onGap(SLOT + 1, later - 1, GapReason.REPLAY_TOO_OLD, nowNs);
        for (int i = 0; i < 4; i++) {
            give(Updates.meta(later + i, TIME + 400_000 + i));
        }

        assertThat(recorder.entries(UpdateKind.SLOT_END).stream().map(Entry::checkpointSlot))
                .containsExactly(SLOT, -1L, -1L, later + 2, later + 3);
        assertThat(recorder.entries(UpdateKind.SLOT_END)).allMatch(end -> end.source() == TimeSource.BLOCK_TIME);
    }

    @Test
    void shouldDropVotes() {
        give(Updates.vote(SLOT, 1));
        give(Updates.meta(SLOT, TIME));

        assertThat(recorder.entries()).hasSize(1);
        assertThat(assembler.counters().votes().get()).isEqualTo(1);
    }

    @Test
    void shouldReleaseASlotWhoseMetaDoesNotComeInTimeWithAnEstimate() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.transaction(SLOT + 5, 1));

        nowNs += TIMEOUT_NS;
        assertThat(assembler.onTime(nowNs)).isTrue();
        assertThat(recorder.entries()).hasSize(1);
        nowNs += 1;
        assertThat(assembler.onTime(nowNs)).isTrue();

        assertThat(recorder.entries().stream().skip(1).map(Entry::toString))
                .satisfiesExactly(
                        entry -> assertThat(entry).startsWith("TRANSACTION " + (SLOT + 5) + "@" + TIME + " NEAR"),
                        entry -> assertThat(entry)
                                .isEqualTo("end " + (SLOT + 5) + "@" + TIME + " NEAR_ESTIMATE checkpoint -1"));
        assertThat(assembler.counters().metasMissing().get()).isEqualTo(1);
    }

    @Test
    void shouldReleaseASlotAfterEightNewerOnes() {
        give(Updates.transaction(SLOT, 1));
        for (int i = 1; i <= 7; i++) {
            give(Updates.meta(SLOT + i, TIME + i));
            give(Updates.meta(SLOT + i, TIME + i));
        }
        assertThat(recorder.entries(UpdateKind.TRANSACTION)).isEmpty();

        give(Updates.meta(SLOT + 8, TIME + 8));

        assertThat(recorder.entries(UpdateKind.TRANSACTION)).hasSize(1);
        assertThat(assembler.counters().metasMissing().get()).isEqualTo(1);
    }

    @Test
    void shouldEstimateABlockMetaWithoutBlockTime() {
        give(Updates.createdAt(SLOT, 1, TIME + 1));
        give(Updates.metaWithoutTime(SLOT));

        assertThat(recorder.entries())
                .hasSize(2)
                .allMatch(entry -> entry.timeSeconds() == TIME + 1 && entry.source() == TimeSource.CREATED_AT);
        assertThat(assembler.counters().blockTimesMissing().get()).isEqualTo(1);
    }

    @Test
    void shouldNotMoveTheCheckpointBeyondAnOpenOlderSlot() {
        give(Updates.transaction(SLOT, 1));
        give(Updates.transaction(SLOT + 2, 1));
        give(Updates.meta(SLOT + 2, TIME + 1, SLOT));
        assertThat(assembler.checkpointSlot()).isEqualTo(SLOT - 1);

        give(Updates.meta(SLOT, TIME));

        assertThat(recorder.entries(UpdateKind.SLOT_END).stream().map(Entry::checkpointSlot))
                .containsExactly(-1L, SLOT + 2);
    }

    @Test
    void shouldPublishALateTransactionAtOnceWithItsSlotsTime() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.meta(SLOT + 1, TIME + 1));
        give(Updates.transaction(SLOT, 3));

        final Entry late = recorder.entries().get(2);
        assertThat(late.kind()).isEqualTo(UpdateKind.TRANSACTION);
        assertThat(late.timeSeconds()).isEqualTo(TIME);
        assertThat(late.source()).isEqualTo(TimeSource.BLOCK_TIME);
        assertThat(assembler.counters().lateTransactions().get()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatAResumedStreamRepeatsApart() {
        give(Updates.meta(SLOT, TIME));
        assembler.onResume(nowNs);
        give(Updates.transaction(SLOT, 3));
        give(Updates.meta(SLOT, TIME));

        assertThat(assembler.counters().replayedTransactions().get()).isEqualTo(1);
        assertThat(assembler.counters().lateTransactions().get()).isZero();
        assertThat(recorder.entries(UpdateKind.SLOT_END)).hasSize(1);
    }

    @Test
    void shouldLetOpenSlotsWaitAfreshWhenAStreamResumes() {
        give(Updates.transaction(SLOT, 1));
        nowNs += TIMEOUT_NS * 100;
        assembler.onResume(nowNs);
        give(Updates.transaction(SLOT, 2));
        assertThat(recorder.entries()).isEmpty();

        give(Updates.meta(SLOT, TIME));

        assertThat(indexes()).containsExactly(1L, 2L);
    }

    @Test
    void shouldLetASlotThatTheStreamBrokeOffInWaitUntilTheReplayHasComeToIt() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.meta(SLOT + 1, TIME));
        give(Updates.transaction(SLOT + 2, 1));
        assembler.onResume(nowNs);
        nowNs += TIMEOUT_NS + 1;
        give(Updates.transaction(SLOT, 7));
        nowNs += TIMEOUT_NS;
        give(Updates.meta(SLOT + 1, TIME));
        nowNs += TIMEOUT_NS;
        give(Updates.transaction(SLOT + 2, 1));
        give(Updates.meta(SLOT + 2, TIME + 9));

        assertThat(recorder.entries(UpdateKind.SLOT_END).get(2))
                .matches(end -> end.slot() == SLOT + 2 && end.source() == TimeSource.BLOCK_TIME);
        assertThat(assembler.counters().metasMissing().get()).isZero();
    }

    @Test
    void shouldNotCountTheTimeThatTheRingWasFullAgainstAnOpenSlot() throws InterruptedException {
        try (RecordingPipeline small = new RecordingPipeline(2)) {
            final SlotAssembler behindSmallRing = new SlotAssembler(
                    AssemblerConfig.live(Commitment.CONFIRMED), small.publisher(), UpdateSink.NO_CHECKPOINT);
            final UpdateRouter toSmallRing = new UpdateRouter(behindSmallRing);
            give(toSmallRing, Updates.transaction(SLOT + 1, 1));
            for (int i = 0; i < 6; i++) {
                give(toSmallRing, Updates.transaction(SLOT, i));
            }
            small.block();
            final Thread persister = new Thread(() -> {
                while (small.publisher().fullWaitNs().get() < TimeUnit.MILLISECONDS.toNanos(10)) {
                    Thread.onSpinWait();
                }
                small.unblock();
            });
            persister.start();
            give(toSmallRing, Updates.meta(SLOT, TIME));
            persister.join();
            final long waitedNs = small.publisher().fullWaitNs().get();

            assertThat(behindSmallRing.onTime(nowNs + TIMEOUT_NS + waitedNs)).isTrue();
            assertThat(behindSmallRing.counters().metasMissing().get()).isZero();
            assertThat(behindSmallRing.onTime(nowNs + TIMEOUT_NS + waitedNs + 1))
                    .isTrue();
            assertThat(behindSmallRing.counters().metasMissing().get()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotCountTheTimeUntilThePipelineStartsAgainstAnOpenSlot() throws InterruptedException {
        try (RecordingPipeline late = RecordingPipeline.unstarted()) {
            final SlotAssembler early = new SlotAssembler(
                    AssemblerConfig.live(Commitment.CONFIRMED), late.publisher(), UpdateSink.NO_CHECKPOINT);
            final UpdateRouter router = new UpdateRouter(early);
            give(router, Updates.transaction(SLOT + 1, 1));
            give(router, Updates.transaction(SLOT, 1));
            final Thread source = Thread.currentThread();
            final Thread starter = new Thread(() -> {
                while (source.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                late.pipeline().start();
            });
            starter.start();
            give(router, Updates.meta(SLOT, TIME));
            starter.join();
            final long waitedNs = late.publisher().waitedNs();
            assertThat(waitedNs).isPositive();
            assertThat(late.publisher().fullWaitNs().get()).isZero();

            assertThat(early.onTime(nowNs + TIMEOUT_NS + waitedNs)).isTrue();
            assertThat(early.counters().metasMissing().get()).isZero();
            assertThat(early.onTime(nowNs + TIMEOUT_NS + waitedNs + 1)).isTrue();
            assertThat(early.counters().metasMissing().get()).isEqualTo(1);
        }
    }

    @Test
    void shouldCorrectTheTimeOfASlotWhoseMetaComesTooLate() {
        give(Updates.createdAt(SLOT, 1, TIME + 2));
        nowNs += TIMEOUT_NS + 1;
        assembler.onTime(nowNs);
        give(Updates.meta(SLOT, TIME));
        give(Updates.transaction(SLOT, 2));

        final List<Entry> entries = recorder.entries();
        assertThat(entries.get(2).toString()).isEqualTo("end " + SLOT + "@" + TIME + " BLOCK_TIME checkpoint -1");
        assertThat(entries.get(3).timeSeconds()).isEqualTo(TIME);
    }

    @Test
    void shouldMoveTimeByStatusesWhereBlockMetasAreOff() {
        for (int i = 0; i <= 8; i++) {
            give(Updates.status(SLOT + i, SlotStatus.SLOT_CONFIRMED));
            give(Updates.status(SLOT + i, SlotStatus.SLOT_PROCESSED));
            give(Updates.status(SLOT + 100 + i, SlotStatus.SLOT_CREATED_BANK));
        }

        assertThat(recorder.entries()).hasSize(1);
        assertThat(recorder.entries().get(0).slot()).isEqualTo(SLOT);
        assertThat(assembler.checkpointSlot()).isEqualTo(EARLIER);
    }

    /** A server that sends the head's statuses while it replays: what it has not replayed is not passed. */
    @Test
    void shouldMoveTheCheckpointByPayloadOnlyWhateverStatusesCome() {
        give(Updates.meta(SLOT, TIME));
        assembler.onResume(nowNs);
        for (int i = 1; i <= 137; i++) {
            give(Updates.status(SLOT + i, SLOT + i - 1, SlotStatus.SLOT_CONFIRMED));
        }
        nowNs += TIMEOUT_NS + 1;
        assembler.onTime(nowNs);
        give(Updates.transaction(SLOT + 1, 1));
        give(Updates.meta(SLOT + 1, TIME + 1));

        assertThat(assembler.checkpointSlot()).isEqualTo(SLOT + 1);
        assertThat(recorder.gaps()).isEmpty();
        assertThat(recorder.entries(UpdateKind.TRANSACTION)).singleElement().satisfies(transaction -> {
            assertThat(transaction.timeSeconds()).isEqualTo(TIME + 1);
            assertThat(transaction.source()).isEqualTo(TimeSource.BLOCK_TIME);
        });
    }

    @Test
    void shouldTellBlocksThatTheServerLeavesOutAsAHoleOnceTheyHaveHadTime() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.meta(SLOT + 5, TIME + 2, SLOT + 4));
        nowNs += TIMEOUT_NS;
        assembler.onTime(nowNs);
        assertThat(recorder.gaps()).isEmpty();
        assertThat(assembler.checkpointSlot()).isEqualTo(SLOT);
        nowNs += 1;
        assembler.onTime(nowNs);
        give(Updates.meta(SLOT + 6, TIME + 2));

        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 4) + " LEFT_OUT");
        assertThat(assembler.checkpointSlot()).isEqualTo(SLOT + 6);
    }

    @Test
    void shouldNotTakeABlockThatComesALittleLateForAHole() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.meta(SLOT + 2, TIME + 1));
        give(Updates.meta(SLOT + 3, TIME + 1));
        give(Updates.transaction(SLOT + 1, 1));
        give(Updates.meta(SLOT + 1, TIME));
        nowNs += TIMEOUT_NS + 1;
        assembler.onTime(nowNs);

        assertThat(recorder.gaps()).isEmpty();
        assertThat(assembler.checkpointSlot()).isEqualTo(SLOT + 3);
    }

    @Test
    void shouldStoreWhatComesAfterItsHoleWasToldAndLeaveTheRow() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.meta(SLOT + 2, TIME + 1));
        nowNs += TIMEOUT_NS + 1;
        assembler.onTime(nowNs);
        give(Updates.transaction(SLOT + 1, 1));
        give(Updates.meta(SLOT + 1, TIME));

        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 1) + " LEFT_OUT");
        assertThat(recorder.entries(UpdateKind.TRANSACTION))
                .singleElement()
                .satisfies(transaction -> assertThat(transaction.slot()).isEqualTo(SLOT + 1));
    }

    @Test
    void shouldIgnoreTheStatusOfAReleasedSlot() {
        give(Updates.meta(SLOT, TIME));
        give(Updates.status(SLOT, SlotStatus.SLOT_CONFIRMED));
        give(Updates.status(SLOT, SlotStatus.SLOT_FINALIZED));
        nowNs += TIMEOUT_NS + 1;
        assembler.onTime(nowNs);

        assertThat(recorder.entries()).hasSize(1);
    }

    @Test
    void shouldKeepAnEarlierRunsCheckpoint() {
        assembler = new SlotAssembler(AssemblerConfig.live(Commitment.CONFIRMED), recorder.publisher(), SLOT + 10);
        router = new UpdateRouter(assembler);
        give(Updates.meta(SLOT, TIME));
        give(Updates.meta(SLOT + 11, TIME + 4));

        assertThat(recorder.entries(UpdateKind.SLOT_END).stream().map(Entry::checkpointSlot))
                .containsExactly(-1L, SLOT + 11);
    }

    @Test
    void shouldReleaseTheOldestSlotWhenTooManyAreOpen() {
        with(new AssemblerConfig(Mode.WITH_BLOCK_META, Commitment.CONFIRMED, TIMEOUT_NS, 40_000, 3, 1 << 20));
        for (int i = 0; i < 4; i++) {
            give(Updates.transaction(SLOT + i, 1));
        }

        assertThat(recorder.entries(UpdateKind.SLOT_END).stream().map(Entry::slot))
                .containsExactly(SLOT);
        assertThat(assembler.counters().overflows().get()).isEqualTo(1);
        assertThat(assembler.counters().openSlots().get()).isEqualTo(3);
    }

    @Test
    void shouldHoldNoMoreBytesThanAllowed() {
        with(new AssemblerConfig(Mode.WITH_BLOCK_META, Commitment.CONFIRMED, TIMEOUT_NS, 40_000, 64, 50_000));
        for (int i = 0; i < 100; i++) {
            give(Updates.transaction(SLOT + i % 10, i, new byte[1_000]));
            assertThat(assembler.counters().heldBytes().get()).isLessThanOrEqualTo(50_000);
        }
        assembler.flush(nowNs);

        assertThat(recorder.entries(UpdateKind.TRANSACTION)).hasSize(100);
        assertThat(assembler.counters().overflows().get()).isPositive();
        assertThat(assembler.counters().heldBytes().get()).isZero();
    }

    @Test
    void shouldPublishAtOnceWithAnEstimateAtProcessed() {
        with(AssemblerConfig.live(Commitment.PROCESSED));
        give(Updates.meta(SLOT, TIME));
        give(Updates.transaction(SLOT + 3, 7));
        give(Updates.transaction(SLOT + 3, 1));
        assertThat(indexes()).containsExactly(7L, 1L);
        assertThat(assembler.checkpointSlot()).isEqualTo(SLOT);

        give(Updates.meta(SLOT + 3, TIME + 2, SLOT));

        final List<Entry> entries = recorder.entries();
        // no estimate runs ahead of the block times
        assertThat(entries.get(1).timeSeconds()).isEqualTo(TIME);
        assertThat(entries.get(1).source()).isEqualTo(TimeSource.NEAR_ESTIMATE);
        assertThat(entries.get(3).toString())
                .isEqualTo("end " + (SLOT + 3) + "@" + (TIME + 2) + " BLOCK_TIME checkpoint " + (SLOT + 3));
    }

    @Test
    void shouldWaitForNoClockInAReplayAndReleaseTheRestAtTheEnd() {
        with(AssemblerConfig.replay());
        give(Updates.transaction(SLOT + 1, 2));
        give(Updates.transaction(SLOT, 1));
        nowNs += TIMEOUT_NS * 1_000;
        assembler.onTime(nowNs);
        assertThat(recorder.entries()).isEmpty();

        assertThat(assembler.flush(nowNs)).isTrue();

        assertThat(recorder.entries().stream().map(Entry::slot)).containsExactly(SLOT, SLOT, SLOT + 1, SLOT + 1);
    }

    @Test
    void shouldReportAGap() {
        assembler.onGap(5, 9, GapReason.REPLAY_TOO_OLD, nowNs);

        assertThat(recorder.gaps()).containsExactly("5..9 REPLAY_TOO_OLD");
    }

    @Test
    void shouldSayThatAStoppedPipelineTakesNoMore() {
        give(Updates.transaction(SLOT, 1));
        recorder.pipeline().drain(10_000);

        assertThat(router.onUpdate(Updates.meta(SLOT, TIME), 0, Updates.meta(SLOT, TIME).length, nowNs))
                .isFalse();
        assertThat(assembler.flush(nowNs)).isFalse();
        assertThat(assembler.onGap(1, 2, GapReason.REPLAY_UNAVAILABLE, nowNs)).isFalse();
    }

    private SlotAssembler live(final Commitment commitment) {
        return new SlotAssembler(AssemblerConfig.live(commitment), recorder.publisher(), EARLIER);
    }

    private void with(final AssemblerConfig config) {
        assembler = new SlotAssembler(config, recorder.publisher(), EARLIER);
        router = new UpdateRouter(assembler);
    }

    private void give(final byte[] update) {
        give(router, update);
    }

    private void give(final UpdateRouter to, final byte[] update) {
        assertThat(to.onUpdate(update, 0, update.length, nowNs)).isTrue();
    }

    private List<Long> indexes() {
        final UpdateEnvelope envelope = new UpdateEnvelope();
        return recorder.entries(UpdateKind.TRANSACTION).stream()
                .map(entry -> {
                    envelope.wrap(
                            entry.payload().toByteArray(), 0, entry.payload().size());
                    return envelope.txIndex();
                })
                .toList();
    }
}
