package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.PUMP_SWAP;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/**
 * Trades on PumpSwap. The program speaks of base and quote: usually the coin and SOL, in a reversed pool SOL and the
 * coin, so that its buy sells the coin. Fees are always in the quote.
 */
final class PumpSwapEncoder implements SwapEncoder {

    private static final long BUY = Discriminator.ofHex("66063d1201daebea");
    private static final long BUY_EXACT_QUOTE_IN = Discriminator.ofHex("c62e1552b4d9e870");
    private static final long SELL = Discriminator.ofHex("33e685a4017f83ad");
    private static final long GET_FEES = Discriminator.ofHex("e7257e55cf5b3f34");

    private static final long USER_VOLUME = 0x75766f6cL;
    private static final long POOL_V2 = 0x706f6f6cL;
    private static final int NEWEST_PERCENT = 75;

    private final PumpSwapEvents events = new PumpSwapEvents();
    private final Transfers transfers;
    private final SplittableRandom random;
    private final ByteWriter writer = new ByteWriter();
    private long timestampSeconds;

    PumpSwapEncoder(final Transfers transfers, final SplittableRandom random) {
        this.transfers = transfers;
        this.random = random;
    }

    /** Sets the clock of the block. */
    void timestampSeconds(final long seconds) {
        timestampSeconds = seconds;
    }

    @Override
    public String label() {
        return "PumpSwap";
    }

    @Override
    public Fill encode(final TransactionBuilder tx, final Pool pool, final Address user, final Order order) {
        final boolean reversed = pool.venue() == Pool.Venue.PUMP_SWAP_REVERSED;
        final boolean baseBuy = order.buy() != reversed;
        final PumpSwapEvents.Layout layout = PumpSwapEvents.Layout.pick(random, NEWEST_PERCENT, baseBuy);
        final long coins = pool.coinsFor(order);
        final PumpSwapTrade trade = PumpSwapTrade.of(
                pool, user, order, coins, layout, baseBuy && layout.hasName() && random.nextInt(100) < 35);
        declareAccounts(tx, trade);
        tx.enter(PUMP_SWAP, arguments(trade), accounts(trade, layout));
        tx.logInstruction(baseBuy ? trade.exactIn() ? "BuyExactQuoteIn" : "Buy" : "Sell");
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
        move(tx, trade);
        final byte[] event = events.encode(trade, layout, timestampSeconds);
        trade.applyToPool();
        tx.event(PUMP_SWAP, WellKnown.PUMP_SWAP_EVENT_AUTHORITY, event);
        tx.leave();
        return new Fill(order.money(), coins, reversed ? order.money() : trade.userQuote());
    }

    private byte[] arguments(final PumpSwapTrade trade) {
        if (!trade.baseBuy()) {
            return writer.discriminator(SELL)
                    .u64(trade.baseAmount())
                    .u64(trade.quoteLimit())
                    .take();
        }
        if (trade.exactIn()) {
            writer.discriminator(BUY_EXACT_QUOTE_IN).u64(trade.userQuote()).u64(trade.baseLimit());
        } else {
            writer.discriminator(BUY).u64(trade.baseAmount()).u64(trade.quoteLimit());
        }
        if (random.nextBoolean()) {
            writer.bool(true);
        }
        return writer.take();
    }

    private static void declareAccounts(final TransactionBuilder tx, final PumpSwapTrade trade) {
        final Pool pool = trade.pool();
        tx.vault(pool.coinVault(), pool.coin(), pool.account(), pool.realCoins());
        tx.vault(pool.moneyVault(), pool.money(), pool.account(), pool.realMoney());
        for (final Address owner : new Address[] {
            trade.user(),
            WellKnown.PUMP_SWAP_FEE_RECIPIENT,
            WellKnown.PUMP_SWAP_BUYBACK_RECIPIENT,
            creatorFeeOwner(trade)
        }) {
            tx.tokenAccount(trade.quote().accountOf(owner), trade.quote(), owner);
        }
        tx.tokenAccount(trade.base().accountOf(trade.user()), trade.base(), trade.user());
    }

    private static Address creatorFeeOwner(final PumpSwapTrade trade) {
        return trade.cashback() > 0
                ? Address.derived(trade.user(), PUMP_SWAP, USER_VOLUME, Address.Role.POOL)
                : trade.pool().creatorVault();
    }

    private void move(final TransactionBuilder tx, final PumpSwapTrade trade) {
        final Mint base = trade.base();
        final Mint quote = trade.quote();
        final Address user = trade.user();
        final Address pool = trade.pool().account();
        final Address userBase = base.accountOf(user);
        final Address userQuote = quote.accountOf(user);
        final Address payer = trade.baseBuy() ? userQuote : trade.quoteVault();
        final Address authority = trade.baseBuy() ? user : pool;
        if (trade.baseBuy()) {
            transfers.checked(tx, base, trade.baseVault(), userBase, pool, trade.baseAmount());
            transfers.checked(tx, quote, userQuote, trade.quoteVault(), user, trade.quoteWithLpFee());
        } else {
            transfers.checked(tx, base, userBase, trade.baseVault(), user, trade.baseAmount());
            transfers.checked(tx, quote, trade.quoteVault(), userQuote, pool, trade.userQuote());
        }
        final long[] amounts = {
            trade.protocolFee() - trade.buybackFee(), trade.buybackFee(), trade.creatorFee() + trade.cashback()
        };
        final Address[] owners = {
            WellKnown.PUMP_SWAP_FEE_RECIPIENT, WellKnown.PUMP_SWAP_BUYBACK_RECIPIENT, creatorFeeOwner(trade)
        };
        for (int i = 0; i < amounts.length; i++) {
            if (amounts[i] > 0) {
                transfers.checked(tx, quote, payer, quote.accountOf(owners[i]), authority, amounts[i]);
            }
        }
    }

    private static Address[] accounts(final PumpSwapTrade trade, final PumpSwapEvents.Layout layout) {
        final Mint base = trade.base();
        final Mint quote = trade.quote();
        final Pool pool = trade.pool();
        final Address user = trade.user();
        final Address userVolume = Address.derived(user, PUMP_SWAP, USER_VOLUME, Address.Role.POOL);
        final AddressList list = new AddressList()
                .add(pool.account())
                .add(user)
                .add(WellKnown.PUMP_SWAP_CONFIG)
                .add(base.address())
                .add(quote.address())
                .add(base.accountOf(user))
                .add(quote.accountOf(user))
                .add(trade.baseVault())
                .add(trade.quoteVault())
                .add(WellKnown.PUMP_SWAP_FEE_RECIPIENT)
                .add(quote.accountOf(WellKnown.PUMP_SWAP_FEE_RECIPIENT))
                .add(base.tokenProgram())
                .add(quote.tokenProgram())
                .add(WellKnown.SYSTEM_PROGRAM)
                .add(WellKnown.ASSOCIATED_TOKEN_PROGRAM)
                .add(WellKnown.PUMP_SWAP_EVENT_AUTHORITY)
                .add(PUMP_SWAP)
                .add(quote.accountOf(pool.creatorVault()))
                .add(pool.creatorVault());
        if (layout.hasVolume()) {
            if (trade.baseBuy()) {
                list.add(WellKnown.PUMP_SWAP_VOLUME).add(userVolume);
            }
            list.add(WellKnown.PUMP_SWAP_FEE_CONFIG).add(WellKnown.PUMP_FEE_PROGRAM);
        }
        if (layout.hasBuyback()) {
            if (!trade.baseBuy() && trade.cashback() > 0) {
                list.add(quote.accountOf(userVolume)).add(userVolume);
            }
            list.add(Address.derived(pool.account(), PUMP_SWAP, POOL_V2, Address.Role.POOL))
                    .add(WellKnown.PUMP_SWAP_BUYBACK_RECIPIENT)
                    .add(quote.accountOf(WellKnown.PUMP_SWAP_BUYBACK_RECIPIENT));
        }
        return list.toArray();
    }
}
