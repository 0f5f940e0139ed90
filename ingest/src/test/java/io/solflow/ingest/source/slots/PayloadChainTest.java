package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.GapReason;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadChainTest {

    private static final long SLOT = 400_000_000L;
    private static final AssemblerConfig CONFIG = AssemblerConfig.live(Commitment.CONFIRMED);

    private final List<String> holes = new ArrayList<>();
    private PayloadChain chain = new PayloadChain(CONFIG, SlotClock.live(), SLOT);
    private long believed = SLOT + 5_000;
    private long nowNs = Long.MAX_VALUE - 5;

    @Test
    void shouldPassSlotsThatTheirParentsProveToBeSkipped() {
        take(1, 0);
        take(5, 1);

        assertThat(chain.passed()).isEqualTo(SLOT + 5);
        assertThat(holes).isEmpty();
    }

    @Test
    void shouldTellAHoleAfterEightNewerSlots() {
        for (int slot = 3; slot <= 10; slot++) {
            take(slot, slot - 1);
        }
        assertThat(holes).isEmpty();
        assertThat(chain.passed()).isEqualTo(SLOT);
        take(11, 10);

        assertThat(holes).containsExactly("1..2 LEFT_OUT");
        assertThat(chain.passed()).isEqualTo(SLOT + 11);
    }

    @Test
    void shouldTellThatAStreamDidNotReplayWhenItBeginsBeyond() {
        chain.onResume(nowNs);
        take(30, 29);
        pass();

        assertThat(holes).containsExactly("1..29 REPLAY_UNAVAILABLE");
    }

    @Test
    void shouldTellWhatNoParentProves() {
        takeWithoutMeta(1);
        takeWithoutMeta(4);
        pass();

        assertThat(holes).containsExactly("2..3 LEFT_OUT");
        assertThat(chain.passed()).isEqualTo(SLOT + 4);
    }

    @Test
    void shouldBelieveTheParentOfAStatusWhereNoMetaTellsOne() {
        takeWithoutMeta(1);
        chain.onStatus(SLOT + 4, SLOT + 1);
        takeWithoutMeta(4);

        assertThat(chain.passed()).isEqualTo(SLOT + 4);
        assertThat(holes).isEmpty();
    }

    @Test
    void shouldPassSlotsWithoutTradesByTheirStatusesWhereNoMetasCome() {
        takeWithoutMeta(1);
        chain.onStatus(SLOT + 2, 0);
        chain.onStatus(SLOT + 3, 0);
        assertThat(chain.passed()).isEqualTo(SLOT + 1);
        takeWithoutMeta(4);

        assertThat(chain.passed()).isEqualTo(SLOT + 4);
        assertThat(holes).isEmpty();
    }

    @Test
    void shouldNotTakeAStatusForPayloadWhereMetasCome() {
        take(1, 0);
        chain.onStatus(SLOT + 2, SLOT + 1);
        take(3, 2);
        pass();

        assertThat(holes).containsExactly("2..2 LEFT_OUT");
    }

    /** At processed a fork is passed before the chain goes on from a block that the server left out. */
    @Test
    void shouldTellABlockBelowThePassedOneThatNeverCame() {
        take(1, 0);
        take(3, 1);
        take(4, 2);
        pass();

        assertThat(holes).containsExactly("2..2 LEFT_OUT");
        assertThat(chain.passed()).isEqualTo(SLOT + 4);
    }

    @Test
    void shouldTellNoHoleThatSomebodyElseHasTold() {
        chain.onHole(SLOT + 1, SLOT + 100);
        take(101, 100);

        assertThat(holes).isEmpty();
        assertThat(chain.passed()).isEqualTo(SLOT + 101);
    }

    @Test
    void shouldPassOnWithinAHoleThatAWildNumberMade() {
        chain.onHole(SLOT + 1, 1L << 33);
        take(1, 0);
        take(2, 1);

        assertThat(chain.passed()).isEqualTo(SLOT + 2);
    }

    @Test
    void shouldNotPassWhatIsNotBelieved() {
        believed = SLOT;
        take(1_000_000, 999_999);
        pass();

        assertThat(chain.passed()).isEqualTo(SLOT);
        assertThat(holes).isEmpty();
    }

    @Test
    void shouldClaimNothingOfWhatLiesBeforeTheFirstPayload() {
        chain = new PayloadChain(CONFIG, SlotClock.live(), UpdateSink.NO_CHECKPOINT);
        take(7, 3);
        take(8, 7);

        assertThat(chain.passed()).isEqualTo(SLOT + 8);
        assertThat(holes).isEmpty();
    }

    @Test
    void shouldProveNothingOfRecordedInput() {
        chain = new PayloadChain(AssemblerConfig.replay(), SlotClock.recorded(), UpdateSink.NO_CHECKPOINT);
        take(7, 3);
        take(900, 899);

        assertThat(chain.passed()).isEqualTo(SLOT + 900);
        assertThat(holes).isEmpty();
    }

    private void take(final long slot, final long parent) {
        chain.onContent(SLOT + slot);
        chain.onMeta(SLOT + slot, SLOT + parent);
        chain.onPayload(SLOT + slot, SLOT + parent, nowNs);
        advance();
    }

    private void takeWithoutMeta(final long slot) {
        chain.onContent(SLOT + slot);
        chain.onPayload(SLOT + slot, PayloadChain.NONE, nowNs);
        advance();
    }

    /** Lets the time pass that a link may take. */
    private void pass() {
        nowNs += CONFIG.metaTimeoutNs() + 1;
        advance();
    }

    private void advance() {
        while (chain.advance(believed, nowNs, false)) {
            final GapReason reason = chain.holeReason();
            holes.add((chain.holeFrom() - SLOT) + ".." + (chain.holeTo() - SLOT) + " " + reason);
        }
    }
}
