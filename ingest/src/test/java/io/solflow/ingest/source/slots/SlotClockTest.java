package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotClockTest {

    private static final long NO_TIME = UpdateEvent.NO_TIME;
    private static final long SLOT = 398_202_772L;
    private static final long TIME = 1_770_287_039L;

    private final SlotClock clock = SlotClock.recorded();

    @Test
    void shouldTellTheBlockTimeOfALearnedSlot() {
        clock.learn(SLOT, TIME);
        clock.learn(SLOT + 1, TIME + 1);

        assertRead(SLOT, NO_TIME, TIME, TimeSource.BLOCK_TIME);
        assertRead(SLOT + 1, 1_777_000_000L, TIME + 1, TimeSource.BLOCK_TIME);
    }

    // 393.5 ms after the slot and 394.5 ms before it
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 1", "5, 1", "152, 59", "-1, 0", "-5, -1", "-152, -59"})
    void shouldEstimateFromANearbyBlockTimeAtThePaceOfTheTime(final long distance, final long seconds) {
        clock.learn(SLOT, TIME);

        assertRead(SLOT + distance, 1_777_000_000L, TIME + seconds, TimeSource.NEAR_ESTIMATE);
    }

    @ParameterizedTest
    @CsvSource({"-2, -2", "1, 1", "10, 15", "19, 28", "29, 39"})
    void shouldEstimateBetweenTheBlockTimesOfBothSides(final long distance, final long seconds) {
        clock.learn(SLOT - 3, TIME - 3);
        clock.learn(SLOT, TIME);
        clock.learn(SLOT + 20, TIME + 30);
        clock.learn(SLOT + 30, TIME + 40);

        assertRead(SLOT + distance, NO_TIME, TIME + seconds, TimeSource.NEAR_ESTIMATE);
    }

    @Test
    void shouldTakeTheNearestBlockTimeWhereTheChainStoodStill() {
        clock.learn(SLOT, TIME);
        clock.learn(SLOT + 20, TIME + 7_200);

        assertRead(SLOT + 1, NO_TIME, TIME, TimeSource.NEAR_ESTIMATE);
        assertRead(SLOT + 19, NO_TIME, TIME + 7_200, TimeSource.NEAR_ESTIMATE);
    }

    @ParameterizedTest
    @CsvSource({"398202772, 152", "443000000, 189", "450000000, 224", "460000000, 280"})
    void shouldCallASlotNearForAMinuteWhateverThePace(final long slot, final long reachSlots) {
        clock.learn(slot, TIME);

        clock.read(slot + reachSlots, TIME);
        assertThat(clock.source()).isEqualTo(TimeSource.NEAR_ESTIMATE);
        clock.read(slot + reachSlots + 1, TIME);
        assertThat(clock.source()).isEqualTo(TimeSource.CREATED_AT);
    }

    @Test
    void shouldUseTheCreationTimeWhenNoBlockTimeIsNear() {
        clock.learn(SLOT, TIME);

        assertRead(SLOT + 153, TIME + 99, TIME + 99, TimeSource.CREATED_AT);
        assertRead(SLOT - 153, TIME - 99, TIME - 99, TimeSource.CREATED_AT);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 267, 400, 600})
    void shouldLearnThePace(final int slotMs) {
        learn(2_000, slotMs);

        assertThat(clock.slotsIn(60_000, SLOT + 2_000)).isCloseTo(60_000 / slotMs, Percentage.withPercentage(3));
        clock.read(SLOT + 2_000 + 50_000 / slotMs, NO_TIME);
        assertThat(clock.timeSeconds()).isCloseTo(TIME + 2L * slotMs + 50, Offset.offset(2L));
    }

    @Test
    void shouldFollowAChangeOfPace() {
        learn(20_000, 400);
        for (int i = 0; i < 10_000; i++) {
            clock.learn(SLOT + 20_000 + i, TIME + 8_000 + i / 5);
        }

        assertThat(clock.slotsIn(60_000, SLOT + 30_000)).isCloseTo(300, Percentage.withPercentage(3));
    }

    @Test
    void shouldNotChangeThePaceForOneWildBlockTimeOrSlotOrAChainThatStoodStill() {
        learn(1_024, 200);
        final long before = clock.slotsIn(60_000, SLOT + 1_024);
        for (int i = 1_024; i < 3_000; i++) {
            final long stoodStillSeconds = i < 2_000 ? 0 : 5_000;
            final long wildSeconds = i == 1_536 ? 3_600 : 0;
            assertThat(clock.learn(SLOT + i, TIME + i / 5 + stoodStillSeconds + wildSeconds))
                    .isTrue();
            if (i == 1_700) {
                clock.learn(SLOT + 200_000, TIME + i / 5);
            }
            assertThat(clock.slotsIn(60_000, SLOT + i)).isCloseTo(before, Percentage.withPercentage(2));
        }
    }

    @Test
    void shouldNotRunAheadOfTheNewestBlockTimeInALiveStream() {
        final SlotClock live = SlotClock.live();
        live.learn(SLOT, TIME);
        live.learn(SLOT - 10, TIME - 4);

        live.read(SLOT + 100, NO_TIME);
        assertThat(live.timeSeconds()).isEqualTo(TIME);
        live.read(SLOT + 1_000_000, NO_TIME);
        assertThat(live.timeSeconds()).isEqualTo(TIME);
        live.read(SLOT - 5, NO_TIME);
        assertThat(live.timeSeconds()).isEqualTo(TIME - 2);
    }

    @Test
    void shouldNotTakeAnEstimateForAnAnchor() {
        clock.learn(SLOT, TIME);
        clock.read(SLOT + 152, NO_TIME);

        assertRead(SLOT + 153, TIME + 1_000, TIME + 1_000, TimeSource.CREATED_AT);
    }

    @Test
    void shouldForgetWhatLiesFarBehind() {
        clock.learn(SLOT, TIME);
        for (int i = 1; i <= 2_100; i++) {
            clock.learn(SLOT + i, TIME + i * 2 / 5);
        }

        clock.read(SLOT, NO_TIME);

        assertThat(clock.source()).isNotEqualTo(TimeSource.BLOCK_TIME);
    }

    @Test
    void shouldEstimateInAscendingOrderOverTheWholeChain() {
        long last = Long.MIN_VALUE;
        for (long slot = 0; slot <= 600_000_000L; slot += 1_000_003) {
            clock.read(slot, NO_TIME);
            assertThat(clock.timeSeconds()).isGreaterThan(last);
            last = clock.timeSeconds();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1584368939", "4102444801", "9223372036854775807", "-9223372036854775808"})
    void shouldRefuseABlockTimeOutsideTheChainsLife(final long seconds) {
        assertThat(clock.learn(SLOT, seconds)).isFalse();

        assertRead(SLOT, TIME, TIME, TimeSource.CREATED_AT);
    }

    @Test
    void shouldRefuseABlockTimeThatItsNeighboursContradict() {
        clock.learn(SLOT, TIME);

        assertThat(clock.learn(SLOT + 1, TIME + 86_402)).isFalse();
        assertThat(clock.learn(SLOT + 1, TIME - 86_402)).isFalse();
        assertThat(clock.learn(SLOT + 1, TIME + 3_600)).isTrue();
    }

    @Test
    void shouldRefuseAWildBlockTimeOfADistantSlot() {
        clock.learn(SLOT, TIME);

        assertThat(clock.learn(SLOT + 1_000, 4_000_000_000L)).isFalse();
        assertThat(clock.learn(ChainPosition.MAX_SLOT, TIME + 10)).isFalse();
        assertThat(clock.learn(SLOT + 1_001, TIME + 400)).isTrue();
        assertRead(SLOT + 1_000, NO_TIME, TIME + 400, TimeSource.NEAR_ESTIMATE);
    }

    @Test
    void shouldBelieveThreeSlotsInARowThatContradictTheFirst() {
        clock.learn(SLOT, 4_000_000_000L);

        assertThat(clock.learn(SLOT + 1, TIME)).isFalse();
        assertThat(clock.learn(SLOT + 1, TIME)).isFalse();
        assertThat(clock.learn(SLOT + 2, TIME + 1)).isFalse();
        assertThat(clock.learn(SLOT + 3, TIME + 1)).isTrue();

        assertRead(SLOT + 3, NO_TIME, TIME + 1, TimeSource.BLOCK_TIME);
        assertRead(SLOT, NO_TIME, TIME, TimeSource.NEAR_ESTIMATE);
    }

    @Test
    void shouldNotAddUpDoubtsThatAreNotInARow() {
        clock.learn(SLOT, TIME);
        for (long i = 1; i <= 20; i++) {
            assertThat(clock.learn(SLOT + 2 * i, 4_000_000_000L)).isFalse();
            assertThat(clock.learn(SLOT + 2 * i + 1, TIME + i)).isTrue();
        }
    }

    // slots and block times of the chain, years apart
    @Test
    void shouldFollowRecordedSlotsYearsApart() {
        assertThat(clock.learn(235_045_958L, 1_702_188_462L)).isTrue();
        assertThat(clock.learn(254_170_887L, 1_710_441_678L)).isTrue();
        assertThat(clock.learn(416_221_282L, 1_777_380_196L)).isTrue();
        assertThat(clock.learn(435_946_190L, 1_785_327_618L)).isTrue();
        assertThat(clock.learn(122_788_843L, 1_646_009_934L)).isTrue();
    }

    @Test
    void shouldNeverThrowOnHostileNumbers() {
        final long[] edges = {
            0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, ChainPosition.MAX_SLOT, ChainPosition.MAX_SLOT + 1, SLOT, TIME
        };
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            final long slot = edges[random.nextInt(edges.length)] + random.nextInt(-200, 200);
            clock.learn(slot, edges[random.nextInt(edges.length)] + random.nextInt(-200, 200));
            clock.read(slot + random.nextInt(-200, 200), edges[random.nextInt(edges.length)]);
            assertThat(clock.timeSeconds() == NO_TIME || clock.timeSeconds() > 0)
                    .as("seed 7, step %d", i)
                    .isTrue();
        }
    }

    private void learn(final int slots, final int slotMs) {
        for (int i = 0; i < slots; i++) {
            clock.learn(SLOT + i, TIME + (long) i * slotMs / 1_000);
        }
    }

    private void assertRead(final long slot, final long createdAtSeconds, final long seconds, final TimeSource source) {
        clock.read(slot, createdAtSeconds);
        assertThat(clock.timeSeconds()).isEqualTo(seconds);
        assertThat(clock.source()).isEqualTo(source);
    }
}
