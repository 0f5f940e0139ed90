package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.wire.UpdateEnvelope.Kind;
import org.junit.jupiter.api.Test;

class MidSlotPlanTest {

    private static final long SLOT = 398_202_772L;

    private final MidSlotPlan plan = new MidSlotPlan();

    @Test
    void shouldFetchTheLastSlotBeforeTheFirstThatBeganWithAStatus() {
        resumeWithin(SLOT);
        assertThat(plan.isDue()).isFalse();
        plan.onUpdate(Kind.BLOCK_META, SLOT);
        assertThat(plan.isDue()).isFalse();

        plan.onUpdate(Kind.BLOCK_META, SLOT + 1);

        assertThat(plan.isDue()).isTrue();
        assertThat(plan.fromSlot()).isEqualTo(SLOT);
        assertThat(plan.wholeSlot()).isEqualTo(SLOT + 1);
    }

    /** Nothing of the slot in production came after the stream began: its early part may hold all that it had. */
    @Test
    void shouldFetchFromTheLastReplayedSlotWhenNothingOfTheNextCame() {
        plan.onStream(true);
        replay(SLOT);
        plan.onUpdate(Kind.SLOT, SLOT + 2);
        plan.onUpdate(Kind.BLOCK_META, SLOT + 2);

        assertThat(plan.isDue()).isTrue();
        assertThat(plan.fromSlot()).isEqualTo(SLOT);
        assertThat(plan.wholeSlot()).isEqualTo(SLOT + 2);
    }

    @Test
    void shouldKeepWhatAnEarlierStreamLeft() {
        resumeWithin(SLOT);
        resumeWithin(SLOT + 60);
        plan.onUpdate(Kind.BLOCK_META, SLOT + 61);

        assertThat(plan.isDue()).isTrue();
        assertThat(plan.fromSlot()).isEqualTo(SLOT);
        assertThat(plan.wholeSlot()).isEqualTo(SLOT + 61);
    }

    @Test
    void shouldNotBeMisledByAWildNumber() {
        plan.onStream(true);
        replay(SLOT);
        plan.onUpdate(Kind.TRANSACTION, SLOT + 1_000_000);
        plan.onUpdate(Kind.SLOT, SLOT + 2_000_000);
        plan.onUpdate(Kind.TRANSACTION, SLOT + 1);
        plan.onUpdate(Kind.SLOT, SLOT + 2);
        plan.onUpdate(Kind.BLOCK_META, SLOT + 2);

        assertThat(plan.fromSlot()).isEqualTo(SLOT + 1);
        assertThat(plan.wholeSlot()).isEqualTo(SLOT + 2);
    }

    @Test
    void shouldFetchNothingForALiveStream() {
        plan.onStream(false);
        plan.onUpdate(Kind.TRANSACTION, SLOT);
        plan.onUpdate(Kind.SLOT, SLOT + 1);
        plan.onUpdate(Kind.BLOCK_META, SLOT + 1);

        assertThat(plan.isDue()).isFalse();
    }

    @Test
    void shouldFetchOnceOnly() {
        resumeWithin(SLOT);
        plan.onUpdate(Kind.BLOCK_META, SLOT + 1);
        plan.settled();
        plan.onUpdate(Kind.BLOCK_META, SLOT + 2);

        assertThat(plan.isDue()).isFalse();
    }

    private void resumeWithin(final long slot) {
        plan.onStream(true);
        replay(slot - 1);
        plan.onUpdate(Kind.TRANSACTION, slot);
        plan.onUpdate(Kind.SLOT, slot + 1);
    }

    private void replay(final long slot) {
        plan.onUpdate(Kind.TRANSACTION, slot);
        plan.onUpdate(Kind.BLOCK_META, slot);
        plan.onUpdate(Kind.SLOT, slot);
    }
}
