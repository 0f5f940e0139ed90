package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.PUMP_FUN;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/** Trades on Pump.fun's bonding curve: three generations of instructions, with events of every published length. */
final class PumpFunEncoder implements SwapEncoder {

    /** The stable label of the program. */
    static final String LABEL = "PumpFun";

    private static final long GET_FEES = Discriminator.ofHex("e7257e55cf5b3f34");
    private static final int NEWEST_PERCENT = 80;
    private static final int LEGACY_PERCENT = 40;
    private static final int V2_PERCENT = 20;

    private final PumpFunEvent event = new PumpFunEvent();
    private final Transfers transfers;
    private final CurveMoves moves;
    private final SplittableRandom random;
    private final Disguise disguise;
    private final ByteWriter writer = new ByteWriter();
    private long timestampSeconds;

    PumpFunEncoder(final Transfers transfers, final SplittableRandom random) {
        this.transfers = transfers;
        this.random = random;
        moves = new CurveMoves(transfers);
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
        final boolean solQuoted = pool.money().isWrappedSol();
        final PumpFunEvent.Layout layout = PumpFunEvent.Layout.pick(random, solQuoted ? NEWEST_PERCENT : 100);
        final PumpFunForm form = form(layout, solQuoted);
        final boolean exactIn = order.buy() && layout.hasName() && random.nextInt(100) < 40;
        final long coins = pool.coinsFor(order);
        final PumpFunEvent.Trade trade = PumpFunEvent.Trade.of(pool, user, order, coins, layout);
        final long userMoney = order.buy() ? order.money() + trade.fees() : order.money() - trade.fees();

        moves.declare(tx, pool, user);
        tx.enter(
                PUMP_FUN,
                arguments(
                        disguise.discriminator(form.discriminator(order.buy(), exactIn), style), trade, exactIn, form),
                disguise.accounts(accounts(form, pool, user, order.buy(), layout), style));
        tx.logInstruction(form.logName(order.buy(), exactIn));
        if (layout.hasName()) {
            tx.call(
                    WellKnown.PUMP_FEE_PROGRAM,
                    writer.discriminator(GET_FEES)
                            .u8(1)
                            .u128(order.money())
                            .u64(0)
                            .take(),
                    WellKnown.PUMP_FUN_FEE_CONFIG,
                    PUMP_FUN);
        }
        transfers.begin(style);
        if (form.keepsFees()) {
            moves.tradeKeepingFees(tx, trade);
        } else {
            moves.trade(tx, trade);
        }
        transfers.end(tx);
        pool.apply(order.buy() ? order.money() : -order.money(), order.buy() ? -coins : coins);
        final int place = tx.event(
                PUMP_FUN,
                WellKnown.PUMP_FUN_EVENT_AUTHORITY,
                event.encode(
                        trade,
                        layout,
                        form.eventName(order.buy(), exactIn),
                        form.keepsFees() ? WellKnown.SYSTEM_PROGRAM : WellKnown.PUMP_FUN_FEE_RECIPIENT,
                        timestampSeconds));
        tx.leave();
        return new Fill(order.money(), coins, userMoney, place, style.unknown());
    }

    /** Newer generations came with newer events; a coin quoted in dollars has no legacy instruction. */
    private PumpFunForm form(final PumpFunEvent.Layout layout, final boolean solQuoted) {
        if (!layout.hasBuyback()) {
            return PumpFunForm.LEGACY;
        }
        final int roll = solQuoted ? random.nextInt(100) : LEGACY_PERCENT + random.nextInt(100 - LEGACY_PERCENT);
        if (roll < LEGACY_PERCENT) {
            return PumpFunForm.LEGACY;
        }
        return roll < LEGACY_PERCENT + V2_PERCENT || layout != PumpFunEvent.Layout.NEWEST
                ? PumpFunForm.V2
                : PumpFunForm.V3;
    }

    private static Address[] accounts(
            final PumpFunForm form,
            final Pool pool,
            final Address user,
            final boolean buy,
            final PumpFunEvent.Layout layout) {
        return switch (form) {
            case LEGACY -> PumpFunAccounts.legacy(pool, user, buy, layout);
            case V2 -> PumpFunAccounts.v2(pool, user, buy);
            case V3 -> PumpFunAccounts.v3(pool, user);
        };
    }

    private byte[] arguments(
            final long discriminator, final PumpFunEvent.Trade trade, final boolean exactIn, final PumpFunForm form) {
        final long coins = trade.coins();
        final long userMoney = trade.buy() ? trade.money() + trade.fees() : trade.money() - trade.fees();
        writer.discriminator(discriminator);
        if (exactIn) {
            writer.u64(userMoney + random.nextInt(3)).u64(coins - coins / 20);
        } else if (trade.buy()) {
            writer.u64(coins).u64(userMoney + userMoney / 10);
        } else {
            writer.u64(coins).u64(userMoney - userMoney / 10);
        }
        if (trade.buy() && form == PumpFunForm.LEGACY && random.nextBoolean()) {
            writer.bool(random.nextBoolean());
        }
        return writer.take();
    }
}
