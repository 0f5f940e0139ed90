package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.PUMP_SWAP;

/** The account lists of PumpSwap's trade instructions. */
final class PumpSwapAccounts {

    private static final long USER_VOLUME = 0x75766f6cL;
    private static final long POOL_V2 = 0x706f6f6cL;

    private PumpSwapAccounts() {}

    /** The user's volume accumulator, where cashback goes. */
    static Address volumeOf(final Address user) {
        return Address.derived(user, PUMP_SWAP, USER_VOLUME, Address.Role.POOL);
    }

    /** Accounts of the first instructions, as many as programs of the event's version passed. */
    static Address[] v1(final PumpSwapTrade trade, final PumpSwapLayout layout) {
        final Mint base = trade.base();
        final Mint quote = trade.quote();
        final Pool pool = trade.pool();
        final Address user = trade.user();
        final Address userVolume = volumeOf(user);
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

    /** Accounts of the v2 instructions. */
    static Address[] v2(final PumpSwapTrade trade) {
        final Mint base = trade.base();
        final Mint quote = trade.quote();
        final Address user = trade.user();
        return new AddressList()
                .add(trade.pool().account())
                .add(user)
                .add(WellKnown.PUMP_SWAP_CONFIG)
                .add(base.address())
                .add(quote.address())
                .add(base.accountOf(user))
                .add(quote.accountOf(user))
                .add(trade.baseVault())
                .add(trade.quoteVault())
                .add(base.tokenProgram())
                .add(quote.tokenProgram())
                .add(WellKnown.SYSTEM_PROGRAM)
                .add(volumeOf(user))
                .add(WellKnown.PUMP_SWAP_FEE_CONFIG)
                .add(quote.accountOf(WellKnown.PUMP_SWAP_BUYBACK_RECIPIENT))
                .add(WellKnown.PUMP_SWAP_EVENT_AUTHORITY)
                .add(PUMP_SWAP)
                .toArray();
    }
}
