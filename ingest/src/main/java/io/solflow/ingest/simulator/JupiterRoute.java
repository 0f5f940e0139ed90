package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;

/** Jupiter's route instruction around the swaps of other programs, with the event that repeats their amounts. */
final class JupiterRoute {

    private static final long ROUTE_V2 = Discriminator.ofHex("bb64facc31c4af14");
    private static final long SWAPS_EVENT = Discriminator.ofHex("982f4eebc0606e6a");
    private static final int SLIPPAGE_BPS = 50;
    private static final int PLAN_STEP = 0x2a;

    private final ByteWriter writer = new ByteWriter();
    private final ByteWriter legs = new ByteWriter();
    private int legCount;

    /** Enters the route. */
    void enter(final TransactionBuilder tx, final Address user, final Mint input, final Mint output, final long in) {
        legs.take();
        legCount = 0;
        tx.enterRouter(
                WellKnown.JUPITER,
                writer.discriminator(ROUTE_V2)
                        .u64(in)
                        .u64(in)
                        .u16(SLIPPAGE_BPS)
                        .u16(0)
                        .u16(0)
                        .u32(1)
                        .u8(PLAN_STEP)
                        .u16(10_000)
                        .u8(0)
                        .u8(1)
                        .take(),
                user,
                input.accountOf(user),
                output.accountOf(user),
                input.address(),
                output.address(),
                input.tokenProgram(),
                output.tokenProgram(),
                WellKnown.JUPITER,
                WellKnown.JUPITER_EVENT_AUTHORITY,
                WellKnown.JUPITER);
        tx.logInstruction("RouteV2");
    }

    /** Notes a leg for the event. */
    void leg(final Pool pool, final Order order, final Fill fill) {
        legCount++;
        final Mint input = order.buy() ? pool.money() : pool.coin();
        final Mint output = order.buy() ? pool.coin() : pool.money();
        legs.key(input.address())
                .u64(order.buy() ? fill.userMoney() : fill.coins())
                .key(output.address())
                .u64(order.buy() ? fill.coins() : fill.userMoney());
    }

    /** Emits the event and leaves. */
    void leave(final TransactionBuilder tx) {
        tx.call(
                WellKnown.JUPITER,
                writer.event(SWAPS_EVENT).u32(legCount).bytes(legs.take()).take(),
                WellKnown.JUPITER_EVENT_AUTHORITY);
        tx.leave();
    }
}
