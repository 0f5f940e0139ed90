package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;
import java.util.List;
import java.util.SplittableRandom;

/** Pump.fun's TradeEvent in each of its published lengths. */
final class PumpFunEvent {

    private static final long TRADE_EVENT = Discriminator.ofHex("bddb7fd34ee661ee");
    private static final int FEE_BPS = 95;
    private static final int CREATOR_FEE_BPS = 30;
    private static final int BUYBACK_BPS = 5_000;
    private static final int BPS = 10_000;

    /** Versions of the event, each ending after another group of fields. */
    enum Layout {
        VIRTUAL_RESERVES,
        REAL_RESERVES,
        CREATOR_FEES,
        VOLUME,
        NAME,
        MAYHEM,
        CASHBACK,
        BUYBACK,
        NEWEST;

        private static final List<Layout> ALL = List.of(values());

        static Layout pick(final SplittableRandom random, final int newestPercent) {
            return random.nextInt(100) < newestPercent ? NEWEST : ALL.get(random.nextInt(ALL.size()));
        }

        boolean hasCreator() {
            return compareTo(CREATOR_FEES) >= 0;
        }

        boolean hasVolume() {
            return compareTo(VOLUME) >= 0;
        }

        boolean hasName() {
            return compareTo(NAME) >= 0;
        }

        boolean hasCashback() {
            return compareTo(CASHBACK) >= 0;
        }

        boolean hasBuyback() {
            return compareTo(BUYBACK) >= 0;
        }
    }

    /** A trade with its fees. */
    record Trade(
            Pool pool,
            Address user,
            boolean buy,
            long money,
            long coins,
            long fee,
            long creatorFee,
            long cashback,
            long buybackFee) {

        static Trade of(final Pool pool, final Address user, final Order order, final long coins, final Layout layout) {
            final long fee = order.money() * FEE_BPS / BPS;
            final long share = layout.hasCreator() ? order.money() * CREATOR_FEE_BPS / BPS : 0;
            final boolean cashback = pool.cashback() && layout.hasCashback();
            final long buyback = layout.hasBuyback() ? fee * BUYBACK_BPS / BPS : 0;
            return new Trade(
                    pool,
                    user,
                    order.buy(),
                    order.money(),
                    coins,
                    fee,
                    cashback ? 0 : share,
                    cashback ? share : 0,
                    buyback);
        }

        /** Both together, in one pool and by one user. */
        Trade with(final Trade other) {
            return new Trade(
                    pool,
                    user,
                    buy,
                    money + other.money,
                    coins + other.coins,
                    fee + other.fee,
                    creatorFee + other.creatorFee,
                    cashback + other.cashback,
                    buybackFee + other.buybackFee);
        }

        /** All that the trader pays besides the money; the buyback fee is a part of the fee. */
        long fees() {
            return fee + creatorFee + cashback;
        }
    }

    private final ByteWriter writer = new ByteWriter();

    /**
     * The event with its CPI tag; the pool's reserves are those after the trade.
     *
     * @param feeRecipient the zero key when the fees stay in the curve.
     */
    byte[] encode(
            final Trade trade,
            final Layout layout,
            final String name,
            final Address feeRecipient,
            final long timestampSeconds) {
        final Pool pool = trade.pool();
        final boolean sol = pool.money().isWrappedSol();
        writer.event(TRADE_EVENT)
                .key(pool.coin().address())
                .u64(sol ? trade.money() : 0)
                .u64(trade.coins())
                .bool(trade.buy())
                .key(trade.user())
                .u64(timestampSeconds)
                .u64(sol ? pool.moneyReserves() : 0)
                .u64(pool.coinReserves());
        if (layout.compareTo(Layout.REAL_RESERVES) >= 0) {
            writer.u64(sol ? pool.realMoney() : 0).u64(pool.realCoins());
        }
        if (layout.hasCreator()) {
            writer.key(feeRecipient)
                    .u64(FEE_BPS)
                    .u64(trade.fee())
                    .key(pool.creator())
                    .u64(trade.cashback() > 0 ? 0 : CREATOR_FEE_BPS)
                    .u64(trade.creatorFee());
        }
        if (layout.hasVolume()) {
            writer.bool(trade.buy()).u64(0).u64(0).u64(trade.money()).u64(timestampSeconds);
        }
        if (layout.hasName()) {
            writer.string(name);
        }
        if (layout.compareTo(Layout.MAYHEM) >= 0) {
            writer.bool(false);
        }
        if (layout.hasCashback()) {
            writer.u64(trade.cashback() > 0 ? CREATOR_FEE_BPS : 0).u64(trade.cashback());
        }
        if (layout.hasBuyback()) {
            writeBuyback(trade, sol);
        }
        if (layout == Layout.NEWEST) {
            writer.u64(trade.creatorFee() > 0 ? CREATOR_FEE_BPS : 0)
                    .u64(trade.creatorFee())
                    .u64(0);
        }
        return writer.take();
    }

    private void writeBuyback(final Trade trade, final boolean sol) {
        final Pool pool = trade.pool();
        writer.u64(BUYBACK_BPS).u64(trade.buybackFee());
        if (pool.creator().bytes()[0] % 3 == 0) {
            writer.u32(1).key(pool.creator()).u16(BPS);
        } else {
            writer.u32(0);
        }
        writer.key(sol ? WellKnown.SYSTEM_PROGRAM : pool.money().address())
                .u64(trade.money())
                .u64(pool.moneyReserves())
                .u64(pool.realMoney());
    }
}
