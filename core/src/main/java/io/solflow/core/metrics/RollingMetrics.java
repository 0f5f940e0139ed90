package io.solflow.core.metrics;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.Window;

/**
 * The exact rolling metrics of all mints. A window of {@code W} seconds holds the trades with {@code watermark - W <=
 * timestamp <= watermark}; the watermark is the highest time given to {@link #advanceTo} and never goes back. Times are unix seconds, flows lamports. Driven by one thread; only {@link #counters()} may be read from others.
 *
 * <p>Lateness. A trade counts in every window that still covers it. The bot rule sees trades in (timestamp, id) order
 * whatever the order of arrival as long as they are at most 300 s late, because they are remembered for 360 s. The flag of
 * a trade that is later than that is judged by what is still remembered (beyond 360 s: nothing, it is no bot trade and
 * makes none), and it is counted in {@link MetricsCounters#lateTrades()}. A trade later than four hours changes no value; its
 * mint gets a row all the same, because the mint's last row may be of a time whose window the stored trade falls into.
 *
 * <p>Dead slots. {@link #takeBack} undoes the trades of a chain slot: rows and flags are those of an engine that never saw
 * them, but at the same watermark. Only the flag of a trade more than 300 s old stays as it is, because what went before it
 * is forgotten in part; it is counted in {@link MetricsCounters#botFlagsLeft()} and changes no row.
 *
 * <p>Bounds. A sum is exact while its true value is within a long. The extract stage sees to that: it refuses trades with
 * which the lamports of all trades of four hours could pass 2^63, so no sum of some of them can.
 *
 * <p>Cost. Constant per trade, plus one visit per window when it leaves. A late trade also walks past the newer trades of
 * its own wallet in its own mint within 360 s. Nothing is allocated once the arrays have grown to what the windows hold.
 */
public final class RollingMetrics {

    /** The wallets of trades that are older than this are not remembered: {@link #restore} does not look at them. */
    public static final int WALLET_MEMORY_SECONDS = WalletWindow.MEMORY_SECONDS;

    private static final int LONGEST_SECONDS = Window.S14400.seconds();

    private final MintTable mints = new MintTable();
    private final TouchedMints touched = new TouchedMints(mints);
    private final FlowLog flows = new FlowLog(mints, touched);
    private final WalletWindow wallets = new WalletWindow(mints);
    private final RowReturns returns = new RowReturns();
    private final RowArrays arrays = new RowArrays(returns);
    private final MetricsCounters counters = new MetricsCounters();
    private final UnsettledTrades unsettled;
    private long watermarkSeconds = UpdateEvent.NO_TIME;
    private WatchedMints watched;

    /** The engine with empty windows and no watermark, whose slots do not die. */
    public RollingMetrics() {
        this(false);
    }

    /**
     * The engine with empty windows and no watermark.
     *
     * @param slotsDie true when it has to remember the trades of the newest slots for {@link #takeBack}.
     */
    public RollingMetrics(final boolean slotsDie) {
        unsettled = slotsDie ? new UnsettledTrades() : null;
    }

    /**
     * Adds a trade that is not ahead of the watermark. Sets flag {@code index} of {@code flags} to whether it is a bot trade,
     * and reports there the trades added before it that are bot trades because of it.
     *
     * @throws IllegalArgumentException when its time is ahead of the watermark: {@link #advanceTo} comes first.
     */
    public void add(final Trade trade, final int index, final BotFlags flags) {
        flags.set(index, false);
        final long second = trade.timestampSeconds();
        if (second < 0) {
            counters.expiredTrades().increment();
            return;
        }
        if (second > watermarkSeconds) {
            throw new IllegalArgumentException("a trade at " + second + ", ahead of the watermark " + watermarkSeconds);
        }
        final long mintHash = trade.mint().hash();
        final int mint = mints.findOrAdd(trade.mint(), mintHash);
        if (second < watermarkSeconds - LONGEST_SECONDS) {
            counters.expiredTrades().increment();
            touched.add(mint);
            return;
        }
        if (second < watermarkSeconds - WalletWindow.SPAN_SECONDS) {
            counters.lateTrades().increment();
        }
        flows.add(mint, second, trade.flowLamports(), watermarkSeconds);
        final int logged = wallets.add(mint, mintHash, trade, watermarkSeconds, flags);
        flags.set(index, wallets.isBot(logged));
        if (unsettled != null) {
            unsettled.add(trade.id(), second, trade.flowLamports(), mint, logged);
        }
    }

    /**
     * Takes the trades of a chain slot back that has died, and reports in {@code flags} which trades of other slots are bot
     * trades no longer. The watermark stays.
     *
     * @return false, with nothing done, when the slot's trades may be remembered in part only or not at all.
     */
    public boolean takeBack(final long slot, final BotFlags flags) {
        if (unsettled == null || !unsettled.remembers(slot)) {
            return false;
        }
        for (int trade = unsettled.first(slot); trade != RecordPool.NONE; trade = unsettled.next(trade)) {
            takeBackOne(trade, flags);
        }
        unsettled.forget(slot);
        return true;
    }

    /**
     * Takes the trades of one transaction back that is no longer part of its chain slot; the rest as {@link #takeBack(long,
     * BotFlags)} does it.
     *
     * @param txIndex its place in the slot.
     */
    public boolean takeBack(final long slot, final long txIndex, final BotFlags flags) {
        if (unsettled == null || !unsettled.remembers(slot)) {
            return false;
        }
        for (int trade = unsettled.first(slot); trade != RecordPool.NONE; trade = unsettled.next(trade)) {
            if (ChainPosition.txIndex(unsettled.id(trade)) == txIndex) {
                takeBackOne(trade, flags);
            }
        }
        unsettled.forget(slot, txIndex);
        return true;
    }

    private void takeBackOne(final int trade, final BotFlags flags) {
        final long second = unsettled.second(trade);
        if (second >= watermarkSeconds - LONGEST_SECONDS) {
            flows.add(unsettled.mint(trade), second, -unsettled.flowLamports(trade), watermarkSeconds);
        }
        if (second >= watermarkSeconds - WalletWindow.MEMORY_SECONDS && unsettled.logged(trade) != RecordPool.NONE) {
            counters.botFlagsLeft().add(wallets.takeBack(unsettled.logged(trade), watermarkSeconds, flags));
        }
    }

    /**
     * Gives a trade that was added before another place in its chain slot. Its time, and with it every window, stays. All trades
     * of a transaction move together; {@link #judgeMoved} follows for each.
     *
     * @param trade with the new id, and the id that it was added with in {@link Trade#movedFromId()}.
     */
    public void move(final Trade trade) {
        final int mint = mints.find(trade.mint());
        if (mint != RecordPool.NONE) {
            wallets.move(mint, trade);
        }
        if (unsettled != null) {
            unsettled.move(trade.movedFromId(), trade.id());
        }
    }

    /**
     * Reports in {@code flags} which trades of a moved trade's wallet, mint and second have become bot trades by that, and which
     * are none any longer.
     */
    public void judgeMoved(final Trade trade, final BotFlags flags) {
        final int mint = mints.find(trade.mint());
        if (mint != RecordPool.NONE && wallets.judgeSecond(mint, trade, watermarkSeconds, flags)) {
            touched.add(mint);
        }
    }

    /** Moves the watermark forward; an earlier time, or one before 1970, moves nothing. */
    public void advanceTo(final long seconds) {
        if (seconds <= watermarkSeconds || seconds < 0) {
            return;
        }
        if (watermarkSeconds != UpdateEvent.NO_TIME) {
            if (watched != null) {
                watched.clear();
            }
            flows.expire(watermarkSeconds, seconds);
            wallets.expire(watermarkSeconds, seconds);
        }
        watermarkSeconds = seconds;
    }

    /**
     * Replaces {@code rows} by one row for each mint that a trade or the watermark has touched since the last call, true
     * for the watermark. A mint that has left all windows gets a row of zeros and is forgotten. The array of {@code rows}
     * is lent to them: their last reader gives a large one back through {@link #returns}, and all readers are done before the
     * same {@code rows} come here again.
     */
    public void drainRows(final MetricsRows rows) {
        final int count = touched.size();
        touched.drainTo(arrays.lend(rows, count), watched);
        rows.size(count);
        updateGauges();
    }

    /** The way back of arrays that {@link #drainRows} has lent; for the one thread that reads rows last. */
    public RowReturns returns() {
        return returns;
    }

    /**
     * Adds a stored trade with its stored flag, on start, before anything else is added. The order makes no difference,
     * nor whether {@link #restoreWatermark} comes before, which is faster, or after. Gives no rows: the stored ones are
     * true already.
     */
    public void restore(final Trade trade, final boolean bot) {
        final long second = trade.timestampSeconds();
        advanceTo(second);
        if (second >= 0 && second >= watermarkSeconds - LONGEST_SECONDS) {
            final long mintHash = trade.mint().hash();
            final int mint = mints.findOrAdd(trade.mint(), mintHash);
            flows.add(mint, second, trade.flowLamports(), watermarkSeconds);
            final int logged = wallets.restore(mint, mintHash, trade, bot, watermarkSeconds);
            if (unsettled != null) {
                unsettled.add(trade.id(), second, trade.flowLamports(), mint, logged);
            }
        }
        touched.clear();
    }

    /** All stored trades are added, so that the gauges show them; on start. */
    public void restored() {
        updateGauges();
    }

    /** Moves the watermark to the stored one, on start; gives no rows. */
    public void restoreWatermark(final long seconds) {
        advanceTo(seconds);
        touched.clear();
    }

    /** Begins to list the mints whose rows are drained between two moves of the watermark; once, after the start's restoring. */
    public WatchedMints watch() {
        watched = new WatchedMints(mints, wallets);
        return watched;
    }

    /** The watermark, {@link UpdateEvent#NO_TIME} before any time is known. */
    public long watermarkSeconds() {
        return watermarkSeconds;
    }

    /** What the engine counts; gauges are those of the last drain, or of the end of the restoring. */
    public MetricsCounters counters() {
        return counters;
    }

    private void updateGauges() {
        counters.mints().set(mints.live());
        counters.walletPairs().set(wallets.pairs());
        counters.buckets().set(flows.buckets());
        counters.unsettledTrades().set(unsettled == null ? 0 : unsettled.size());
    }
}
