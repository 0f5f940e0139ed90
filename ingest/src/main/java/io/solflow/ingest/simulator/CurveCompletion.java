package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.PUMP_FUN;

import io.solflow.core.chain.Discriminator;
import java.util.List;

/**
 * The buy that empties a curve: one instruction and one payment, but two trades, as what the curve could not give comes out of
 * a second part with an event of its own.
 */
final class CurveCompletion {

    private static final long COMPLETE_EVENT = Discriminator.ofHex("5f72619cd42e9808");
    private static final long POST_COMPLETE_BUY_EVENT = Discriminator.ofHex("6fb06d8b316cd5fb");
    private static final int FEE_BPS = 95;
    private static final int CREATOR_FEE_BPS = 30;

    private final PumpFunEvent event = new PumpFunEvent();
    private final Transfers transfers;
    private final CurveMoves moves;
    private final Disguise disguise;
    private final ByteWriter writer = new ByteWriter();
    private long timestampSeconds;

    CurveCompletion(final Transfers transfers, final Disguise disguise) {
        this.transfers = transfers;
        this.disguise = disguise;
        moves = new CurveMoves(transfers);
    }

    /** Sets the clock of the programs. */
    void timestampSeconds(final long seconds) {
        timestampSeconds = seconds;
    }

    /** Buys with {@code order}, and with as much less a third once the curve is empty. */
    List<Fill> encode(
            final TransactionBuilder tx,
            final Pool pool,
            final Address user,
            final Order order,
            final SwapStyle style) {
        final PumpFunEvent.Layout layout = PumpFunEvent.Layout.NEWEST;
        final long firstCoins = pool.coinsFor(order);
        final PumpFunEvent.Trade first = PumpFunEvent.Trade.of(pool, user, order, firstCoins, layout);
        final Order rest = new Order(true, order.money() - order.money() / 3);
        final long restCoins = pool.coinsFor(rest);
        final PumpFunEvent.Trade second = PumpFunEvent.Trade.of(pool, user, rest, restCoins, layout);
        final PumpFunEvent.Trade whole = first.with(second);
        final long paid = whole.money() + whole.fees();

        moves.declare(tx, pool, user);
        tx.enter(
                PUMP_FUN,
                writer.discriminator(disguise.discriminator(PumpFunForm.V3.discriminator(true, true), style))
                        .u64(paid)
                        .u64(1)
                        .take(),
                disguise.accounts(PumpFunAccounts.v3(pool, user), style));
        tx.logInstruction(PumpFunForm.V3.logName(true, true));
        transfers.begin(style);
        moves.tradeKeepingFees(tx, whole);
        transfers.end(tx);
        pool.apply(order.money(), -firstCoins);
        final int firstPlace = emit(
                tx,
                event.encode(
                        first,
                        layout,
                        PumpFunForm.V3.eventName(true, true),
                        WellKnown.SYSTEM_PROGRAM,
                        timestampSeconds));
        emit(tx, completed(pool, user));
        final long moneyBefore = pool.moneyReserves();
        final long coinsBefore = pool.coinReserves();
        pool.apply(rest.money(), -restCoins);
        final int secondPlace = emit(tx, boughtAfter(second, moneyBefore, coinsBefore));
        tx.leave();
        return List.of(
                new Fill(order.money(), firstCoins, paid, firstPlace, style.unknown()),
                new Fill(rest.money(), restCoins, 0, secondPlace, style.unknown()));
    }

    private static int emit(final TransactionBuilder tx, final byte[] taggedEvent) {
        return tx.event(PUMP_FUN, WellKnown.PUMP_FUN_EVENT_AUTHORITY, taggedEvent);
    }

    private byte[] completed(final Pool pool, final Address user) {
        return head(COMPLETE_EVENT, pool, user, false).take();
    }

    private ByteWriter head(
            final long discriminator, final Pool pool, final Address user, final boolean quoteBeforeTime) {
        writer.event(discriminator).key(user).key(pool.coin().address()).key(pool.account());
        final Address quote = pool.money().isWrappedSol()
                ? WellKnown.SYSTEM_PROGRAM
                : pool.money().address();
        return quoteBeforeTime
                ? writer.key(quote).u64(timestampSeconds)
                : writer.u64(timestampSeconds).key(quote);
    }

    private byte[] boughtAfter(final PumpFunEvent.Trade trade, final long moneyBefore, final long coinsBefore) {
        final Pool pool = trade.pool();
        return head(POST_COMPLETE_BUY_EVENT, pool, trade.user(), true)
                .u64(trade.coins())
                .u64(trade.money())
                .u64(FEE_BPS)
                .u64(trade.fee())
                .u64(CREATOR_FEE_BPS)
                .u64(trade.creatorFee())
                .u64(trade.buybackFee())
                .u64(coinsBefore)
                .u64(moneyBefore)
                .u64(pool.coinReserves())
                .u64(pool.moneyReserves())
                .take();
    }
}
