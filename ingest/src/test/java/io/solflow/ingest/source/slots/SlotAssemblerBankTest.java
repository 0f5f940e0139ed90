package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.source.Commitment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slot of two banks: the one that the block meta names wins. */
@Timeout(60)
class SlotAssemblerBankTest {

    private static final long SLOT = 462_000_000L;
    private static final long TIME = 1_793_500_000L;
    private static final long FIRST = 71;
    private static final long SECOND = 72;

    private final PublishedUpdates published = new PublishedUpdates(SLOT);

    @AfterEach
    void close() {
        published.close();
    }

    @Test
    void shouldReleaseTheTransactionsOfTheBankThatTheMetaNamesAtConfirmed() {
        for (final AssemblerConfig config :
                List.of(AssemblerConfig.live(Commitment.CONFIRMED), AssemblerConfig.replay())) {
            published.begin(config);
            published.give(Updates.ofBank(SLOT, 3, 13, FIRST));
            published.give(Updates.ofBank(SLOT, 3, 23, SECOND));
            published.give(Updates.ofBank(SLOT, 4, 24, SECOND));
            published.give(Updates.ofBank(SLOT, 5, 15, FIRST));
            published.give(Updates.metaOfBank(SLOT, TIME, SECOND));
            published.give(Updates.ofBank(SLOT, 9, 19, FIRST));
            published.give(Updates.ofBank(SLOT, 9, 29, SECOND));

            assertThat(published.taken()).containsExactly("0/3 23", "0/4 24", "0 end", "0/9 29");
            assertThat(published.counters().otherBankTransactions().get()).isEqualTo(3);
        }
    }

    @Test
    void shouldReleaseAllWhenTheMetaNamesNoBank() {
        published.begin(AssemblerConfig.live(Commitment.CONFIRMED));
        published.give(Updates.ofBank(SLOT, 3, 13, FIRST));
        published.give(Updates.ofBank(SLOT, 4, 24, SECOND));
        published.give(Updates.meta(SLOT, TIME));

        assertThat(published.taken()).containsExactly("0/3 13", "0/4 24", "0 end");
        assertThat(published.counters().otherBankTransactions().get()).isZero();
    }

    @Test
    void shouldKeepWhatNamesNoBank() {
        published.begin(AssemblerConfig.live(Commitment.CONFIRMED));
        published.give(Updates.signed(SLOT, 3, 13));
        published.give(Updates.metaOfBank(SLOT, TIME, SECOND));

        assertThat(published.taken()).containsExactly("0/3 13", "0 end");
    }

    @Test
    void shouldPublishTheFirstBankAtOnceAndDropTheOtherAtProcessed() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        published.give(Updates.ofBank(SLOT, 3, 13, FIRST));
        published.give(Updates.ofBank(SLOT, 3, 23, SECOND));
        published.give(Updates.ofBank(SLOT, 4, 14, FIRST));
        assertThat(published.taken()).containsExactly("0/3 13", "0/4 14");

        published.give(Updates.metaOfBank(SLOT, TIME, FIRST));
        published.give(Updates.ofBank(SLOT, 5, 25, SECOND));

        assertThat(published.taken()).containsExactly("0/3 13", "0/4 14", "0 end");
        assertThat(published.counters().otherBankTransactions().get()).isEqualTo(2);
        assertThat(published.counters().heldBytes().get()).isZero();
    }

    @Test
    void shouldTakeTheFirstBankBackWhenTheMetaNamesTheOtherAtProcessed() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        published.give(Updates.ofBank(SLOT, 3, 13, FIRST));
        published.give(Updates.ofBank(SLOT, 7, 27, SECOND));
        published.give(Updates.ofBank(SLOT, 3, 23, SECOND));
        published.give(Updates.metaOfBank(SLOT, TIME, SECOND));

        assertThat(published.taken()).containsExactly("0/3 13", "0 dead", "0/3 23", "0/7 27", "0 end");
        assertThat(published.last(2).timeSeconds()).isEqualTo(TIME);
        assertThat(published.counters().banksTakenBack().get()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheFirstBankBackAlsoWhenNothingOfTheOtherCame() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        published.give(Updates.ofBank(SLOT, 3, 13, FIRST));
        published.give(Updates.metaOfBank(SLOT, TIME, SECOND));

        assertThat(published.taken()).containsExactly("0/3 13", "0 dead", "0 end");
    }

    @Test
    void shouldLetOneBankDieAndKeepTheOther() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        published.give(Updates.ofBank(SLOT, 3, 13, FIRST));
        published.give(Updates.ofBank(SLOT, 3, 23, SECOND));
        published.give(Updates.deathOfBank(SLOT, FIRST));
        published.give(Updates.ofBank(SLOT, 4, 14, FIRST));
        published.give(Updates.ofBank(SLOT, 4, 24, SECOND));
        published.give(Updates.metaOfBank(SLOT, TIME, SECOND));

        assertThat(published.taken()).containsExactly("0/3 13", "0 dead", "0/4 24", "0/3 23", "0 end");
        assertThat(published.counters().deadTransactions().get()).isEqualTo(1);
        assertThat(published.counters().banksTakenBack().get()).isZero();
    }

    @Test
    void shouldTakeNoNoticeOfTheDeathOfTheBankThatLost() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        published.give(Updates.ofBank(SLOT, 3, 13, FIRST));
        published.give(Updates.metaOfBank(SLOT, TIME, FIRST));
        published.give(Updates.deathOfBank(SLOT, SECOND));
        published.give(Updates.ofBank(SLOT, 4, 14, FIRST));

        assertThat(published.taken()).containsExactly("0/3 13", "0 end", "0/4 14");
    }

    @Test
    void shouldTakeADeathThatNamesABankWhereTransactionsDoNot() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        published.give(Updates.signed(SLOT, 3, 13));
        published.give(Updates.deathOfBank(SLOT, FIRST));
        published.give(Updates.signed(SLOT, 4, 14));

        assertThat(published.taken()).containsExactly("0/3 13", "0 dead");
    }

    @Test
    void shouldRecordAGapWhenAMetaThatComesTooLateNamesAnotherBank() {
        published.begin(AssemblerConfig.live(Commitment.PROCESSED));
        published.give(Updates.ofBank(SLOT, 3, 13, FIRST));
        published.give(Updates.ofBank(SLOT, 3, 23, SECOND));
        published.pass(TimeUnit.SECONDS.toNanos(2) + 1);
        published.give(Updates.metaOfBank(SLOT, TIME, SECOND));
        published.give(Updates.metaOfBank(SLOT, TIME, SECOND));

        assertThat(published.taken()).containsExactly("0/3 13", "0 end", "0 dead", "0 gap", "0 end");
    }

    /** Banks are numbered by each node for itself. */
    @Test
    void shouldForgetBanksWhenAStreamBegins() {
        for (final Commitment commitment : List.of(Commitment.CONFIRMED, Commitment.PROCESSED)) {
            published.begin(AssemblerConfig.live(commitment));
            published.give(Updates.ofBank(SLOT, 3, 13, FIRST));
            published.give(Updates.metaOfBank(SLOT, TIME, FIRST));
            published.give(Updates.ofBank(SLOT + 1, 3, 13, FIRST + 10));
            published.resume();
            published.give(Updates.ofBank(SLOT, 3, 13, 905));
            published.give(Updates.metaOfBank(SLOT, TIME, 905));
            published.give(Updates.ofBank(SLOT + 1, 3, 13, 906));
            published.give(Updates.metaOfBank(SLOT + 1, TIME, 906));

            assertThat(published.taken()).doesNotContain("0 dead", "1 dead").contains("0/3 13", "1/3 13");
            assertThat(published.counters().otherBankTransactions().get()).isZero();
        }
    }

    /** No votes, and a slot is confirmed and finalized at once. */
    @Test
    void shouldNeedNothingSpecialForSlotsThatAreFinalWhenTheyAreConfirmed() {
        for (final Commitment commitment : Commitment.values()) {
            published.begin(AssemblerConfig.live(commitment));
            for (int i = 0; i < 5; i++) {
                published.give(Updates.signed(SLOT + i, 3, i));
                published.give(Updates.meta(SLOT + i, TIME + i / 5));
                published.give(Updates.status(SLOT + i, SLOT + i - 1, SlotStatus.SLOT_PROCESSED));
                published.give(Updates.status(SLOT + i, SLOT + i - 1, SlotStatus.SLOT_CONFIRMED));
                published.give(Updates.status(SLOT + i, SLOT + i - 1, SlotStatus.SLOT_FINALIZED));
            }

            assertThat(published.taken())
                    .containsExactly(
                            "0/3 0", "0 end", "1/3 1", "1 end", "2/3 2", "2 end", "3/3 3", "3 end", "4/3 4", "4 end");
            assertThat(published.counters().openSlots().get()).isZero();
        }
    }
}
