package io.solflow.ingest.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Transactions that swap: one or several swaps, called directly or through routers, that succeed or fail. */
final class SwapTransactions {

    /** How the programs are reached. */
    enum Path {
        DIRECT,
        ROUTED,
        NESTED,
        /** By a router whose own account trades, and does not sign. */
        ROUTER_ACCOUNT
    }

    /** One swap. */
    record Leg(Pool pool, Address user, Order order) {}

    private static final String NOISE = "route quote ".repeat(12);
    private static final int NOISE_LINES = 2 + ProgramLog.LIMIT_BYTES / 156;
    private static final int SLIPPAGE_ERROR = 6001;
    private static final Address ROUTER_ACCOUNT = Address.random(new SplittableRandom(4), Address.Role.POOL);
    private static final Address TIP_ACCOUNT = Address.random(new SplittableRandom(3), Address.Role.POOL);

    private final SplittableRandom random;
    private final TransactionBuilder tx;
    private final Transfers transfers;
    private final Programs programs;
    private final Dice dice;
    private final JupiterRoute route = new JupiterRoute();
    private final List<Address> wrappedOwners = new ArrayList<>();
    private final ByteWriter writer = new ByteWriter();

    SwapTransactions(
            final SplittableRandom random,
            final TransactionBuilder tx,
            final Transfers transfers,
            final Programs programs,
            final Dice dice) {
        this.random = random;
        this.dice = dice;
        this.tx = tx;
        this.transfers = transfers;
        this.programs = programs;
    }

    /** A transaction that succeeds, its trades against SOL expected. */
    void succeed(final BlockDraft block, final List<Leg> legs, final Path path) {
        if (path == Path.ROUTER_ACCOUNT) {
            executeForRouter(block, legs);
        } else {
            begin(legs);
            execute(block, legs, path, false);
            end(legs);
        }
        block.add(tx);
    }

    /** The trader pays and signs; who swaps is the router's own account. */
    private void executeForRouter(final BlockDraft block, final List<Leg> legs) {
        final Address trader = legs.get(0).user();
        tx.begin(trader, random.nextInt(100) < 70);
        transfers.computeBudget(tx, 300_000, 1_000L + random.nextInt(900_000));
        tx.enterRouter(WellKnown.OTHER_ROUTER, writer.u8(3).take(), trader, ROUTER_ACCOUNT);
        for (final Leg leg : legs) {
            swap(block, new Leg(leg.pool(), ROUTER_ACCOUNT, leg.order()), trader);
        }
        tx.leave();
    }

    /** A buy that empties its curve: two trades. */
    void complete(final BlockDraft block, final Leg leg) {
        final List<Leg> legs = List.of(leg);
        begin(legs);
        final SwapStyle style = SwapStyle.roll(dice);
        for (final Fill fill : programs.completion().encode(tx, leg.pool(), leg.user(), leg.order(), style)) {
            block.expect(PumpFunEncoder.LABEL, leg.pool().coin(), leg.user(), true, fill);
        }
        end(legs);
        block.add(tx);
    }

    /** Out of one coin into another by one instruction: two trades. */
    void multiHop(final BlockDraft block, final Leg sale, final Leg purchase) {
        final List<Leg> legs = List.of(sale, purchase);
        begin(legs);
        final List<Fill> fills = programs.multiHop()
                .encode(
                        tx,
                        new MultiHopEncoder.Hop(sale.pool(), sale.order()),
                        new MultiHopEncoder.Hop(purchase.pool(), purchase.order()),
                        sale.user(),
                        SwapStyle.roll(dice));
        for (int i = 0; i < fills.size(); i++) {
            final Pool pool = legs.get(i).pool();
            final boolean buy = legs.get(i).order().buy();
            block.expect(MultiHopEncoder.labelOf(pool), pool.coin(), sale.user(), buy, fills.get(i));
        }
        end(legs);
        block.add(tx);
    }

    /** A transaction whose log is full before the first swap. */
    void succeedWithFullLog(final BlockDraft block, final List<Leg> legs) {
        begin(legs);
        tx.enter(WellKnown.OTHER_ROUTER, writer.u8(1).take(), legs.get(0).user());
        for (int i = 0; i < NOISE_LINES; i++) {
            tx.log(NOISE);
        }
        tx.leave();
        execute(block, legs, Path.DIRECT, false);
        end(legs);
        block.add(tx);
    }

    /** A transaction that swaps and then fails, so that nothing of it counts. */
    void fail(final BlockDraft block, final List<Leg> legs, final Path path) {
        for (final Leg leg : legs) {
            leg.pool().save();
        }
        begin(legs);
        execute(null, legs, path, path != Path.DIRECT && random.nextInt(100) < 60);
        if (!tx.failed()) {
            tx.enter(WellKnown.OTHER_ROUTER, writer.u8(2).take(), legs.get(0).user());
            tx.fail(SLIPPAGE_ERROR);
        }
        for (final Leg leg : legs) {
            leg.pool().restore();
        }
        block.add(tx);
    }

    private void begin(final List<Leg> legs) {
        final Address user = legs.get(0).user();
        final boolean relayed = random.nextInt(100) < 4;
        tx.begin(relayed ? programs.relayer() : user, random.nextInt(100) < 70);
        for (final Leg leg : legs) {
            tx.signer(leg.user());
        }
        transfers.computeBudget(tx, 120_000 + 20_000 * random.nextInt(10), 1_000L + random.nextInt(900_000));
        wrappedOwners.clear();
        for (int i = 0; i < legs.size(); i++) {
            openAccounts(legs, i);
        }
    }

    /** Creates what the user of a leg may lack: an account of wrapped SOL, an account of the coin. */
    private void openAccounts(final List<Leg> legs, final int at) {
        final Leg leg = legs.get(at);
        boolean firstOfUser = true;
        boolean onlyBuysOfCoin = leg.order().buy();
        boolean firstOfCoin = true;
        boolean needsWrapped = false;
        long toWrap = 10_000;
        for (int i = 0; i < legs.size(); i++) {
            final Leg other = legs.get(i);
            if (other.user() != leg.user()) {
                continue;
            }
            firstOfUser &= i >= at;
            needsWrapped |= usesWrappedSol(other.pool());
            toWrap +=
                    other.order().buy() ? other.order().money() + other.order().money() / 5 : 0;
            if (other.pool() == leg.pool()) {
                onlyBuysOfCoin &= other.order().buy();
                firstOfCoin &= i >= at;
            }
        }
        if (firstOfUser && needsWrapped && random.nextBoolean()) {
            transfers.openWrapped(tx, leg.user(), toWrap);
            wrappedOwners.add(leg.user());
        }
        if (firstOfCoin && onlyBuysOfCoin && random.nextInt(100) < 30) {
            transfers.open(tx, leg.pool().coin(), leg.user(), leg.user());
        }
    }

    private static boolean usesWrappedSol(final Pool pool) {
        return pool.money().isWrappedSol() && !pool.venue().isCurve();
    }

    private void execute(final BlockDraft block, final List<Leg> legs, final Path path, final boolean failInside) {
        if (path == Path.DIRECT) {
            for (final Leg leg : legs) {
                swap(block, leg);
            }
            return;
        }
        final Leg first = legs.get(0);
        final Leg last = legs.get(legs.size() - 1);
        if (path == Path.NESTED) {
            tx.enterRouter(
                    WellKnown.OTHER_ROUTER,
                    writer.u8(0).u64(first.order().money()).take(),
                    first.user());
        }
        route.enter(
                tx,
                first.user(),
                first.order().buy() ? first.pool().money() : first.pool().coin(),
                last.order().buy() ? last.pool().coin() : last.pool().money(),
                first.order().money());
        for (final Leg leg : legs) {
            route.leg(leg.pool(), leg.order(), swap(block, leg));
        }
        if (failInside) {
            tx.fail(SLIPPAGE_ERROR);
            return;
        }
        route.leave(tx);
        if (path == Path.NESTED) {
            tx.leave();
        }
    }

    private Fill swap(final BlockDraft block, final Leg leg) {
        return swap(block, leg, leg.user());
    }

    private Fill swap(final BlockDraft block, final Leg leg, final Address wallet) {
        final SwapEncoder encoder = programs.encoderOf(leg.pool());
        final Fill fill = encoder.encode(tx, leg.pool(), leg.user(), leg.order(), SwapStyle.roll(dice));
        if (block != null && leg.pool().money().isWrappedSol()) {
            block.expect(encoder.label(), leg.pool().coin(), wallet, leg.order().buy(), fill);
        }
        return fill;
    }

    private void end(final List<Leg> legs) {
        for (final Address owner : wrappedOwners) {
            transfers.close(tx, Mint.WSOL, owner);
        }
        final Leg first = legs.get(0);
        if (legs.size() == 1 && !first.order().buy() && random.nextInt(100) < 25) {
            transfers.close(tx, first.pool().coin(), first.user());
        }
        if (random.nextInt(100) < 30) {
            transfers.lamports(tx, first.user(), TIP_ACCOUNT, 1_000L + random.nextInt(5_000_000));
        }
    }
}
