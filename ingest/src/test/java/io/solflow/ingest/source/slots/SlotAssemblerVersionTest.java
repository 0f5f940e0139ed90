package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.source.Commitment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slot that comes again with other transactions, and positions that a source does not tell. */
@Timeout(60)
class SlotAssemblerVersionTest {

    private static final long SLOT = 462_000_000L;
    private static final long TIME = 1_793_500_000L;

    private final PublishedUpdates published = new PublishedUpdates(SLOT);

    @AfterEach
    void close() {
        published.close();
    }

    @Test
    void shouldReplaceTheFirstVersionOfASlotThatComesAgainWithOtherTransactions() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(1, 11, 2, 12, 3, 13);
        published.resume();
        give(1, 11, 2, 22, 4, 24);
        published.give(Updates.meta(SLOT, TIME));

        assertThat(published.taken())
                .containsExactly(
                        "0/1 11", "0/2 12", "0/3 13", "0/1 11", "0/3 dead", "0/2 dead", "0/2 22", "0/4 24", "0 end");
        assertThat(published.counters().slotsReplaced().get()).isEqualTo(1);
        assertThat(published.counters().transactionsReplaced().get()).isEqualTo(2);
    }

    @Test
    void shouldTellWhatComesAgainAfterTheVersionsPartedAnew() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(2, 12, 5, 15);
        give(2, 22, 5, 15);

        assertThat(published.taken()).containsExactly("0/2 12", "0/5 15", "0/5 dead", "0/2 dead", "0/2 22", "0/5 15");
    }

    @Test
    void shouldReplaceASlotAThirdTime() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(2, 12);
        give(2, 22);
        give(2, 32);

        assertThat(published.taken()).containsExactly("0/2 12", "0/2 dead", "0/2 22", "0/2 dead", "0/2 32");
        assertThat(published.counters().slotsReplaced().get()).isEqualTo(2);
    }

    /** What came again in the stream before says nothing about the version that comes now. */
    @Test
    void shouldNotTakeRepeatsOfAnEarlierStreamForTheNewVersion() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(1, 11, 2, 12);
        published.resume();
        give(1, 11, 2, 12);
        published.resume();
        give(2, 22);

        assertThat(published.taken()).endsWith("0/2 dead", "0/1 dead", "0/2 22");
    }

    @Test
    void shouldKeepWhatCameOfTheNewVersionBeforeTheTwoContradictEachOther() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(1, 11, 2, 12);
        published.resume();
        give(5, 25, 1, 11, 2, 22);

        assertThat(published.taken()).containsExactly("0/1 11", "0/2 12", "0/5 25", "0/1 11", "0/2 dead", "0/2 22");
    }

    @Test
    void shouldForgetTheVersionOfASlotThatDies() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(2, 12);
        published.give(Updates.status(SLOT, SlotStatus.SLOT_DEAD));
        published.give(Updates.status(SLOT, SlotStatus.SLOT_CREATED_BANK));
        give(2, 22);

        assertThat(published.taken()).containsExactly("0/2 12", "0 dead", "0/2 22");
        assertThat(published.counters().slotsReplaced().get()).isZero();
    }

    @Test
    void shouldReplaceAReleasedSlotToo() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(2, 12);
        published.give(Updates.meta(SLOT, TIME));
        published.resume();
        give(2, 22);

        assertThat(published.taken()).containsExactly("0/2 12", "0 end", "0/2 dead", "0/2 22");
    }

    /** A recording of such a stream gives what the stream gave. */
    @Test
    void shouldLeaveTheFirstVersionOutInAReplay() {
        published.begin(AssemblerConfig.replay());
        give(1, 11, 2, 12, 3, 13);
        give(1, 11, 2, 22, 4, 24, 4, 24);
        published.give(Updates.meta(SLOT, TIME));

        assertThat(published.taken()).containsExactly("0/1 11", "0/2 22", "0/4 24", "0 end");
        assertThat(published.counters().slotsReplaced().get()).isEqualTo(1);
        assertThat(published.counters().transactionsReplaced().get()).isEqualTo(2);
    }

    @Test
    void shouldNotBelieveZeroOfASourceThatTellsNothingElse() {
        for (final AssemblerConfig config : configs()) {
            published.begin(config);
            give(0, 15, 0, 12, 0, 11);
            published.give(Updates.meta(SLOT, TIME));

            assertThat(published.taken())
                    .containsExactlyInAnyOrder("0/? 11", "0/? 12", "0/? 15", "0 end")
                    .endsWith("0 end");
            assertThat(published.counters().unpositioned().get()).isEqualTo(3);
        }
    }

    @Test
    void shouldBelieveZeroOfASourceThatHasToldAnotherPosition() {
        for (final AssemblerConfig config : configs()) {
            published.begin(config);
            give(7, 17);
            published.give(Updates.meta(SLOT, TIME));
            published.give(Updates.signed(SLOT + 1, 0, 10));
            published.give(Updates.meta(SLOT + 1, TIME));

            assertThat(published.taken()).containsExactly("0/7 17", "0 end", "1/0 10", "1 end");
        }
    }

    @Test
    void shouldLetZeroWaitForTheSlotsEndAtProcessedUntilTheSourceHasShownWhatItMeans() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(0, 10);
        assertThat(published.taken()).isEmpty();
        give(7, 17);
        published.give(Updates.meta(SLOT, TIME));
        published.give(Updates.signed(SLOT + 1, 0, 11));

        assertThat(published.taken()).containsExactly("0/7 17", "0/0 10", "0 end", "1/0 11");
    }

    @Test
    void shouldNotLetZeroWaitOnceTheSourceHasShownThatItTellsNone() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(0, 10, 0, 11);
        published.give(Updates.meta(SLOT, TIME));
        published.give(Updates.signed(SLOT + 1, 0, 12));

        assertThat(published.taken()).containsExactly("0/? 10", "0/? 11", "0 end", "1/? 12");
    }

    @Test
    void shouldDropWhatWaitsInASlotThatDies() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(0, 10);
        published.give(Updates.status(SLOT, SlotStatus.SLOT_DEAD));
        published.give(Updates.meta(SLOT, TIME));

        assertThat(published.taken()).containsExactly("0 dead", "0 end");
        assertThat(published.counters().deadTransactions().get()).isEqualTo(1);
    }

    @Test
    void shouldOrderWhatHasNoPositionBySignatureBehindTheOthers() {
        for (final AssemblerConfig config :
                List.of(AssemblerConfig.live(Commitment.CONFIRMED), AssemblerConfig.replay())) {
            published.begin(config);
            published.give(Updates.signed(SLOT, -1, -3));
            give(-1, 30, 9, 19, 1 << 16, 20, 0, 10);
            published.give(Updates.signed(SLOT, 1L << 40, 25));
            published.give(Updates.meta(SLOT, TIME));

            assertThat(published.taken())
                    .containsExactly("0/0 10", "0/9 19", "0/? 20", "0/? 25", "0/? 30", "0/? -3", "0 end");
        }
    }

    /** The first bits of these signatures are equal. */
    @Test
    void shouldOrderSignaturesByAllTheirBytes() {
        published.begin(AssemblerConfig.replay());
        for (final int last : new int[] {5, 1, 9, 3}) {
            published.give(Updates.transaction(SLOT, -1, Updates.signature(7, last)));
        }
        published.flush();

        assertThat(published.taken()).containsExactly("0/? 1", "0/? 3", "0/? 5", "0/? 9", "0 end");
    }

    @Test
    void shouldLeaveZeroToNoneOfSeveralAlthoughTheSourceTellsPositions() {
        published.begin(AssemblerConfig.live(Commitment.CONFIRMED));
        give(0, 15, 0, 11, 3, 13, 0, 15);
        published.give(Updates.meta(SLOT, TIME));

        assertThat(published.taken()).containsExactly("0/3 13", "0/? 11", "0/? 15", "0/? 15", "0 end");
    }

    @Test
    void shouldNotTakeTransactionsWithoutAPositionForVersions() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        give(0, 15, 0, 12, -1, 13, -1, 14);
        published.give(Updates.meta(SLOT, TIME));

        assertThat(published.taken()).containsExactly("0/? 13", "0/? 14", "0/? 12", "0/? 15", "0 end");
        assertThat(published.counters().slotsReplaced().get()).isZero();
    }

    private static List<AssemblerConfig> configs() {
        return List.of(
                AssemblerConfig.live(Commitment.PROCESSED),
                AssemblerConfig.live(Commitment.CONFIRMED),
                AssemblerConfig.replay());
    }

    /** Pairs of position and signature. */
    private void give(final int... transactions) {
        for (int i = 0; i < transactions.length; i += 2) {
            published.give(Updates.signed(SLOT, transactions[i], transactions[i + 1]));
        }
    }
}
