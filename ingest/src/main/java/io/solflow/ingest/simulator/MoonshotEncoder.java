package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/** Trades on Moonshot's curve; the event is in the log only. */
final class MoonshotEncoder implements SwapEncoder {

    private static final long BUY = Discriminator.ofHex("66063d1201daebea");
    private static final long SELL = Discriminator.ofHex("33e685a4017f83ad");
    private static final long TRADE_EVENT = Discriminator.ofHex("bddb7fd34ee661ee");
    private static final int FEE_DIVISOR = 200;
    private static final int SLIPPAGE_BPS = 500;

    private final Transfers transfers;
    private final SplittableRandom random;
    private final ByteWriter writer = new ByteWriter();

    MoonshotEncoder(final Transfers transfers, final SplittableRandom random) {
        this.transfers = transfers;
        this.random = random;
    }

    @Override
    public String label() {
        return "Moonshot";
    }

    @Override
    public Fill encode(
            final TransactionBuilder tx,
            final Pool pool,
            final Address user,
            final Order order,
            final SwapStyle style) {
        final long coins = pool.coinsFor(order);
        final long fee = order.money() / FEE_DIVISOR;
        final Address userCoins = pool.coin().accountOf(user);
        tx.vault(pool.coinVault(), pool.coin(), pool.account(), pool.realCoins());
        tx.tokenAccount(userCoins, pool.coin(), user);
        tx.holdsLamports(pool.account(), Address.Role.POOL.lamports() + pool.realMoney());
        final int place = tx.enter(WellKnown.MOONSHOT, arguments(order, coins, fee), accounts(pool, user));
        tx.logInstruction(order.buy() ? "Buy" : "Sell");
        transfers.begin(style);
        if (order.buy()) {
            transfers.lamports(tx, user, pool.account(), order.money());
            transfers.lamports(tx, user, WellKnown.MOONSHOT_DEX_FEE, fee);
            transfers.lamports(tx, user, WellKnown.MOONSHOT_HELIO_FEE, fee);
            transfers.checked(tx, pool.coin(), pool.coinVault(), userCoins, pool.account(), coins);
        } else {
            transfers.checked(tx, pool.coin(), userCoins, pool.coinVault(), user, coins);
            tx.moveLamports(pool.account(), user, order.money() - 2 * fee);
            tx.moveLamports(pool.account(), WellKnown.MOONSHOT_DEX_FEE, fee);
            tx.moveLamports(pool.account(), WellKnown.MOONSHOT_HELIO_FEE, fee);
        }
        transfers.end(tx);
        pool.apply(order.buy() ? order.money() : -order.money(), order.buy() ? -coins : coins);
        // the program's own spelling
        tx.log("Transfering collateral from buyer to curve account: " + order.money() + ", Helio fee: " + fee
                + ", Dex fee: " + fee);
        tx.data(event(pool, user, order, coins, fee));
        tx.leave();
        final long userMoney = order.buy() ? order.money() + 2 * fee : order.money() - 2 * fee;
        return new Fill(order.money(), coins, userMoney, place, false);
    }

    private byte[] arguments(final Order order, final long coins, final long fee) {
        final long limit = order.buy() ? order.money() + 2 * fee : order.money() - 2 * fee;
        return writer.discriminator(order.buy() ? BUY : SELL)
                .u64(coins)
                .u64(order.buy() ? limit + limit / 20 : limit - limit / 20)
                .u8(random.nextInt(2))
                .u64(SLIPPAGE_BPS)
                .take();
    }

    private byte[] event(final Pool pool, final Address user, final Order order, final long coins, final long fee) {
        return writer.discriminator(TRADE_EVENT)
                .u64(coins)
                .u64(order.money())
                .u64(fee)
                .u64(fee)
                .u64(pool.realCoins())
                .key(pool.account())
                .key(Mint.WSOL.address())
                .key(user)
                .u8(order.buy() ? 0 : 1)
                .string("trade")
                .take();
    }

    private static Address[] accounts(final Pool pool, final Address user) {
        return new AddressList()
                .add(user)
                .add(pool.coin().accountOf(user))
                .add(pool.account())
                .add(pool.coinVault())
                .add(WellKnown.MOONSHOT_DEX_FEE)
                .add(WellKnown.MOONSHOT_HELIO_FEE)
                .add(pool.coin().address())
                .add(WellKnown.MOONSHOT_CONFIG)
                .add(pool.coin().tokenProgram())
                .add(WellKnown.ASSOCIATED_TOKEN_PROGRAM)
                .add(WellKnown.SYSTEM_PROGRAM)
                .toArray();
    }
}
