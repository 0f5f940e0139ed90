package io.solflow.persist.write;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.Window;
import io.solflow.persist.file.LazyStatement;
import io.solflow.persist.file.RowStatement;
import io.solflow.persist.status.PersistCounters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Sets and clears the bot flags of stored trades within the caller's transaction. Flags are the metrics stage's verdicts, but
 * those of trades that come, or move, more than 300 s late: what went before these may be forgotten there, so they are judged by
 * what is stored, and so are the trades behind them. Writer thread only; allocates nothing while no trade is late.
 */
final class BotFlagWriter implements TableWriter {

    private static final int INITIAL_FLIPS = 16;
    private static final long NONE = Long.MIN_VALUE;

    // A trade is one of a bot when the second trade before it of the same wallet and mint is at most 60 s older. The
    // rows asked
    // for hold all that go before those that are judged.
    private static final String JUDGE = "UPDATE trades SET is_bot = judged.expected FROM ("
            + "SELECT id, timestamp, is_bot, coalesce(lag(timestamp, 2)"
            + " OVER (PARTITION BY wallet_id ORDER BY timestamp, id) >= timestamp - 60, 0) AS expected"
            + " FROM trades WHERE mint_id = ?1 AND timestamp BETWEEN ?2 - 60 AND ?3 + 60) AS judged"
            + " WHERE trades.id = judged.id AND judged.timestamp >= ?2 AND judged.timestamp < ?4"
            + " AND judged.is_bot <> judged.expected";

    private final PersistCounters counters;
    private final RowStatement flip;
    private final RowStatement timeOf;
    private final LazyStatement clear;
    private final LazyStatement judge;
    private final Long2LongHashMap firstLateByMint = new Long2LongHashMap(NONE);
    private final Long2LongHashMap lastLateByMint = new Long2LongHashMap(NONE);
    private long[] flippedIds = new long[INITIAL_FLIPS];
    private int flippedSize;
    private long countedFromSeconds = NONE;
    private long flips;

    BotFlagWriter(final Connection connection, final PersistCounters counters) {
        this.counters = counters;
        flip = new RowStatement(connection, "UPDATE trades SET is_bot = 1 WHERE id = ?");
        timeOf = new RowStatement(connection, "SELECT timestamp FROM trades WHERE id = ?");
        clear = new LazyStatement(connection, "UPDATE trades SET is_bot = 0 WHERE id = ?");
        judge = new LazyStatement(connection, JUDGE);
    }

    /** Trades that come now are late when they are older than 300 s at this watermark. */
    void watermark(final long seconds) {
        if (seconds != UpdateEvent.NO_TIME) {
            countedFromSeconds = seconds - Window.S300.seconds();
        }
    }

    /** A trade was added: it is judged by what is stored when it is late. */
    void added(final long mintId, final long timestampSeconds) {
        if (timestampSeconds >= countedFromSeconds) {
            return;
        }
        final long first = firstLateByMint.get(mintId);
        final long last = lastLateByMint.get(mintId);
        firstLateByMint.put(mintId, first == NONE ? timestampSeconds : Math.min(first, timestampSeconds));
        lastLateByMint.put(mintId, Math.max(last, timestampSeconds));
    }

    /** A stored trade has got this id: its stored time says whether the trades around it are judged by what is stored. */
    void moved(final long mintId, final long id) throws SQLException {
        timeOf.bind(1, id);
        added(mintId, timeOf.executeNumber(Long.MAX_VALUE));
    }

    /** Takes an event's verdicts on trades of events before it; returns how many there are. */
    int take(final BotFlags verdicts) throws SQLException {
        if (verdicts.clearedSize() > 0) {
            // what was flagged before may be cleared now
            flushFlips();
            for (int i = 0; i < verdicts.clearedSize(); i++) {
                final PreparedStatement clearing = clear.get();
                clearing.setLong(1, verdicts.clearedId(i));
                clearing.executeUpdate();
            }
        }
        for (int i = 0; i < verdicts.flippedSize(); i++) {
            if (flippedSize == flippedIds.length) {
                flippedIds = Arrays.copyOf(flippedIds, 2 * flippedSize);
            }
            flippedIds[flippedSize++] = verdicts.flippedId(i);
        }
        return verdicts.clearedSize() + verdicts.flippedSize();
    }

    /** Sets the flags that were taken, for rows that are about to be moved or deleted. */
    void flushFlips() throws SQLException {
        for (int i = 0; i < flippedSize; i++) {
            flip.bind(1, flippedIds[i]);
            flip.execute();
        }
        flips += flippedSize;
        flippedSize = 0;
    }

    /** Sets all flags. */
    @Override
    public void writeOut() throws SQLException {
        flushFlips();
        if (firstLateByMint.isEmpty()) {
            return;
        }
        final PreparedStatement statement = judge.get();
        for (final Long2LongHashMap.EntryIterator mint =
                        firstLateByMint.entrySet().iterator();
                mint.hasNext(); ) {
            mint.next();
            statement.setLong(1, mint.getLongKey());
            statement.setLong(2, mint.getLongValue());
            statement.setLong(3, lastLateByMint.get(mint.getLongKey()));
            statement.setLong(4, countedFromSeconds);
            statement.executeUpdate();
        }
        forgetLate();
    }

    @Override
    public void committed() {
        counters.botFlips().add(flips);
        forget();
    }

    @Override
    public void rolledBack() throws SQLException {
        forget();
        clear.close();
        judge.close();
    }

    private void forget() {
        flippedSize = 0;
        flips = 0;
        forgetLate();
    }

    private void forgetLate() {
        if (!firstLateByMint.isEmpty()) {
            firstLateByMint.clear();
            lastLateByMint.clear();
        }
    }

    @Override
    public void close() throws SQLException {
        flip.close();
        timeOf.close();
        clear.close();
        judge.close();
    }
}
