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
    private final JupiterRoute route = new JupiterRoute();
    private final ByteWriter writer = new ByteWriter();

    DcaTransactions(
            final SplittableRandom random,
            final TransactionBuilder tx,
            final Transfers transfers,
            final Programs programs) {
        this.random = random;
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
        final Address dca = Address.derived(owner, pool.coin().address(), DCA_ACCOUNT, Address.Role.POOL);
        final Filling filling = new Filling(owner, dca, input, output, in);

        tx.begin(JUPITER_DCA_KEEPER, true);
        transfers.computeBudget(tx, 1_400_000, 1L + random.nextInt(50_000));
        for (final Address account : new Address[] {dca, JUPITER_DCA_KEEPER, owner, JUPITER_DCA_FEE_AUTHORITY}) {
            tx.tokenAccount(input.accountOf(account), input, account);
            tx.tokenAccount(output.accountOf(account), output, account);
        }
        initiate(filling);
        final Fill leg = swap(filling, pool, order);
        final long out = order.buy() ? leg.coins() : leg.userMoney();
        fulfill(filling, out);
        payOwner(filling, out - out / FEE_DIVISOR);
        if (pool.money().isWrappedSol()) {
            block.expect(LABEL, pool.coin(), owner, order.buy(), order.buy() ? in : out, order.buy() ? out : in, true);
        }
        block.add(tx);
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

    private Fill swap(final Filling filling, final Pool pool, final Order order) {
        route.enter(tx, JUPITER_DCA_KEEPER, filling.input(), filling.output(), filling.in());
        final Fill leg = programs.encoderOf(pool).encode(tx, pool, JUPITER_DCA_KEEPER, order);
        route.leg(pool, order, leg);
        transfers.checked(
                tx,
                filling.output(),
                filling.output().accountOf(JUPITER_DCA_KEEPER),
                filling.outAccount(),
                JUPITER_DCA_KEEPER,
                order.buy() ? leg.coins() : leg.userMoney());
        route.leave(tx);
        return leg;
    }

    private void fulfill(final Filling filling, final long out) {
        final long fee = out / FEE_DIVISOR;
        final Address feeAccount = filling.output().accountOf(JUPITER_DCA_FEE_AUTHORITY);
        tx.enter(
                JUPITER_DCA,
                writer.discriminator(FULFILL_FLASH_FILL).u64(out).take(),
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
        emit(writer.event(FILLED)
                .key(filling.owner())
                .key(filling.dca())
                .key(filling.input().address())
                .key(filling.output().address())
                .u64(filling.in())
                .u64(out)
                .key(filling.output().address())
                .u64(fee));
        tx.leave();
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

    private void emit(final ByteWriter event) {
        tx.call(JUPITER_DCA, event.take(), JUPITER_DCA_EVENT_AUTHORITY);
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
