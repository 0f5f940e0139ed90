package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.PUMP_FUN;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/** Trades on Pump.fun's bonding curve: the legacy and the v2 instructions, with events of every published length. */
final class PumpFunEncoder implements SwapEncoder {

    private static final long BUY = Discriminator.ofHex("66063d1201daebea");
    private static final long BUY_EXACT_SOL_IN = Discriminator.ofHex("38fc74089edfcd5f");
    private static final long SELL = Discriminator.ofHex("33e685a4017f83ad");
    private static final long BUY_V2 = Discriminator.ofHex("b817ee6167c5d33d");
    private static final long BUY_EXACT_QUOTE_IN_V2 = Discriminator.ofHex("c2ab1c46684d5b2f");
    private static final long SELL_V2 = Discriminator.ofHex("5df6823ce7e940b2");
    private static final long GET_FEES = Discriminator.ofHex("e7257e55cf5b3f34");

    private static final int NEWEST_PERCENT = 80;
    private static final int V2_PERCENT = 20;

    private final PumpFunEvent event = new PumpFunEvent();
    private final Transfers transfers;
    private final SplittableRandom random;
    private final ByteWriter writer = new ByteWriter();
    private long timestampSeconds;

    PumpFunEncoder(final Transfers transfers, final SplittableRandom random) {
        this.transfers = transfers;
        this.random = random;
    }

    /** Sets the clock of the block. */
    void timestampSeconds(final long seconds) {
        timestampSeconds = seconds;
    }

    @Override
    public String label() {
        return "PumpFun";
    }

    @Override
    public Fill encode(final TransactionBuilder tx, final Pool pool, final Address user, final Order order) {
        final boolean solQuoted = pool.money().isWrappedSol();
        final PumpFunEvent.Layout layout = PumpFunEvent.Layout.pick(random, solQuoted ? NEWEST_PERCENT : 100);
        final boolean v2 = !solQuoted || (layout == PumpFunEvent.Layout.NEWEST && random.nextInt(100) < V2_PERCENT);
        final boolean exactIn = order.buy() && layout.hasName() && random.nextInt(100) < 40;
        final long coins = pool.coinsFor(order);
        final PumpFunEvent.Trade trade = PumpFunEvent.Trade.of(pool, user, order, coins, layout);
        final long userMoney = order.buy() ? order.money() + trade.fees() : order.money() - trade.fees();
        final String name = order.buy() ? exactIn ? exactInName(v2) : v2 ? "buy_v2" : "buy" : v2 ? "sell_v2" : "sell";

        declareAccounts(tx, pool, user);
        tx.enter(
                PUMP_FUN,
                arguments(order.buy(), v2, exactIn, coins, userMoney),
                v2
                        ? PumpFunAccounts.v2(pool, user, order.buy())
                        : PumpFunAccounts.legacy(pool, user, order.buy(), layout));
        tx.logInstruction(logName(name));
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
        move(tx, pool, user, trade, coins);
        pool.apply(order.buy() ? order.money() : -order.money(), order.buy() ? -coins : coins);
        tx.event(PUMP_FUN, WellKnown.PUMP_FUN_EVENT_AUTHORITY, event.encode(trade, layout, name, timestampSeconds));
        tx.leave();
        return new Fill(order.money(), coins, userMoney);
    }

    private static String exactInName(final boolean v2) {
        return v2 ? "buy_exact_quote_in_v2" : "buy_exact_sol_in";
    }

    private static String logName(final String name) {
        return switch (name) {
            case "buy" -> "Buy";
            case "sell" -> "Sell";
            case "buy_v2" -> "BuyV2";
            case "sell_v2" -> "SellV2";
            case "buy_exact_sol_in" -> "BuyExactSolIn";
            default -> "BuyExactQuoteInV2";
        };
    }

    private byte[] arguments(
            final boolean buy, final boolean v2, final boolean exactIn, final long coins, final long userMoney) {
        if (exactIn) {
            writer.discriminator(v2 ? BUY_EXACT_QUOTE_IN_V2 : BUY_EXACT_SOL_IN)
                    .u64(userMoney + random.nextInt(3))
                    .u64(coins - coins / 20);
        } else if (buy) {
            writer.discriminator(v2 ? BUY_V2 : BUY).u64(coins).u64(userMoney + userMoney / 10);
        } else {
            writer.discriminator(v2 ? SELL_V2 : SELL).u64(coins).u64(userMoney - userMoney / 10);
        }
        if (buy && !v2 && random.nextBoolean()) {
            writer.bool(random.nextBoolean());
        }
        return writer.take();
    }

    private static void declareAccounts(final TransactionBuilder tx, final Pool pool, final Address user) {
        tx.vault(pool.coinVault(), pool.coin(), pool.account(), pool.realCoins());
        tx.tokenAccount(pool.coin().accountOf(user), pool.coin(), user);
        if (!pool.money().isWrappedSol()) {
            tx.vault(pool.moneyVault(), pool.money(), pool.account(), pool.realMoney());
            tx.tokenAccount(pool.money().accountOf(user), pool.money(), user);
            for (final Address owner : feeOwners(pool)) {
                tx.tokenAccount(pool.money().accountOf(owner), pool.money(), owner);
            }
        }
    }

    private static Address[] feeOwners(final Pool pool) {
        return new Address[] {
            WellKnown.PUMP_FUN_FEE_RECIPIENT, WellKnown.PUMP_FUN_BUYBACK_RECIPIENT, pool.creatorVault()
        };
    }

    private void move(
            final TransactionBuilder tx,
            final Pool pool,
            final Address user,
            final PumpFunEvent.Trade trade,
            final long coins) {
        final Address userCoins = pool.coin().accountOf(user);
        if (trade.buy()) {
            token(tx, pool.coin(), pool.coinVault(), userCoins, pool.account(), coins);
            pay(tx, pool, user, pool.account(), trade.money());
            pay(tx, pool, user, WellKnown.PUMP_FUN_FEE_RECIPIENT, trade.fee() - trade.buybackFee());
            pay(tx, pool, user, WellKnown.PUMP_FUN_BUYBACK_RECIPIENT, trade.buybackFee());
            pay(tx, pool, user, creatorOrCashback(pool, user), trade.creatorFee() + trade.cashback());
        } else {
            token(tx, pool.coin(), userCoins, pool.coinVault(), user, coins);
            payOut(tx, pool, user, trade.money() - trade.fees());
            payOut(tx, pool, WellKnown.PUMP_FUN_FEE_RECIPIENT, trade.fee() - trade.buybackFee());
            payOut(tx, pool, WellKnown.PUMP_FUN_BUYBACK_RECIPIENT, trade.buybackFee());
            payOut(tx, pool, creatorOrCashback(pool, user), trade.creatorFee() + trade.cashback());
        }
    }

    private static Address creatorOrCashback(final Pool pool, final Address user) {
        final boolean toVolume = pool.cashback() && pool.money().isWrappedSol();
        return toVolume ? PumpFunAccounts.volumeOf(user) : pool.creatorVault();
    }

    private void token(
            final TransactionBuilder tx,
            final Mint mint,
            final Address from,
            final Address to,
            final Address authority,
            final long amount) {
        if (mint.isToken2022()) {
            transfers.checked(tx, mint, from, to, authority, amount);
        } else {
            transfers.plain(tx, mint, from, to, authority, amount);
        }
    }

    private void pay(
            final TransactionBuilder tx, final Pool pool, final Address user, final Address to, final long amount) {
        if (amount == 0) {
            return;
        }
        if (pool.money().isWrappedSol()) {
            if (to == pool.account()) {
                tx.holdsLamports(to, Address.Role.POOL.lamports() + pool.realMoney());
            }
            transfers.lamports(tx, user, to, amount);
        } else {
            final Address target =
                    to == pool.account() ? pool.moneyVault() : pool.money().accountOf(to);
            transfers.checked(tx, pool.money(), pool.money().accountOf(user), target, user, amount);
        }
    }

    /** On sells a SOL curve moves its lamports without a System transfer. */
    private void payOut(final TransactionBuilder tx, final Pool pool, final Address to, final long amount) {
        if (amount == 0) {
            return;
        }
        if (pool.money().isWrappedSol()) {
            tx.holdsLamports(pool.account(), Address.Role.POOL.lamports() + pool.realMoney());
            tx.moveLamports(pool.account(), to, amount);
        } else {
            transfers.checked(tx, pool.money(), pool.moneyVault(), pool.money().accountOf(to), pool.account(), amount);
        }
    }
}
