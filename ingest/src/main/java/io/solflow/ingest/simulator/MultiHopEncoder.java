package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.PUMP_FUN;
import static io.solflow.ingest.simulator.WellKnown.PUMP_SWAP;

import io.solflow.core.chain.Discriminator;
import java.util.ArrayList;
import java.util.List;

/**
 * Out of one coin into another by PumpSwap's multi-hop instruction: a pool's hop emits its event under that instruction, hops at
 * curves emit theirs under one inner instruction of Pump.fun. All fees stay in pools and curves.
 */
final class MultiHopEncoder {

    private static final long MULTI_HOP_SWAP = Discriminator.ofHex("2b644913e9f66f94");
    private static final long MULTI_HOP_CURVE_SWAP = Discriminator.ofHex("e19a7516d756f667");

    /** A swap of the route. */
    record Hop(Pool pool, Order order) {}

    private final PumpSwapEvents poolEvents = new PumpSwapEvents();
    private final PumpFunEvent curveEvent = new PumpFunEvent();
    private final Transfers transfers;
    private final PumpSwapMoves poolMoves;
    private final CurveMoves curveMoves;
    private final Disguise disguise;
    private final ByteWriter writer = new ByteWriter();
    private long timestampSeconds;

    MultiHopEncoder(final Transfers transfers, final Disguise disguise) {
        this.transfers = transfers;
        this.disguise = disguise;
        poolMoves = new PumpSwapMoves(transfers);
        curveMoves = new CurveMoves(transfers);
    }

    /** Sets the clock of the programs. */
    void timestampSeconds(final long seconds) {
        timestampSeconds = seconds;
    }

    /** The label of the program whose pool it is. */
    static String labelOf(final Pool pool) {
        return pool.venue().isCurve() ? PumpFunEncoder.LABEL : PumpSwapEncoder.LABEL;
    }

    /** Sells in the first pool and buys in the second, each at PumpSwap, the usual way round, or at a Pump.fun curve. */
    List<Fill> encode(
            final TransactionBuilder tx,
            final Hop sale,
            final Hop purchase,
            final Address user,
            final SwapStyle style) {
        final List<Hop> hops = List.of(sale, purchase);
        // without an event of its own nobody could tell what an unknown instruction was
        final boolean curvesOnly =
                hops.stream().allMatch(hop -> hop.pool().venue().isCurve());
        final SwapStyle outer = curvesOnly ? SwapStyle.PLAIN : style;
        tx.enter(
                PUMP_SWAP,
                writer.discriminator(disguise.discriminator(MULTI_HOP_SWAP, outer))
                        .u64(sale.order().money())
                        .u64(1)
                        .u8(hops.size())
                        .take(),
                disguise.accounts(accounts(hops, user), outer));
        tx.logInstruction("MultiHopSwap");
        final List<Fill> fills = new ArrayList<>();
        int at = 0;
        while (at < hops.size()) {
            if (hops.get(at).pool().venue().isCurve()) {
                final int first = at;
                while (at < hops.size() && hops.get(at).pool().venue().isCurve()) {
                    at++;
                }
                curveHops(tx, hops.subList(first, at), user, style, fills);
            } else {
                fills.add(poolHop(tx, hops.get(at++), user, style));
            }
        }
        tx.leave();
        return fills;
    }

    private Fill poolHop(final TransactionBuilder tx, final Hop hop, final Address user, final SwapStyle style) {
        final Pool pool = hop.pool();
        final Order order = hop.order();
        final long coins = pool.coinsFor(order);
        final PumpSwapTrade trade = PumpSwapTrade.of(pool, user, order, coins, PumpSwapLayout.NEWEST, order.buy());
        poolMoves.declare(tx, trade);
        transfers.begin(style);
        poolMoves.tradeKeepingFees(tx, trade);
        transfers.end(tx);
        final byte[] event =
                poolEvents.encode(trade, PumpSwapLayout.NEWEST, WellKnown.SYSTEM_PROGRAM, timestampSeconds);
        trade.applyToPool();
        final int place = tx.event(PUMP_SWAP, WellKnown.PUMP_SWAP_EVENT_AUTHORITY, event);
        return new Fill(order.money(), coins, trade.userQuote(), place, style.unknown());
    }

    private void curveHops(
            final TransactionBuilder tx,
            final List<Hop> hops,
            final Address user,
            final SwapStyle style,
            final List<Fill> fills) {
        tx.enter(
                PUMP_FUN,
                writer.discriminator(disguise.discriminator(MULTI_HOP_CURVE_SWAP, style))
                        .u64(hops.get(0).order().money())
                        .u64(1)
                        .u8(hops.size())
                        .take(),
                disguise.accounts(curveAccounts(hops, user), style));
        tx.logInstruction("MultiHopCurveSwap");
        for (final Hop hop : hops) {
            fills.add(curveHop(tx, hop, user, style));
        }
        tx.leave();
    }

    private Fill curveHop(final TransactionBuilder tx, final Hop hop, final Address user, final SwapStyle style) {
        final Pool pool = hop.pool();
        final Order order = hop.order();
        final PumpFunEvent.Layout layout = PumpFunEvent.Layout.NEWEST;
        final long coins = pool.coinsFor(order);
        final PumpFunEvent.Trade trade = PumpFunEvent.Trade.of(pool, user, order, coins, layout);
        curveMoves.declare(tx, pool, user);
        transfers.begin(style);
        curveMoves.tradeKeepingFees(tx, trade);
        transfers.end(tx);
        pool.apply(order.buy() ? order.money() : -order.money(), order.buy() ? -coins : coins);
        final int place = tx.event(
                PUMP_FUN,
                WellKnown.PUMP_FUN_EVENT_AUTHORITY,
                curveEvent.encode(
                        trade,
                        layout,
                        PumpFunForm.V3.eventName(order.buy(), true),
                        WellKnown.SYSTEM_PROGRAM,
                        timestampSeconds));
        final long userMoney = order.buy() ? order.money() + trade.fees() : order.money() - trade.fees();
        return new Fill(order.money(), coins, userMoney, place, style.unknown());
    }

    private static Address[] accounts(final List<Hop> hops, final Address user) {
        final AddressList list = new AddressList()
                .add(user)
                .add(hops.get(0).pool().coin().accountOf(user))
                .add(hops.get(hops.size() - 1).pool().coin().accountOf(user))
                .add(WellKnown.PUMP_SWAP_CONFIG)
                .add(WellKnown.PUMP_FUN_GLOBAL)
                .add(WellKnown.PUMP_SWAP_FEE_CONFIG)
                .add(WellKnown.PUMP_FUN_FEE_CONFIG)
                .add(WellKnown.TOKEN_PROGRAM)
                .add(WellKnown.TOKEN_2022_PROGRAM)
                .add(WellKnown.SYSTEM_PROGRAM)
                .add(WellKnown.ASSOCIATED_TOKEN_PROGRAM)
                .add(WellKnown.PUMP_FUN_EVENT_AUTHORITY)
                .add(PUMP_FUN)
                .add(PumpSwapAccounts.volumeOf(user))
                .add(WellKnown.PUMP_SWAP_EVENT_AUTHORITY)
                .add(PUMP_SWAP);
        return addHops(list, hops);
    }

    private static Address[] curveAccounts(final List<Hop> hops, final Address user) {
        final AddressList list = new AddressList()
                .add(WellKnown.PUMP_FUN_GLOBAL)
                .add(WellKnown.PUMP_FUN_FEE_CONFIG)
                .add(PumpFunAccounts.volumeOf(user))
                .add(user)
                .add(user)
                .add(Mint.WSOL.accountOf(user))
                .add(hops.get(hops.size() - 1).pool().coin().accountOf(user))
                .add(WellKnown.TOKEN_PROGRAM)
                .add(WellKnown.TOKEN_2022_PROGRAM)
                .add(WellKnown.SYSTEM_PROGRAM)
                .add(WellKnown.ASSOCIATED_TOKEN_PROGRAM)
                .add(WellKnown.PUMP_FUN_EVENT_AUTHORITY)
                .add(PUMP_FUN);
        return addHops(list, hops);
    }

    private static Address[] addHops(final AddressList list, final List<Hop> hops) {
        for (final Hop hop : hops) {
            final Pool pool = hop.pool();
            list.add(pool.coin().address())
                    .add(pool.money().address())
                    .add(pool.account())
                    .add(pool.coinVault())
                    .add(pool.moneyVault());
        }
        return list.toArray();
    }
}
