package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.GapReason;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.stream.ResumePlan.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumePlanTest {

    private final List<String> gaps = new ArrayList<>();
    private final CheckpointOnly sink = new CheckpointOnly();
    private final ResumePlan plan =
            new ResumePlan(sink, 6, false, (from, to, reason) -> gaps.add(from + ".." + to + " " + reason));

    private static final class CheckpointOnly implements UpdateSink {
        private long checkpointSlot = NO_CHECKPOINT;

        @Override
        public boolean onUpdate(
                final UpdateEnvelope update,
                final byte[] bytes,
                final int offset,
                final int length,
                final long receivedNs) {
            return true;
        }

        @Override
        public boolean onGap(final long fromSlot, final long toSlot, final GapReason reason, final long receivedNs) {
            return true;
        }

        @Override
        public boolean onTime(final long nowNs) {
            return true;
        }

        @Override
        public void onResume(final long nowNs) {}

        @Override
        public long checkpointSlot() {
            return checkpointSlot;
        }
    }

    @Test
    void shouldGoLiveWithoutAGapWhenThereIsNoCheckpoint() {
        assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
        assertThat(plan.firstMetaDue()).isFalse();
        assertThat(failed(ResumePlan.LIVE, Status.INTERNAL)).isEqualTo(Verdict.UNRELATED);
        plan.onSlot(1_000);

        assertThat(gaps).isEmpty();
    }

    @Test
    void shouldReturnToItsFirstSlotUntilThereIsACheckpoint() {
        plan.begin();
        plan.onSlot(1_000);
        assertThat(plan.begin()).isEqualTo(1_000);
        plan.onSlot(1_000);
        plan.onBlockMeta(999);
        sink.checkpointSlot = 1_000;
        assertThat(plan.begin()).isEqualTo(968);

        assertThat(gaps).isEmpty();
    }

    @Test
    void shouldRecordTheSlotsSinceItsFirstAsLostWhenTheyCannotBeReplayed() {
        plan.begin();
        plan.onSlot(1_000);
        failed(plan.begin(), Status.INTERNAL.withDescription("from_slot is not supported"));
        assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
        plan.onSlot(1_007);

        assertThat(gaps).containsExactly("1000..1006 REPLAY_UNAVAILABLE");
    }

    @Test
    void shouldAskFor32SlotsBeforeTheCheckpointButForNoneBelowZero() {
        sink.checkpointSlot = 1_000;
        assertThat(plan.begin()).isEqualTo(968);
        sink.checkpointSlot = 5;
        assertThat(plan.begin()).isZero();
    }

    @Test
    void shouldFollowAServerWhoseWindowMovesOnAndRecordOneGap() {
        sink.checkpointSlot = 1_000;
        tooOld(1_101);
        assertThat(plan.begin()).isEqualTo(1_101);
        tooOld(1_111);
        assertThat(plan.begin()).isEqualTo(1_111);
        plan.onSlot(1_111);
        plan.onBlockMeta(1_110);

        assertThat(gaps).containsExactly("1001..1110 REPLAY_TOO_OLD");
    }

    @Test
    void shouldNotAskAgainForWhatWasTooOld() {
        sink.checkpointSlot = 1_000;
        tooOld(990);
        plan.begin();
        plan.onSlot(990);

        assertThat(plan.begin()).isEqualTo(990);
        sink.checkpointSlot = 1_100;
        assertThat(plan.begin()).isEqualTo(1_068);
        assertThat(gaps).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broadcast is not available",
                "broadcast from 968 is not available, last available: 967",
                "broadcast from 968 is not available, last available: 99999999999999999999999",
                "broadcast from 968 is not available, last available: 17179869184"
            })
    void shouldGoLiveWhenTheServerDoesNotSayWhereItsReplayBegins(final String description) {
        sink.checkpointSlot = 1_000;
        final long asked = plan.begin();
        assertThat(failed(asked, Status.OUT_OF_RANGE.withDescription(description)))
                .isEqualTo(Verdict.CHANGED);

        assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
        plan.onSlot(1_050);

        assertThat(gaps).containsExactly("1001..1049 REPLAY_TOO_OLD");
        assertThat(plan.begin()).isEqualTo(1_049 - ResumePlan.REWIND_SLOTS);
    }

    @Test
    void shouldRecoverFromAServerThatNamesASlotOfTheFarFuture() {
        sink.checkpointSlot = 1_000;
        tooOld(ChainPosition.MAX_SLOT);
        for (int i = 1; i < 5; i++) {
            assertThat(plan.onSilent(plan.begin())).isEqualTo(Verdict.TRY_AGAIN_SLOWLY);
        }
        assertThat(plan.onSilent(plan.begin())).isEqualTo(Verdict.CHANGED);
        assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
        plan.onSlot(1_010);
        sink.checkpointSlot = 1_010;

        assertThat(plan.begin()).isEqualTo(1_010 - ResumePlan.REWIND_SLOTS);
        assertThat(gaps).containsExactly("1001..1009 REPLAY_UNAVAILABLE");
    }

    @Test
    void shouldBelieveTheStreamMoreThanTheSlotThatAServerHasNamed() {
        sink.checkpointSlot = 1_000;
        tooOld(ChainPosition.MAX_SLOT);
        plan.begin();
        plan.onSlot(1_010);
        plan.onBlockMeta(1_009);

        assertThat(gaps).containsExactly("1001..1009 REPLAY_TOO_OLD");
        assertThat(plan.begin()).isEqualTo(1_010);
    }

    @Test
    void shouldStayLiveUntilAFirstSlotComes() {
        sink.checkpointSlot = 1_000;
        assertThat(failed(plan.begin(), Status.INTERNAL.withDescription("from_slot is not supported")))
                .isEqualTo(Verdict.CHANGED);
        assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
        assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
        plan.onSlot(1_001);

        assertThat(gaps).isEmpty();
        assertThat(plan.begin()).isEqualTo(968);
    }

    @Test
    void shouldForgetFailedTriesOnceDataFlows() {
        sink.checkpointSlot = 1_000;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 5; i++) {
                assertThat(failed(plan.begin(), Status.INTERNAL)).isEqualTo(Verdict.TRY_AGAIN_SLOWLY);
            }
            plan.begin();
            plan.onSlot(970);
        }
        assertThat(gaps).isEmpty();
    }

    @Test
    void shouldNoticeThatAReplayLeftSlotsOut() {
        sink.checkpointSlot = 1_000;
        plan.begin();
        plan.onSlot(1_200);
        plan.onBlockMeta(1_198);

        assertThat(gaps).containsExactly("1001..1198 REPLAY_UNAVAILABLE");
    }

    @Test
    void shouldNotTakeSkippedSlotsOrAMissedMetaForAHole() {
        sink.checkpointSlot = 1_000;
        plan.begin();
        plan.onSlot(1_004);
        plan.onBlockMeta(1_000);
        plan.begin();
        plan.onSlot(1_001);
        plan.onBlockMeta(1_001);

        assertThat(gaps).isEmpty();
    }

    @Test
    void shouldLeaveConnectionsThatWereNotHadOrBrokeToTheBackoff() {
        sink.checkpointSlot = 1_000;
        final long asked = plan.begin();

        for (int i = 0; i < 100; i++) {
            assertThat(plan.onFailedBeforeFirstSlot(asked, new StreamEnd(Status.UNAVAILABLE, false), true))
                    .isEqualTo(Verdict.UNRELATED);
        }
        assertThat(plan.begin()).isEqualTo(asked);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {
                "OK",
                "CANCELLED",
                "UNKNOWN",
                "DEADLINE_EXCEEDED",
                "RESOURCE_EXHAUSTED",
                "ABORTED",
                "INTERNAL",
                "UNAVAILABLE",
                "DATA_LOSS"
            })
    void shouldGiveTheReplayUpWhenTheServerEndsItAgainAndAgain(final Status.Code code) {
        sink.checkpointSlot = 1_000;
        for (int i = 1; i < 6; i++) {
            assertThat(failed(plan.begin(), code.toStatus())).isEqualTo(Verdict.TRY_AGAIN_SLOWLY);
        }
        assertThat(failed(plan.begin(), code.toStatus())).isEqualTo(Verdict.CHANGED);
        assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
        plan.onSlot(1_010);

        assertThat(gaps).containsExactly("1001..1009 REPLAY_UNAVAILABLE");
    }

    /** An outage is not about the slot that was asked for: nothing is given up for it. */
    @Test
    void shouldAskForTheSlotAgainWhenLiveFailsAsTheReplayDid() {
        sink.checkpointSlot = 1_000;
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 6; i++) {
                assertThat(plan.begin()).isEqualTo(968);
                failed(968, Status.UNAVAILABLE);
            }
            assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
            assertThat(failed(ResumePlan.LIVE, Status.UNAVAILABLE)).isEqualTo(Verdict.TRY_AGAIN_SLOWLY);
        }
        assertThat(plan.begin()).isEqualTo(968);
        plan.onSlot(968);

        assertThat(gaps).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"INVALID_ARGUMENT", "FAILED_PRECONDITION", "NOT_FOUND", "UNIMPLEMENTED"})
    void shouldLeaveTheSlotOutOnceItIsRefused(final Status.Code code) {
        sink.checkpointSlot = 1_000;
        assertThat(failed(plan.begin(), code.toStatus())).isEqualTo(Verdict.CHANGED);
        assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
        plan.onSlot(1_010);

        assertThat(gaps).containsExactly("1001..1009 REPLAY_UNAVAILABLE");
    }

    @Test
    void shouldAskOnceMoreWhenAnAnswerAtAReconnectMayBeALoadBalancers() {
        sink.checkpointSlot = 1_000;
        assertThat(plan.onFailedBeforeFirstSlot(plan.begin(), new StreamEnd(Status.NOT_FOUND, true), true))
                .isEqualTo(Verdict.TRY_AGAIN_SLOWLY);
        assertThat(plan.begin()).isEqualTo(968);
        assertThat(plan.onFailedBeforeFirstSlot(968, new StreamEnd(Status.NOT_FOUND, true), true))
                .isEqualTo(Verdict.CHANGED);
        assertThat(plan.begin()).isEqualTo(ResumePlan.LIVE);
    }

    private Verdict failed(final long asked, final Status status) {
        return plan.onFailedBeforeFirstSlot(asked, new StreamEnd(status, true), false);
    }

    private void tooOld(final long available) {
        final long asked = plan.begin();
        assertThat(failed(
                        asked,
                        Status.OUT_OF_RANGE.withDescription(
                                "broadcast from " + asked + " is not available, last available: " + available)))
                .isEqualTo(Verdict.CHANGED);
    }
}
