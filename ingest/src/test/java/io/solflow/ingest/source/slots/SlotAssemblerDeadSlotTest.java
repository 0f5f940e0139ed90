package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.UpdateKind;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlotAssemblerDeadSlotTest {

    private static final long SLOT = 398_202_772L;
    private static final long TIME = 1_770_287_039L;

    private final RecordingPipeline recorder = new RecordingPipeline();
    private SlotAssembler assembler;
    private UpdateRouter router;
    private long nowNs = 1;

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void shouldReportADeadSlotBehindItsTransactionsAndDropWhatComesLater() {
        begin(Commitment.PROCESSED, UpdateSink.NO_CHECKPOINT);
        give(Updates.transaction(SLOT, 1));
        give(Updates.status(SLOT, SlotStatus.SLOT_DEAD));
        give(Updates.transaction(SLOT, 2));

        assertThat(published()).containsExactly("TRANSACTION 0", "SLOT_DEAD 0");
        assertThat(assembler.counters().deadSlots().get()).isEqualTo(1);
        assertThat(assembler.counters().deadTransactions().get()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheTransactionsOfASlotThatIsMadeAgain() {
        begin(Commitment.PROCESSED, UpdateSink.NO_CHECKPOINT);
        give(Updates.transaction(SLOT, 1));
        give(Updates.status(SLOT, SlotStatus.SLOT_DEAD));
        give(Updates.status(SLOT, SLOT - 1, SlotStatus.SLOT_CREATED_BANK));
        give(Updates.transaction(SLOT, 1));
        give(Updates.meta(SLOT, TIME, SLOT - 1));

        assertThat(published()).containsExactly("TRANSACTION 0", "SLOT_DEAD 0", "TRANSACTION 0", "SLOT_END 0");
        assertThat(assembler.counters().deadTransactions().get()).isZero();
    }

    @Test
    void shouldReportWhatTheParentInABlockMetaLeavesOutOnceTheBlockIsConfirmed() {
        begin(Commitment.PROCESSED, UpdateSink.NO_CHECKPOINT);
        give(Updates.transaction(SLOT + 1, 1));
        give(Updates.meta(SLOT + 1, TIME, SLOT));
        give(Updates.meta(SLOT + 2, TIME, SLOT));
        assertThat(published()).containsExactly("TRANSACTION 1", "SLOT_END 1", "SLOT_END 2");

        give(Updates.status(SLOT + 2, SlotStatus.SLOT_CONFIRMED));

        assertThat(published()).containsExactly("TRANSACTION 1", "SLOT_END 1", "SLOT_END 2", "SLOT_DEAD 1");
    }

    /** A server replays the abandoned block as well, before anything tells that the chain has left it. */
    @Test
    void shouldReportADeathBeforeTheEarlierRunsCheckpoint() {
        begin(Commitment.PROCESSED, SLOT + 4);
        give(Updates.transaction(SLOT + 1, 1));
        give(Updates.meta(SLOT + 1, TIME, SLOT));
        give(Updates.meta(SLOT + 2, TIME, SLOT));
        give(Updates.status(SLOT + 2, SlotStatus.SLOT_CONFIRMED));

        assertThat(published()).contains("SLOT_DEAD 1").endsWith("SLOT_DEAD 1");
    }

    @Test
    void shouldCountButNotReportADeathFarBehindTheNewestSlot() {
        final long reachSlots = SlotClock.live().slotsIn(SlotForks.REACH_SECONDS * 1_000L, SLOT);
        begin(Commitment.PROCESSED, SLOT + reachSlots);
        give(Updates.status(SLOT, SlotStatus.SLOT_DEAD));
        give(Updates.status(SLOT - 1, SlotStatus.SLOT_DEAD));

        assertThat(published()).containsExactly("SLOT_DEAD 0");
        assertThat(assembler.counters().deathsOutOfReach().get()).isEqualTo(1);
    }

    @Test
    void shouldNotOpenTheOldSlotsThatStatusesSettle() {
        begin(Commitment.PROCESSED, UpdateSink.NO_CHECKPOINT);
        give(Updates.status(SLOT - 32, SLOT - 33, SlotStatus.SLOT_FINALIZED));
        give(Updates.status(SLOT - 2, SlotStatus.SLOT_CONFIRMED));
        give(Updates.status(SLOT + 1, SlotStatus.SLOT_FIRST_SHRED_RECEIVED));
        assertThat(assembler.counters().openSlots().get()).isZero();

        give(Updates.status(SLOT, SLOT - 1, SlotStatus.SLOT_PROCESSED));

        assertThat(assembler.counters().openSlots().get()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreDeathsAndForksWhereSlotsAreSettledBeforeTheyCome() {
        for (final Commitment commitment : List.of(Commitment.CONFIRMED, Commitment.FINALIZED)) {
            begin(commitment, UpdateSink.NO_CHECKPOINT);
            give(Updates.transaction(SLOT, 1));
            give(Updates.status(SLOT, SlotStatus.SLOT_DEAD));
            give(Updates.meta(SLOT, TIME, SLOT - 1));
            give(Updates.status(SLOT + 3, SLOT - 1, SlotStatus.SLOT_FINALIZED));
            give(Updates.transaction(SLOT, 2));
        }

        assertThat(recorder.entries(UpdateKind.SLOT_DEAD)).isEmpty();
        assertThat(recorder.entries(UpdateKind.TRANSACTION)).hasSize(4);
    }

    @Test
    void shouldSayThatAStoppedPipelineTakesNoDeath() {
        begin(Commitment.PROCESSED, UpdateSink.NO_CHECKPOINT);
        recorder.pipeline().drain(10_000);
        final byte[] death = Updates.status(SLOT, SlotStatus.SLOT_DEAD);

        assertThat(router.onUpdate(death, 0, death.length, nowNs)).isFalse();
    }

    private void begin(final Commitment commitment, final long checkpointSlot) {
        assembler = new SlotAssembler(AssemblerConfig.live(commitment), recorder.publisher(), checkpointSlot);
        router = new UpdateRouter(assembler);
    }

    private void give(final byte[] update) {
        assertThat(router.onUpdate(update, 0, update.length, nowNs++)).isTrue();
    }

    private List<String> published() {
        return recorder.entries().stream()
                .map(entry -> entry.kind() + " " + (entry.slot() - SLOT))
                .toList();
    }
}
