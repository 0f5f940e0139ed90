package io.solflow.core.metrics;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.Trade;
import io.solflow.core.event.Window;

/**
 * The 300 s window of wallets. It remembers trades for the 60 s of the bot rule longer than it counts them, so that a trade
 * up to 300 s late still finds all that went before it.
 */
final class WalletWindow {

    /** How long a trade counts, both ends included. */
    static final int SPAN_SECONDS = Window.S300.seconds();
    /** How long a trade is remembered, both ends included. */
    static final int MEMORY_SECONDS = SPAN_SECONDS + BotRule.SPAN_SECONDS;

    // A trade can be the third of three only for itself and for the two after it.
    private static final int JUDGED_AFTER = 2;

    private final PairTable pairs = new PairTable();
    private final TradeLog trades = new TradeLog(pairs);
    private final BotRule rule = new BotRule(trades);
    private final WalletFacts facts;

    WalletWindow(final MintTable mints) {
        facts = new WalletFacts(mints, pairs);
    }

    /**
     * Adds a trade that is not newer than the watermark, and reports in {@code flags} which trades after it became bot
     * trades.
     *
     * @return its slot, to ask {@link #isBot} or to take it back; {@link RecordPool#NONE} when it is older than the memory.
     */
    int add(final int mint, final long mintHash, final Trade trade, final long watermark, final BotFlags flags) {
        if (trade.timestampSeconds() < watermark - MEMORY_SECONDS) {
            return RecordPool.NONE;
        }
        final int slot = log(mint, mintHash, trade);
        enter(slot, rule.isBot(slot), watermark);
        int newer = trades.newer(slot);
        for (int i = 0; i < JUDGED_AFTER && newer != RecordPool.NONE; i++) {
            if (!trades.isBot(newer) && rule.isBot(newer)) {
                flip(newer, watermark);
                flags.addFlipped(trades.id(newer));
            }
            newer = trades.newer(newer);
        }
        return slot;
    }

    /** True when a trade that was added is a bot trade, as far as the memory goes. */
    boolean isBot(final int slot) {
        return slot != RecordPool.NONE && trades.isBot(slot);
    }

    /** Adds a trade that was judged before; returns its slot as {@link #add} does. */
    int restore(final int mint, final long mintHash, final Trade trade, final boolean bot, final long watermark) {
        if (trade.timestampSeconds() < watermark - MEMORY_SECONDS) {
            return RecordPool.NONE;
        }
        final int slot = log(mint, mintHash, trade);
        enter(slot, bot, watermark);
        return slot;
    }

    /**
     * Takes a trade back that the memory holds, and reports in {@code flags} which trades after it are bot trades no longer.
     *
     * @return how many trades after it were left as they are, because what came before them is forgotten in part.
     */
    int takeBack(final int slot, final long watermark, final BotFlags flags) {
        int newer = trades.newer(slot);
        if (isCounted(slot, watermark)) {
            facts.removeTrade(trades.mint(slot), trades.isBuy(slot), isOnlyOne(slot, watermark));
            removeFlagged(slot);
        }
        trades.takeBack(slot);
        int left = 0;
        for (int i = 0; i < JUDGED_AFTER && newer != RecordPool.NONE; i++) {
            if (trades.isBot(newer) && !rule.isBot(newer)) {
                if (isCounted(newer, watermark)) {
                    trades.clearBot(newer);
                    facts.removeBot(trades.mint(newer), trades.pair(newer), trades.flowLamports(newer));
                    flags.addCleared(trades.id(newer));
                } else {
                    left++;
                }
            }
            newer = trades.newer(newer);
        }
        return left;
    }

    /** Gives a trade its new id, if it is remembered. */
    void move(final int mint, final Trade trade) {
        final int slot = find(mint, trade, trade.movedFromId());
        if (slot != RecordPool.NONE) {
            trades.move(slot, trade.id());
        }
    }

    /**
     * Judges the trades of a moved trade's wallet, mint and second again; those of other seconds have as many trades before them
     * as they had. Reports what has changed.
     *
     * @return false when the trade does not count.
     */
    boolean judgeSecond(final int mint, final Trade trade, final long watermark, final BotFlags flags) {
        final int slot = find(mint, trade, trade.id());
        if (slot == RecordPool.NONE || !isCounted(slot, watermark)) {
            return false;
        }
        for (int other = slot; isOfSecond(other, slot); other = trades.newer(other)) {
            judgeAgain(other, watermark, flags);
        }
        for (int other = trades.older(slot); isOfSecond(other, slot); other = trades.older(other)) {
            judgeAgain(other, watermark, flags);
        }
        return true;
    }

    private int find(final int mint, final Trade trade, final long id) {
        final int hash = PairTable.hash(trade.mint().hash(), trade.wallet().hash());
        final int pair = pairs.find(hash, mint, trade.wallet());
        return pair == RecordPool.NONE ? RecordPool.NONE : trades.find(pair, id);
    }

    private boolean isOfSecond(final int other, final int slot) {
        return other != RecordPool.NONE && trades.secondsBetween(other, slot) == 0;
    }

    private void judgeAgain(final int slot, final long watermark, final BotFlags flags) {
        final boolean bot = rule.isBot(slot);
        if (bot && !trades.isBot(slot)) {
            flip(slot, watermark);
            flags.addFlipped(trades.id(slot));
        } else if (!bot && trades.isBot(slot)) {
            trades.clearBot(slot);
            facts.removeBot(trades.mint(slot), trades.pair(slot), trades.flowLamports(slot));
            flags.addCleared(trades.id(slot));
        }
    }

    /**
     * Takes out what leaves the window, and forgets what leaves the memory, when the watermark moves. The flow log has
     * touched the mints already, because the trades leave its 300 s window too.
     */
    void expire(final long oldWatermark, final long newWatermark) {
        final long end = Math.min(newWatermark - SPAN_SECONDS, oldWatermark + 1);
        for (long second = oldWatermark - SPAN_SECONDS; second < end; second++) {
            leave(second);
        }
        final long memoryEnd = Math.min(newWatermark - MEMORY_SECONDS, oldWatermark + 1);
        for (long second = oldWatermark - MEMORY_SECONDS; second < memoryEnd; second++) {
            trades.forgetSecond(second);
        }
    }

    /** A cursor over the buys that count. */
    BuyCursor buys() {
        return new BuyCursor(trades, SPAN_SECONDS);
    }

    /** How many pairs of mint and wallet are remembered. */
    int pairs() {
        return pairs.live();
    }

    private void enter(final int slot, final boolean bot, final long watermark) {
        if (bot) {
            trades.markBot(slot);
        }
        if (!isCounted(slot, watermark)) {
            return;
        }
        facts.addTrade(trades.mint(slot), trades.id(slot), trades.isBuy(slot), isOnlyOne(slot, watermark));
        if (bot) {
            facts.addBot(trades.mint(slot), trades.pair(slot), trades.flowLamports(slot));
        }
        if (trades.isDca(slot)) {
            facts.addDca(trades.mint(slot), trades.pair(slot), trades.flowLamports(slot));
        }
    }

    private boolean isCounted(final int slot, final long watermark) {
        return trades.age(slot, watermark) <= SPAN_SECONDS;
    }

    /** True when no other trade of the pair is counted; newer ones than a counted one always are. */
    private boolean isOnlyOne(final int slot, final long watermark) {
        final int older = trades.older(slot);
        return trades.newer(slot) == RecordPool.NONE && (older == RecordPool.NONE || !isCounted(older, watermark));
    }

    private void flip(final int slot, final long watermark) {
        trades.markBot(slot);
        if (isCounted(slot, watermark)) {
            facts.addBot(trades.mint(slot), trades.pair(slot), trades.flowLamports(slot));
        }
    }

    private void leave(final long second) {
        for (int slot = trades.firstInSecond(second); slot != RecordPool.NONE; slot = trades.nextInSecond(slot)) {
            if (!trades.isTakenBack(slot)) {
                // The pair leaves with its newest trade; its record, far away in memory, need not be asked. The mint's
                // is
                // near: the flow log has just taken the same second's flow out of it.
                facts.removeTrade(trades.mint(slot), trades.isBuy(slot), trades.newer(slot) == RecordPool.NONE);
                removeFlagged(slot);
            }
        }
    }

    private void removeFlagged(final int slot) {
        if (trades.isBot(slot)) {
            facts.removeBot(trades.mint(slot), trades.pair(slot), trades.flowLamports(slot));
        }
        if (trades.isDca(slot)) {
            facts.removeDca(trades.mint(slot), trades.pair(slot), trades.flowLamports(slot));
        }
    }

    private int log(final int mint, final long mintHash, final Trade trade) {
        final int hash = PairTable.hash(mintHash, trade.wallet().hash());
        return trades.add(mint, pairs.findOrAdd(hash, mint, trade.wallet()), trade);
    }
}
