package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/** Transactions without a trade: votes, other instructions of the programs, programs only listed, forged events. */
final class OtherTransactions {

    private static final int VOTE_TOWER_SYNC = 14;

    /** What an instruction that is no trade looks like: program, discriminator, number of accounts, argument bytes. */
    private record Kind(Address program, String discriminator, int accounts, int argumentBytes) {

        /** True when it makes a coin, and says so by its event. */
        boolean creates() {
            return program == WellKnown.PUMP_FUN && argumentBytes > 0;
        }
    }

    private static final Kind[] KINDS = {
        new Kind(WellKnown.PUMP_FUN, "181ec828051c0777", 14, 96),
        new Kind(WellKnown.PUMP_FUN, "d6904cec5f8b31b4", 16, 110),
        new Kind(WellKnown.PUMP_FUN, "9beae792ec9ea21e", 24, 0),
        new Kind(WellKnown.PUMP_FUN, "ea66c2cb96483ee5", 5, 0),
        new Kind(WellKnown.PUMP_SWAP, "e992d18ecf6840bc", 18, 18),
        new Kind(WellKnown.PUMP_SWAP, "f223c68952e1f2b6", 15, 24),
        new Kind(WellKnown.PUMP_SWAP, "b712469c946da122", 15, 24),
        new Kind(WellKnown.PUMP_SWAP, "253a237ebe35e4c5", 9, 0),
        new Kind(WellKnown.PUMP_FUN, "7d7ed6864de5bc59", 12, 0),
        new Kind(WellKnown.PUMP_FUN, "623691610246ad2b", 14, 0),
        new Kind(WellKnown.PUMP_FUN, "e1fc4204c723ec10", 8, 0),
        new Kind(WellKnown.PUMP_FUN, "3dafa0f9424288af", 8, 0),
        new Kind(WellKnown.PUMP_FUN, "ef49f5add1b15442", 6, 0),
        new Kind(WellKnown.PUMP_FUN, "020e3d8aaa8e0e5f", 6, 0),
        new Kind(WellKnown.PUMP_FUN, "df07fd1a51a5daa6", 6, 0),
        new Kind(WellKnown.PUMP_FUN, "3e4fa1d3a5aad6d2", 6, 0),
        new Kind(WellKnown.PUMP_SWAP, "3dafa0f9424288af", 8, 0),
        new Kind(WellKnown.PUMP_SWAP, "2d3da597680031bd", 12, 0),
        new Kind(WellKnown.PUMP_SWAP, "cc4156cf6e54ef68", 8, 0),
        new Kind(WellKnown.PUMP_SWAP, "4259caed08769ea9", 8, 0),
        new Kind(WellKnown.PUMP_SWAP, "8ce9215e845ac28f", 14, 0),
        new Kind(WellKnown.PUMP_SWAP, "e3954c2a8227eacd", 5, 32),
        new Kind(WellKnown.PUMP_SWAP, "75a1a04adf897663", 5, 1),
        new Kind(WellKnown.JUPITER_DCA, "8e772b6da2340bb1", 13, 35),
        new Kind(WellKnown.JUPITER_DCA, "537da645f7fc6785", 15, 0),
        new Kind(WellKnown.JUPITER_DCA, "16072162a8b722f3", 12, 0),
    };

    private static final long CREATE_EVENT = Discriminator.ofHex("1b72a94ddeeb6376");
    private static final long TRADE_EVENT = Discriminator.ofHex("bddb7fd34ee661ee");

    private final SplittableRandom random;
    private final TransactionBuilder tx;
    private final Transfers transfers;
    private final Market market;
    private final Traders traders;
    private final ByteWriter writer = new ByteWriter();
    private final Address voter;

    OtherTransactions(
            final SplittableRandom random,
            final TransactionBuilder tx,
            final Transfers transfers,
            final Market market,
            final Traders traders) {
        this.random = random;
        this.tx = tx;
        this.transfers = transfers;
        this.market = market;
        this.traders = traders;
        voter = Address.random(random, Address.Role.WALLET);
    }

    /** A validator's vote. */
    void vote(final BlockDraft block) {
        tx.beginLegacy(voter);
        tx.call(
                WellKnown.VOTE_PROGRAM,
                writer.u32(VOTE_TOWER_SYNC).bytes(randomBytes(120)).take(),
                Address.derived(voter, WellKnown.VOTE_PROGRAM, 0, Address.Role.POOL),
                voter);
        block.addVote(tx);
    }

    /** A transaction that names the programs among its accounts but calls none of them. */
    void listed(final BlockDraft block) {
        final Address user = traders.anyone();
        tx.begin(user, true);
        transfers.computeBudget(tx, 80_000, 5_000);
        tx.call(
                WellKnown.OTHER_ROUTER,
                writer.u8(7).u64(random.nextLong(1L << 40)).take(),
                user,
                WellKnown.PUMP_FUN,
                WellKnown.PUMP_SWAP,
                WellKnown.MOONSHOT,
                WellKnown.BONK_SWAP,
                WellKnown.JUPITER_DCA,
                market.pick().account());
        block.add(tx);
    }

    /** An instruction of a supported program that is no trade; creations emit their event. */
    void ignored(final BlockDraft block) {
        final Kind kind = KINDS[random.nextInt(KINDS.length)];
        final Address user = traders.anyone();
        final Pool pool = market.pick();
        tx.begin(user, random.nextBoolean());
        transfers.computeBudget(tx, 250_000, 20_000);
        final Address[] accounts = new Address[kind.accounts()];
        accounts[0] = pool.account();
        accounts[1] = user;
        accounts[2] = pool.coin().address();
        for (int i = 3; i < accounts.length; i++) {
            accounts[i] = Address.random(random, Address.Role.POOL);
        }
        tx.enter(
                kind.program(),
                writer.discriminator(Discriminator.ofHex(kind.discriminator()))
                        .bytes(randomBytes(kind.argumentBytes()))
                        .take(),
                accounts);
        if (kind.creates()) {
            tx.event(
                    WellKnown.PUMP_FUN,
                    WellKnown.PUMP_FUN_EVENT_AUTHORITY,
                    createEvent(pool, user, block.programTimeSeconds()));
        }
        tx.leave();
        block.add(tx);
    }

    private byte[] createEvent(final Pool pool, final Address user, final long timestampSeconds) {
        return writer.event(CREATE_EVENT)
                .string("Simulated coin")
                .string("SIM")
                .string("https://example.org/coin.json")
                .key(pool.coin().address())
                .key(pool.account())
                .key(user)
                .key(pool.creator())
                .u64(timestampSeconds)
                .u64(pool.coinReserves())
                .u64(pool.moneyReserves())
                .u64(pool.realCoins())
                .u64(1_000_000_000_000_000L)
                .key(pool.coin().tokenProgram())
                .bool(false)
                .bool(pool.cashback())
                .take();
    }

    /** A foreign program that calls itself and logs with the bytes of a Pump.fun trade that never was. */
    void forged(final BlockDraft block) {
        final Address user = traders.anyone();
        final Pool pool = market.pick();
        tx.begin(user, true);
        transfers.computeBudget(tx, 60_000, 1_000);
        tx.enter(WellKnown.OTHER_ROUTER, writer.u8(9).take(), user, WellKnown.PUMP_FUN, WellKnown.PUMP_SWAP);
        tx.event(
                WellKnown.OTHER_ROUTER,
                WellKnown.PUMP_FUN_EVENT_AUTHORITY,
                writer.event(TRADE_EVENT)
                        .key(pool.coin().address())
                        .u64(900_000_000_000L)
                        .u64(1_000_000_000L)
                        .bool(true)
                        .key(user)
                        .u64(block.programTimeSeconds())
                        .u64(pool.moneyReserves())
                        .u64(pool.coinReserves())
                        .take());
        tx.leave();
        block.add(tx);
    }

    private byte[] randomBytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
