package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.PUMP_SWAP;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/**
 * Trades on PumpSwap. The program speaks of base and quote: usually the coin and SOL, in a reversed pool SOL and the
 * coin, so that its buy sells the coin. Fees are always in the quote.
 */
final class PumpSwapEncoder implements SwapEncoder {

    /** The stable label of the program. */
    static final String LABEL = "PumpSwap";

    private static final long BUY = Discriminator.ofHex("66063d1201daebea");
    private static final long BUY_EXACT_QUOTE_IN = Discriminator.ofHex("c62e1552b4d9e870");
    private static final long SELL = Discriminator.ofHex("33e685a4017f83ad");
    private static final long BUY_V2 = Discriminator.ofHex("b817ee6167c5d33d");
    private static final long BUY_EXACT_QUOTE_IN_V2 = Discriminator.ofHex("c2ab1c46684d5b2f");
    private static final long SELL_V2 = Discriminator.ofHex("5df6823ce7e940b2");
    private static final long GET_FEES = Discriminator.ofHex("e7257e55cf5b3f34");

    private static final int NEWEST_PERCENT = 75;
    private static final int V2_PERCENT = 50;

    private final PumpSwapEvents events = new PumpSwapEvents();
    private final Transfers transfers;
    private final PumpSwapMoves moves;
    private final SplittableRandom random;
    private final Disguise disguise;
    private final ByteWriter writer = new ByteWriter();
    private long timestampSeconds;

    PumpSwapEncoder(final Transfers transfers, final SplittableRandom random) {
        this.transfers = transfers;
        this.random = random;
        moves = new PumpSwapMoves(transfers);
        disguise = new Disguise(random);
    }

    /** Sets the clock of the programs. */
    void timestampSeconds(final long seconds) {
        timestampSeconds = seconds;
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public Fill encode(
            final TransactionBuilder tx,
            final Pool pool,
            final Address user,
            final Order order,
            final SwapStyle style) {
        final boolean reversed = pool.venue() == Pool.Venue.PUMP_SWAP_REVERSED;
        final boolean baseBuy = order.buy() != reversed;
        final PumpSwapLayout layout = PumpSwapLayout.pick(random, NEWEST_PERCENT, baseBuy);
        final boolean v2 = layout == PumpSwapLayout.NEWEST && random.nextInt(100) < V2_PERCENT;
        final long coins = pool.coinsFor(order);
        final PumpSwapTrade trade = PumpSwapTrade.of(
                pool, user, order, coins, layout, baseBuy && layout.hasName() && random.nextInt(100) < 35);
        moves.declare(tx, trade);
        tx.enter(
                PUMP_SWAP,
                arguments(trade, v2, style),
                disguise.accounts(v2 ? PumpSwapAccounts.v2(trade) : PumpSwapAccounts.v1(trade, layout), style));
        tx.logInstruction((baseBuy ? trade.exactIn() ? "BuyExactQuoteIn" : "Buy" : "Sell") + (v2 ? "V2" : ""));
        if (layout.hasVolume()) {
            tx.call(
                    WellKnown.PUMP_FEE_PROGRAM,
                    writer.discriminator(GET_FEES)
                            .u8(1)
                            .u128(order.money())
                            .u64(0)
                            .take(),
                    WellKnown.PUMP_SWAP_FEE_CONFIG,
                    PUMP_SWAP);
        }
        transfers.begin(style);
        if (v2) {
            moves.tradeKeepingFees(tx, trade);
        } else {
            moves.trade(tx, trade);
        }
        transfers.end(tx);
        final byte[] event = events.encode(
                trade, layout, v2 ? WellKnown.SYSTEM_PROGRAM : WellKnown.PUMP_SWAP_FEE_RECIPIENT, timestampSeconds);
        trade.applyToPool();
        final int place = tx.event(PUMP_SWAP, WellKnown.PUMP_SWAP_EVENT_AUTHORITY, event);
        tx.leave();
        return new Fill(order.money(), coins, reversed ? order.money() : trade.userQuote(), place, style.unknown());
    }

    private byte[] arguments(final PumpSwapTrade trade, final boolean v2, final SwapStyle style) {
        writer.discriminator(disguise.discriminator(discriminator(trade, v2), style));
        if (!trade.baseBuy()) {
            return writer.u64(trade.baseAmount()).u64(trade.quoteLimit()).take();
        }
        if (trade.exactIn()) {
            writer.u64(trade.userQuote()).u64(trade.baseLimit());
        } else {
            writer.u64(trade.baseAmount()).u64(trade.quoteLimit());
        }
        if (!v2 && random.nextBoolean()) {
            writer.bool(true);
        }
        return writer.take();
    }

    private static long discriminator(final PumpSwapTrade trade, final boolean v2) {
        if (!trade.baseBuy()) {
            return v2 ? SELL_V2 : SELL;
        }
        if (trade.exactIn()) {
            return v2 ? BUY_EXACT_QUOTE_IN_V2 : BUY_EXACT_QUOTE_IN;
        }
        return v2 ? BUY_V2 : BUY;
    }
}
