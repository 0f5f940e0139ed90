package io.solflow.core.metrics;

/** Walks over buys, in no order that means anything. For the engine's thread, while the windows stay as they are. */
public final class BuyCursor {

    private final TradeLog trades;
    private final int spanSeconds;
    private long second;
    private long lastSecond;
    private int slot = RecordPool.NONE;

    BuyCursor(final TradeLog trades, final int spanSeconds) {
        this.trades = trades;
        this.spanSeconds = spanSeconds;
    }

    /** Moves before the first buy that counts at a watermark. */
    BuyCursor start(final long watermark) {
        lastSecond = watermark - spanSeconds;
        second = watermark + 1;
        slot = RecordPool.NONE;
        return this;
    }

    /** Moves to the next buy; false when there is none. */
    public boolean next() {
        if (slot != RecordPool.NONE) {
            slot = trades.nextInSecond(slot);
        }
        while (true) {
            while (slot != RecordPool.NONE && (!trades.isBuy(slot) || trades.isTakenBack(slot))) {
                slot = trades.nextInSecond(slot);
            }
            if (slot != RecordPool.NONE) {
                return true;
            }
            if (second == lastSecond) {
                return false;
            }
            second--;
            slot = trades.firstInSecond(second);
        }
    }

    /** The mint's slot, as in {@link WatchedMints}. */
    public int mint() {
        return trades.mint(slot);
    }

    /** A number that the buys of the same wallet in the same mint share, and no others. */
    public int pair() {
        return trades.pair(slot);
    }

    /** What it brought. */
    public long lamports() {
        return trades.flowLamports(slot);
    }
}
