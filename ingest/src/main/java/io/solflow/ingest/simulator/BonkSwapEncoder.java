package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/** Trades on BonkSwap, which reports nothing: only its three token transfers tell. */
final class BonkSwapEncoder implements SwapEncoder {

    private static final long SWAP = Discriminator.ofHex("f8c69e91e17587c8");
    private static final long NO_LIMIT = -1L;
    private static final int REFERRED_PERCENT = 20;
    private static final int REFERRAL_DIVISOR = 2_000;
    private static final Address REFERRER = Address.random(new SplittableRandom(2), Address.Role.POOL);

    private final Transfers transfers;
    private final SplittableRandom random;
    private final ByteWriter writer = new ByteWriter();

    BonkSwapEncoder(final Transfers transfers, final SplittableRandom random) {
        this.transfers = transfers;
        this.random = random;
    }

    @Override
    public String label() {
        return "BonkSwap";
    }

    @Override
    public Fill encode(
            final TransactionBuilder tx,
            final Pool pool,
            final Address user,
            final Order order,
            final SwapStyle style) {
        final boolean coinFirst = pool.venue() == Pool.Venue.BONK_SWAP_COIN_FIRST;
        final long coins = pool.coinsFor(order);
        final Mint input = order.buy() ? pool.money() : pool.coin();
        final Mint output = order.buy() ? pool.coin() : pool.money();
        final Address inputVault = order.buy() ? pool.moneyVault() : pool.coinVault();
        final Address outputVault = order.buy() ? pool.coinVault() : pool.moneyVault();
        final long in = order.buy() ? order.money() : coins;
        final long out = order.buy() ? coins : order.money();
        final long referral = random.nextInt(100) < REFERRED_PERCENT ? out / REFERRAL_DIVISOR : 0;

        tx.vault(pool.coinVault(), pool.coin(), WellKnown.BONK_SWAP_AUTHORITY, pool.realCoins());
        tx.vault(pool.moneyVault(), pool.money(), WellKnown.BONK_SWAP_AUTHORITY, pool.realMoney());
        for (final Mint mint : new Mint[] {input, output}) {
            tx.tokenAccount(mint.accountOf(user), mint, user);
            tx.tokenAccount(mint.accountOf(REFERRER), mint, REFERRER);
        }
        tx.enter(
                WellKnown.BONK_SWAP,
                writer.discriminator(SWAP)
                        .u64(in)
                        .u64(NO_LIMIT)
                        .u64(NO_LIMIT)
                        .bool(order.buy() != coinFirst)
                        .take(),
                accounts(pool, user, coinFirst));
        tx.logInstruction("Swap");
        transfers.begin(style);
        transfers.plain(tx, input, input.accountOf(user), inputVault, user, in);
        transfers.plain(tx, output, outputVault, output.accountOf(user), WellKnown.BONK_SWAP_AUTHORITY, out);
        transfers.plain(tx, output, outputVault, output.accountOf(REFERRER), WellKnown.BONK_SWAP_AUTHORITY, referral);
        // the input leg goes first
        final int place = transfers.end(tx);
        tx.leave();
        pool.apply(order.buy() ? in : -out - referral, order.buy() ? -out - referral : in);
        return new Fill(order.money(), coins, order.money(), place, false);
    }

    private static Address[] accounts(final Pool pool, final Address user, final boolean coinFirst) {
        final Mint x = coinFirst ? pool.coin() : pool.money();
        final Mint y = coinFirst ? pool.money() : pool.coin();
        return new AddressList()
                .add(WellKnown.BONK_SWAP_STATE)
                .add(pool.account())
                .add(x.address())
                .add(y.address())
                .add(coinFirst ? pool.coinVault() : pool.moneyVault())
                .add(coinFirst ? pool.moneyVault() : pool.coinVault())
                .add(x.accountOf(user))
                .add(y.accountOf(user))
                .add(user)
                .add(x.accountOf(REFERRER))
                .add(y.accountOf(REFERRER))
                .add(REFERRER)
                .add(WellKnown.BONK_SWAP_AUTHORITY)
                .add(WellKnown.SYSTEM_PROGRAM)
                .add(WellKnown.TOKEN_PROGRAM)
                .add(WellKnown.ASSOCIATED_TOKEN_PROGRAM)
                .add(WellKnown.RENT_SYSVAR)
                .toArray();
    }
}
