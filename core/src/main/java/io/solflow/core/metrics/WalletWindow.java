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
    private static final int FLIPS_PER_TRADE = 2;

    private final TouchedMints touched;
    private final PairTable pairs = new PairTable();
    private final TradeLog trades = new TradeLog(pairs);
    private final BotRule rule = new BotRule(trades);
    private final WalletFacts facts;

    WalletWindow(final MintTable mints, final TouchedMints touched) {
        this.touched = touched;
        facts = new WalletFacts(mints, pairs);
    }

    /**
     * Adds a trade that is not newer than the watermark, and reports in {@code flags} which trades after it became bot
     * trades.
     *
     * @return true when it is a bot trade itself, as far as the memory goes; a trade older than the memory never is.
     */
    boolean add(final int mint, final Trade trade, final long watermark, final BotFlags flags) {
        if (trade.timestampSeconds() < watermark - MEMORY_SECONDS) {
            return false;
        }
        final int slot = trades.add(pairs.findOrAdd(mint, trade.wallet()), trade);
        final boolean bot = rule.isBot(slot);
        enter(slot, bot, watermark);
        int newer = trades.newer(slot);
        for (int i = 0; i < FLIPS_PER_TRADE && newer != RecordPool.NONE; i++) {
            if (!trades.isBot(newer) && rule.isBot(newer)) {
                flip(newer, watermark);
                flags.addFlipped(trades.id(newer));
            }
            newer = trades.newer(newer);
        }
        return bot;
    }

    /** Adds a trade that was judged before. */
    void restore(final int mint, final Trade trade, final boolean bot, final long watermark) {
        if (trade.timestampSeconds() >= watermark - MEMORY_SECONDS) {
            enter(trades.add(pairs.findOrAdd(mint, trade.wallet()), trade), bot, watermark);
        }
    }

    /** Takes out what leaves the window, and forgets what leaves the memory, when the watermark moves. */
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

    /** How many pairs of mint and wallet are remembered. */
    int pairs() {
        return pairs.live();
    }

    private void enter(final int slot, final boolean bot, final long watermark) {
        if (bot) {
            trades.markBot(slot);
        }
        if (trades.second(slot) < watermark - SPAN_SECONDS) {
            return;
        }
        final int pair = trades.pair(slot);
        facts.addTrade(pair);
        if (bot) {
            facts.addBot(pair, trades.flowLamports(slot));
        }
        if (trades.isDca(slot)) {
            facts.addDca(pair, trades.flowLamports(slot));
        }
    }

    private void flip(final int slot, final long watermark) {
        trades.markBot(slot);
        if (trades.second(slot) >= watermark - SPAN_SECONDS) {
            facts.addBot(trades.pair(slot), trades.flowLamports(slot));
        }
    }

    private void leave(final long second) {
        for (int slot = trades.firstInSecond(second); slot != RecordPool.NONE; slot = trades.nextInSecond(slot)) {
            final int pair = trades.pair(slot);
            facts.removeTrade(pair);
            if (trades.isBot(slot)) {
                facts.removeBot(pair, trades.flowLamports(slot));
            }
            if (trades.isDca(slot)) {
                facts.removeDca(pair, trades.flowLamports(slot));
            }
            touched.add(pairs.mint(pair));
        }
    }
}
