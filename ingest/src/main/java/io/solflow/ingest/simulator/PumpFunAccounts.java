package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.PUMP_FUN;

/** The account lists of Pump.fun's trade instructions. */
final class PumpFunAccounts {

    private static final long USER_VOLUME = 0x75766f6cL;
    private static final long CURVE_V2 = 0x63757276L;

    private PumpFunAccounts() {}

    /** The user's volume accumulator, where cashback goes. */
    static Address volumeOf(final Address user) {
        return Address.derived(user, PUMP_FUN, USER_VOLUME, Address.Role.POOL);
    }

    /** Accounts of the legacy instructions, as many as programs of the event's version passed. */
    static Address[] legacy(final Pool pool, final Address user, final boolean buy, final PumpFunEvent.Layout layout) {
        final AddressList list = new AddressList()
                .add(WellKnown.PUMP_FUN_GLOBAL)
                .add(WellKnown.PUMP_FUN_FEE_RECIPIENT)
                .add(pool.coin().address())
                .add(pool.account())
                .add(pool.coinVault())
                .add(pool.coin().accountOf(user))
                .add(user)
                .add(WellKnown.SYSTEM_PROGRAM);
        final Address userVolume = volumeOf(user);
        if (buy) {
            list.add(pool.coin().tokenProgram()).add(layout.hasCreator() ? pool.creatorVault() : WellKnown.RENT_SYSVAR);
        } else {
            list.add(layout.hasCreator() ? pool.creatorVault() : WellKnown.ASSOCIATED_TOKEN_PROGRAM)
                    .add(pool.coin().tokenProgram());
        }
        list.add(WellKnown.PUMP_FUN_EVENT_AUTHORITY).add(PUMP_FUN);
        if (layout.hasVolume()) {
            if (buy) {
                list.add(WellKnown.PUMP_FUN_VOLUME).add(userVolume);
            }
            list.add(WellKnown.PUMP_FUN_FEE_CONFIG).add(WellKnown.PUMP_FEE_PROGRAM);
        }
        if (layout.hasBuyback()) {
            if (!buy && pool.cashback()) {
                list.add(userVolume);
            }
            list.add(Address.derived(pool.account(), PUMP_FUN, CURVE_V2, Address.Role.POOL))
                    .add(WellKnown.PUMP_FUN_BUYBACK_RECIPIENT);
        }
        return list.toArray();
    }

    /** Accounts of the v2 instructions. */
    static Address[] v2(final Pool pool, final Address user, final boolean buy) {
        final Mint money = pool.money();
        final Address userVolume = volumeOf(user);
        final AddressList list = new AddressList()
                .add(WellKnown.PUMP_FUN_GLOBAL)
                .add(pool.coin().address())
                .add(money.address())
                .add(pool.coin().tokenProgram())
                .add(money.tokenProgram())
                .add(WellKnown.ASSOCIATED_TOKEN_PROGRAM)
                .add(WellKnown.PUMP_FUN_FEE_RECIPIENT)
                .add(money.accountOf(WellKnown.PUMP_FUN_FEE_RECIPIENT))
                .add(WellKnown.PUMP_FUN_BUYBACK_RECIPIENT)
                .add(money.accountOf(WellKnown.PUMP_FUN_BUYBACK_RECIPIENT))
                .add(pool.account())
                .add(pool.coinVault())
                .add(pool.moneyVault())
                .add(user)
                .add(pool.coin().accountOf(user))
                .add(money.accountOf(user))
                .add(pool.creatorVault())
                .add(money.accountOf(pool.creatorVault()))
                .add(Address.derived(pool.creator(), PUMP_FUN, CURVE_V2, Address.Role.STATE));
        if (buy) {
            list.add(WellKnown.PUMP_FUN_VOLUME);
        }
        return list.add(userVolume)
                .add(money.accountOf(userVolume))
                .add(WellKnown.PUMP_FUN_FEE_CONFIG)
                .add(WellKnown.PUMP_FEE_PROGRAM)
                .add(WellKnown.SYSTEM_PROGRAM)
                .add(WellKnown.PUMP_FUN_EVENT_AUTHORITY)
                .add(PUMP_FUN)
                .toArray();
    }

    /** Accounts of the v3 instructions. */
    static Address[] v3(final Pool pool, final Address user) {
        final Mint money = pool.money();
        return new AddressList()
                .add(WellKnown.PUMP_FUN_GLOBAL)
                .add(pool.coin().address())
                .add(money.address())
                .add(pool.coin().tokenProgram())
                .add(money.tokenProgram())
                .add(pool.account())
                .add(pool.coinVault())
                .add(pool.moneyVault())
                .add(user)
                .add(pool.coin().accountOf(user))
                .add(money.accountOf(user))
                .add(volumeOf(user))
                .add(WellKnown.PUMP_FUN_FEE_CONFIG)
                .add(WellKnown.PUMP_FUN_QUOTE_CONTROL)
                .add(WellKnown.SYSTEM_PROGRAM)
                .add(WellKnown.PUMP_FUN_EVENT_AUTHORITY)
                .add(PUMP_FUN)
                .toArray();
    }
}
