package io.solflow.ingest.simulator;

import static io.solflow.ingest.simulator.WellKnown.JUPITER_DCA;
import static io.solflow.ingest.simulator.WellKnown.JUPITER_DCA_EVENT_AUTHORITY;
import static io.solflow.ingest.simulator.WellKnown.JUPITER_DCA_FEE_AUTHORITY;
import static io.solflow.ingest.simulator.WellKnown.JUPITER_DCA_KEEPER;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/** Fills of Jupiter DCA orders: a keeper takes the input, swaps it through a route, repays, and the owner is paid. */
final class DcaTransactions {

    private static final long INITIATE_FLASH_FILL = Discriminator.ofHex("8fcd03bfa2d7f531");
    private static final long FULFILL_FLASH_FILL = Discriminator.ofHex("7340e24e21d369a2");
    private static final long TRANSFER = Discriminator.ofHex("a334c8e78c0345ba");
    private static final long FILLED = Discriminator.ofHex("8604113fdd2db1ad");
    private static final long COLLECTED_FEE = Discriminator.ofHex("2a88d874b5d16db5");
    private static final long WITHDRAW = Discriminator.ofHex("c0f1c9d946965af7");
    private static final String LABEL = "JupiterDCA";
    private static final long DCA_ACCOUNT = 0x646361L;
    private static final int FEE_DIVISOR = 1_000;

    /** What a buy's fees can take of its input at most: one in so many. */
    private static final int INPUT_MARGIN = 60;

    private final SplittableRandom random;
    private final TransactionBuilder tx;
    private final Transfers transfers;
    private final Programs programs;
    private final Dice dice;
    private final Disguise disguise;
    private final DollarHop dollarHop;
    private final JupiterRoute route = new JupiterRoute();
    private final ByteWriter writer = new ByteWriter();

    DcaTransactions(
            final SplittableRandom random,
            final TransactionBuilder tx,
            final Transfers transfers,
            final Programs programs,
            final Dice dice) {
        this.random = random;
        this.dice = dice;
        disguise = new Disguise(random);
        dollarHop = new DollarHop(transfers);
        this.tx = tx;
        this.transfers = transfers;
        this.programs = programs;
    }

    /** One order being filled. */
    private record Filling(Address owner, Address dca, Mint input, Mint output, long in) {

        Address inAccount() {
            return input.accountOf(dca);
        }

        Address outAccount() {
            return output.accountOf(dca);
        }
    }

    /** Fills the owner's order in a pool at Pump.fun or, the usual way round, at PumpSwap. */
    void fill(final BlockDraft block, final Pool pool, final Address owner, final Order order) {
        final Mint input = order.buy() ? pool.money() : pool.coin();
        final Mint output = order.buy() ? pool.coin() : pool.money();
        final long in = order.buy() ? order.money() + order.money() / INPUT_MARGIN : pool.coinsFor(order);
        final Filling filling = begin(pool, owner, input, output, in);
        route.enter(tx, JUPITER_DCA_KEEPER, input, output, in);
        final Fill leg = leg(pool, order);
        final long out = order.buy() ? leg.coins() : leg.userMoney();
        endRoute(filling, out);
        final SwapStyle style = SwapStyle.roll(dice);
        final int place = finish(filling, out, style);
        if (pool.money().isWrappedSol()) {
            final Fill fill = new Fill(order.buy() ? in : out, order.buy() ? out : in, 0, place, style.unknown());
            block.expectDca(LABEL, pool.coin(), owner, order.buy(), fill);
        }
        block.add(tx);
    }

    /** Fills an order between dollars and a coin against SOL: the trade takes time, place and amounts of the leg. */
    void fillOverSol(final BlockDraft block, final Pool pool, final Address owner, final Order order) {
        final Mint input = order.buy() ? Mint.USDC : pool.coin();
        final Mint output = order.buy() ? pool.coin() : Mint.USDC;
        final long sol = order.money() + order.money() / INPUT_MARGIN;
        final long in = order.buy() ? DollarHop.dollarsFor(sol) : pool.coinsFor(order);
        final Filling filling = begin(pool, owner, input, output, in);
        route.enter(tx, JUPITER_DCA_KEEPER, input, output, in);
        if (order.buy()) {
            dollarHop.encode(tx, JUPITER_DCA_KEEPER, true, sol);
        }
        final Fill leg = leg(pool, order);
        if (!order.buy()) {
            dollarHop.encode(tx, JUPITER_DCA_KEEPER, false, leg.userMoney());
        }
        final long out = order.buy() ? leg.coins() : DollarHop.dollarsFor(leg.userMoney());
        endRoute(filling, out);
        final SwapStyle style = SwapStyle.roll(dice);
        finish(filling, out, style);
        block.expectDcaLeg(
                LABEL,
                pool.coin(),
                owner,
                order.buy(),
                new Fill(leg.money(), leg.coins(), 0, leg.place(), style.unknown()));
        block.add(tx);
    }

    private Filling begin(final Pool pool, final Address owner, final Mint input, final Mint output, final long in) {
        final Address dca = Address.derived(owner, pool.coin().address(), DCA_ACCOUNT, Address.Role.POOL);
        final Filling filling = new Filling(owner, dca, input, output, in);
        tx.begin(JUPITER_DCA_KEEPER, true);
        transfers.computeBudget(tx, 1_400_000, 1L + random.nextInt(50_000));
        for (final Address account : new Address[] {dca, JUPITER_DCA_KEEPER, owner, JUPITER_DCA_FEE_AUTHORITY}) {
            tx.tokenAccount(input.accountOf(account), input, account);
            tx.tokenAccount(output.accountOf(account), output, account);
        }
        initiate(filling);
        return filling;
    }

    private int finish(final Filling filling, final long out, final SwapStyle style) {
        final int place = fulfill(filling, out, style);
        payOwner(filling, out - out / FEE_DIVISOR);
        return place;
    }

    private void initiate(final Filling filling) {
        final Address keeperIn = filling.input().accountOf(JUPITER_DCA_KEEPER);
        tx.enter(
                JUPITER_DCA,
                writer.discriminator(INITIATE_FLASH_FILL).take(),
                JUPITER_DCA_KEEPER,
                filling.dca(),
                filling.input().address(),
                keeperIn,
                filling.inAccount(),
                filling.outAccount(),
                WellKnown.INSTRUCTIONS_SYSVAR,
                WellKnown.SYSTEM_PROGRAM,
                filling.input().tokenProgram(),
                WellKnown.ASSOCIATED_TOKEN_PROGRAM);
        tx.logInstruction("InitiateFlashFill");
        move(filling.input(), filling.inAccount(), keeperIn, filling.dca(), filling.in());
        tx.leave();
    }

    private Fill leg(final Pool pool, final Order order) {
        final Fill leg =
                programs.encoderOf(pool).encode(tx, pool, JUPITER_DCA_KEEPER, order, SwapStyle.rollKnown(dice));
        route.leg(pool, order, leg);
        return leg;
    }

    private void endRoute(final Filling filling, final long out) {
        transfers.checked(
                tx,
                filling.output(),
                filling.output().accountOf(JUPITER_DCA_KEEPER),
                filling.outAccount(),
                JUPITER_DCA_KEEPER,
                out);
        route.leave(tx);
    }

    /** Says the place of the event that tells the fill. */
    private int fulfill(final Filling filling, final long out, final SwapStyle style) {
        final long fee = out / FEE_DIVISOR;
        final Address feeAccount = filling.output().accountOf(JUPITER_DCA_FEE_AUTHORITY);
        tx.enter(
                JUPITER_DCA,
                writer.discriminator(disguise.discriminator(FULFILL_FLASH_FILL, style))
                        .u64(out)
                        .take(),
                JUPITER_DCA_KEEPER,
                filling.dca(),
                filling.input().address(),
                filling.output().address(),
                filling.input().accountOf(JUPITER_DCA_KEEPER),
                filling.inAccount(),
                filling.outAccount(),
                JUPITER_DCA_FEE_AUTHORITY,
                feeAccount,
                WellKnown.INSTRUCTIONS_SYSVAR,
                WellKnown.SYSTEM_PROGRAM,
                filling.output().tokenProgram(),
                WellKnown.ASSOCIATED_TOKEN_PROGRAM,
                JUPITER_DCA_EVENT_AUTHORITY,
                JUPITER_DCA);
        tx.logInstruction("FulfillFlashFill");
        move(filling.output(), filling.outAccount(), feeAccount, filling.dca(), fee);
        emit(writer.event(COLLECTED_FEE)
                .key(filling.owner())
                .key(filling.dca())
                .key(filling.output().address())
                .u64(fee));
        final int place = emit(writer.event(FILLED)
                .key(filling.owner())
                .key(filling.dca())
                .key(filling.input().address())
                .key(filling.output().address())
                .u64(filling.in())
                .u64(out)
                .key(filling.output().address())
                .u64(fee));
        tx.leave();
        return place;
    }

    private void payOwner(final Filling filling, final long amount) {
        final Address ownerAccount = filling.output().accountOf(filling.owner());
        tx.enter(
                JUPITER_DCA,
                writer.discriminator(TRANSFER).take(),
                JUPITER_DCA_KEEPER,
                filling.dca(),
                filling.owner(),
                filling.output().address(),
                filling.outAccount(),
                ownerAccount,
                JUPITER_DCA,
                WellKnown.SYSTEM_PROGRAM,
                filling.output().tokenProgram(),
                WellKnown.ASSOCIATED_TOKEN_PROGRAM,
                JUPITER_DCA_EVENT_AUTHORITY,
                JUPITER_DCA);
        tx.logInstruction("Transfer");
        move(filling.output(), filling.outAccount(), ownerAccount, filling.dca(), amount);
        emit(writer.event(WITHDRAW).key(filling.dca()).u64(0).u64(amount).bool(false));
        tx.leave();
    }

    private int emit(final ByteWriter event) {
        return tx.call(JUPITER_DCA, event.take(), JUPITER_DCA_EVENT_AUTHORITY);
    }

    private void move(
            final Mint mint, final Address from, final Address to, final Address authority, final long amount) {
        if (mint.isToken2022()) {
            transfers.checked(tx, mint, from, to, authority, amount);
        } else {
            transfers.plain(tx, mint, from, to, authority, amount);
        }
    }
}
