package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.file.PersistConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trades that get another id, transactions that leave their slot, flags of trades that come late. */
class BatchPersistMovedTest {

    private static final String IDS = "SELECT id, is_bot FROM trades ORDER BY id";
    private static final int FREE_PLACE = ChainPosition.MAX_TOLD_TX_INDEX + 1;

    @TempDir
    Path folder;

    private TestDatabase db;

    @BeforeEach
    void open() throws Exception {
        db = new TestDatabase(PersistConfig.of(folder.resolve("solflow.db")));
    }

    @AfterEach
    void close() throws Exception {
        db.close();
    }

    @Test
    void shouldGiveATradeItsNewIdWithinTheSameCommitAndInALaterOne() throws Exception {
        db.batch(buy(70, FREE_PLACE + 3), moved(70, FREE_PLACE + 3, 5), buy(70, FREE_PLACE + 9));
        assertThat(db.rows(IDS)).containsExactly(row(70, 5, 0), row(70, FREE_PLACE + 9, 0));

        db.batch(moved(70, FREE_PLACE + 9, 2));
        assertThat(db.rows(IDS)).containsExactly(row(70, 2, 0), row(70, 5, 0));
        assertThat(db.store.counters().tradesWritten().get()).isEqualTo(2);
        assertThat(db.store.counters().tradesMoved().get()).isEqualTo(2);
    }

    @Test
    void shouldSetTheFlagsOfAMovedTradeUnderItsNewId() throws Exception {
        final long before = ChainPosition.of(70, FREE_PLACE, 0);
        final UpdateEvent flagging = buy(70, 9);
        flagging.botFlags().addFlipped(before);
        final UpdateEvent moved = moved(70, FREE_PLACE, 5);
        moved.botFlags().addCleared(ChainPosition.of(70, 5, 0));
        moved.botFlags().addFlipped(ChainPosition.of(70, 9, 0));
        db.batch(buy(70, FREE_PLACE), flagging, moved);

        assertThat(db.rows(IDS)).containsExactly(row(70, 5, 0), row(70, 9, 1));
    }

    @Test
    void shouldLeaveAMovedTradeAwayThatWasRemovedMeanwhile() throws Exception {
        db.batch(moved(70, FREE_PLACE, 5));
        assertThat(db.rows(IDS)).isEmpty();
    }

    @Test
    void shouldDeleteTheTradesOfADeadTransactionAndNoOthers() throws Exception {
        final UpdateEvent death = new UpdateEvent().reset().slot(70).deadTxIndex(2);
        death.takenBack(true);
        death.watermarkSeconds(Events.timeOf(72));
        death.kind(UpdateKind.TRANSACTION_DEAD);
        db.batch(buy(70, 1), buy(70, 2), buy(70, 3), buy(71, 2), death);

        assertThat(db.rows(IDS)).containsExactly(row(70, 1, 0), row(70, 3, 0), row(71, 2, 0));
        assertThat(db.store.counters().tradesTakenBack().get()).isEqualTo(1);
    }

    @Test
    void shouldJudgeTradesThatComeLateByWhatIsStored() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final List<UpdateEvent> late = new ArrayList<>();
            // a second a slot, all long before the watermark; the metrics stage took each of them for no bot trade
            for (int i = 0; i < 120; i++) {
                final UpdateEvent event = Events.trade(
                        1_000L * seed + random.nextInt(400), i, random.nextInt(2), random.nextInt(3), Side.BUY, 5);
                event.watermarkSeconds(Events.timeOf(100_000));
                late.add(event);
            }
            Collections.shuffle(late, random);
            for (int i = 0; i < late.size(); ) {
                final int end = Math.min(late.size(), i + 1 + random.nextInt(30));
                db.batch(late.subList(i, end).toArray(UpdateEvent[]::new));
                i = end;
            }
            assertThat(db.rows("SELECT id FROM (SELECT id, is_bot, coalesce(lag(timestamp, 2)"
                            + " OVER (PARTITION BY mint_id, wallet_id ORDER BY timestamp, id) >= timestamp - 60, 0) AS expected"
                            + " FROM trades) WHERE is_bot <> expected"))
                    .as("seed %d", seed)
                    .isEmpty();
        }
        assertThat(db.rows("SELECT is_bot FROM trades GROUP BY is_bot")).hasSize(2);
    }

    @Test
    void shouldJudgeTradesThatMoveLateByWhatIsStored() throws Exception {
        final UpdateEvent third = buy(70, FREE_PLACE + 3);
        third.botFlags().set(0, true);
        db.batch(buy(70, FREE_PLACE + 1), buy(70, FREE_PLACE + 2), third);

        final UpdateEvent moved = moved(70, FREE_PLACE + 3, 5);
        moved.trades().get(0).timestampSeconds(0);
        moved.watermarkSeconds(Events.timeOf(100_000));
        db.batch(moved);

        assertThat(db.rows(IDS)).containsExactly(row(70, 5, 0), row(70, FREE_PLACE + 1, 0), row(70, FREE_PLACE + 2, 1));
    }

    private static UpdateEvent buy(final long slot, final int txIndex) {
        return Events.trade(slot, txIndex, 1, 2, Side.BUY, 5);
    }

    private static UpdateEvent moved(final long slot, final int from, final int to) {
        final UpdateEvent event = buy(slot, to);
        event.trades().get(0).movedFromId(ChainPosition.of(slot, from, 0));
        return event;
    }

    private static String row(final long slot, final int txIndex, final int bot) {
        return ChainPosition.of(slot, txIndex, 0) + "|" + bot;
    }
}
