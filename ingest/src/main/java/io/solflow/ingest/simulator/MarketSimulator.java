package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.feed.Fate;
import io.solflow.ingest.simulator.SwapTransactions.Leg;
import io.solflow.ingest.simulator.SwapTransactions.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * A market that never was, block by block: real wire format of all five programs, and the trades that a right reader
 * must find in it. The same {@link MarketConfig} gives the same blocks, byte for byte, on every JVM.
 *
 * <p>Block times are whole seconds, which slots share; one slot in a hundred is skipped, and its trades come with the next.
 * What the chain shows beside plain swaps, and how often, is a {@link ChainTrait} each. Pools keep their reserves from transaction to transaction; what wallets hold besides is made up. Within
 * a transaction lamports and tokens are conserved. Used by one thread.
 */
public final class MarketSimulator implements BlockFeed {

    private static final int MS_PER_SECOND = 1_000;

    /** Fewer than the positions that a source is believed to know. */
    private static final int MAX_TRANSACTIONS = 60_000;

    private static final long LOSING_BANK = 1;
    private static final long BANK = 2;
    private static final long HEIGHT_BEHIND_SLOT = 21_900_000L;

    private static final int SKIPPED_SLOT_PERCENT = 1;

    // shares of all transactions, in 1/1000
    private static final int FAILED = 120;
    private static final int LISTED = FAILED + 20;
    private static final int IGNORED = LISTED + 30;
    private static final int FORGED = IGNORED + 3;
    private static final int DOLLARS = FORGED + 30;
    private static final int DOLLAR_DCA = DOLLARS + 4;

    // shares of the transactions with trades, in 1/1000; their 1.09 trades on average make 22 be 2 % of trades
    private static final int DCA = 22;
    private static final int FULL_LOG = DCA + 10;
    private static final int SEVERAL = FULL_LOG + 60;
    private static final int ROUTED = SEVERAL + 200;
    private static final int NESTED = ROUTED + 40;

    private final MarketConfig config;
    private final LongSupplier startTime;
    private final SplittableRandom random;
    private final Dice dice;
    private final Market market;
    private final Traders traders;
    private final Programs programs;
    private final Graduates graduates;
    private final RivalBank rivalBank;
    private final SwapTransactions swaps;
    private final DcaTransactions dcas;
    private final FeeTransactions fees;
    private final OtherTransactions others;

    private long startTimeSeconds;
    private long slotsElapsed;
    private long slot;
    private long parentSlot;
    private long parentTimeSeconds;
    private long blocks;
    private double tradesDue;
    private byte[] parentHash = new byte[Address.LENGTH];
    private SimulatedBlock winner;

    /** A market at its first slot. */
    public MarketSimulator(final MarketConfig config) {
        this(config, config::startTimeSeconds);
    }

    /**
     * A market at its first slot, whose chain time begins when it is first asked for a block.
     *
     * @param startTime unix seconds, read once, then; in place of those of the settings.
     */
    public MarketSimulator(final MarketConfig config, final LongSupplier startTime) {
        this.config = config;
        this.startTime = startTime;
        random = new SplittableRandom(config.seed());
        dice = new Dice(config, random.split());
        market = new Market(config.tokens(), random.split());
        traders = new Traders(config, market, random.split());
        final Transfers transfers = new Transfers(dice);
        // the same market from another slot on is played by other transactions
        final SplittableRandom signatures = new SplittableRandom(config.seed() * 31 + config.startSlot());
        final TransactionBuilder tx = new TransactionBuilder(random.split(), signatures, dice);
        programs = new Programs(transfers, random.split());
        graduates = new Graduates(tx, transfers, programs, traders.anyone());
        rivalBank = new RivalBank(random.split());
        swaps = new SwapTransactions(random.split(), tx, transfers, programs, dice);
        dcas = new DcaTransactions(random.split(), tx, transfers, programs, dice);
        fees = new FeeTransactions(random.split(), tx, transfers, market, traders);
        others = new OtherTransactions(random.split(), tx, transfers, market, traders);
        slot = config.startSlot();
        parentSlot = slot - 1;
    }

    @Override
    public Block next() {
        final SimulatedBlock simulated = nextSimulated();
        return simulated == null ? null : simulated.block();
    }

    /** The next block with its ground truth, or null when the configured seconds are over. */
    public SimulatedBlock nextSimulated() {
        if (winner != null) {
            final SimulatedBlock waited = winner;
            winner = null;
            return waited;
        }
        if (blocks > 0) {
            advance();
            if (random.nextInt(100) < SKIPPED_SLOT_PERCENT) {
                advance();
            }
        } else {
            startTimeSeconds = startTime.getAsLong();
            parentTimeSeconds = startTimeSeconds;
            tradesDue = tradesPerSlot();
        }
        if (config.seconds().isPresent()
                && slotsElapsed * config.slotMs() >= config.seconds().getAsLong() * MS_PER_SECOND) {
            return null;
        }
        final long timeSeconds = startTimeSeconds + slotsElapsed * config.slotMs() / MS_PER_SECOND;
        final long programTimeSeconds = dice.shows(ChainTrait.PARENT_CLOCK) ? parentTimeSeconds : timeSeconds;
        final BlockDraft draft = new BlockDraft(slot, timeSeconds, programTimeSeconds, ByteString.copyFrom(parentHash));
        programs.timestampSeconds(programTimeSeconds);
        graduates.addDue(draft, timeSeconds);
        fill(draft);
        return finish(draft, timeSeconds);
    }

    private void advance() {
        slotsElapsed++;
        slot++;
        tradesDue += tradesPerSlot();
    }

    private double tradesPerSlot() {
        return (double) config.tradesPerSecond() * config.slotMs() / MS_PER_SECOND;
    }

    private void fill(final BlockDraft draft) {
        // a block may hold more or less than its due; the difference is carried on, so the mean is exact
        final double wanted = tradesDue * (0.6 + 0.8 * random.nextDouble());
        int count = (int) wanted;
        if (random.nextDouble() < wanted - count) {
            count++;
        }
        while (draft.expected().size() < count && draft.transactions().size() < MAX_TRANSACTIONS) {
            addTransaction(draft);
        }
        tradesDue -= draft.expected().size();
    }

    private void addTransaction(final BlockDraft draft) {
        if (dice.shows(ChainTrait.VOTE)) {
            others.vote(draft);
            return;
        }
        if (dice.shows(ChainTrait.SWEEP)) {
            fees.sweep(draft);
            return;
        }
        final int roll = random.nextInt(1_000);
        if (roll < FAILED) {
            swaps.fail(draft, random.nextInt(100) < 15 ? severalLegs() : List.of(nextLeg()), anyPath());
        } else if (roll < LISTED) {
            others.listed(draft);
        } else if (roll < IGNORED) {
            others.ignored(draft);
        } else if (roll < FORGED) {
            others.forged(draft);
        } else if (roll < DOLLARS) {
            final Pool pool = market.pickDollarPool();
            swaps.succeed(draft, List.of(new Leg(pool, traders.anyone(), market.order(pool))), anyPath());
        } else if (roll < DOLLAR_DCA) {
            dca(draft, market.pickDollarPoolForDca());
        } else {
            addTrades(draft);
        }
    }

    private void addTrades(final BlockDraft draft) {
        if (dice.shows(ChainTrait.MULTI_HOP) && addMultiHop(draft)) {
            return;
        }
        final int roll = random.nextInt(1_000);
        if (roll < DCA) {
            if (dice.shows(ChainTrait.DCA_HOP)) {
                final Pool pool = market.pickForDca();
                dcas.fillOverSol(draft, pool, traders.dcaOwner(), market.order(pool));
            } else {
                dca(draft, market.pickForDca());
            }
        } else if (roll < FULL_LOG) {
            addWithFullLog(draft);
        } else if (roll < SEVERAL) {
            swaps.succeed(draft, severalLegs(), Path.DIRECT);
        } else if (roll < ROUTED) {
            final List<Leg> legs = random.nextInt(100) < 25 ? switchLegs() : List.of(nextLeg());
            swaps.succeed(draft, legs, dice.shows(ChainTrait.ROUTER_ACCOUNT) ? Path.ROUTER_ACCOUNT : Path.ROUTED);
        } else if (roll < NESTED) {
            swaps.succeed(draft, List.of(nextLeg()), Path.NESTED);
        } else {
            addPlain(draft);
        }
    }

    private void addPlain(final BlockDraft draft) {
        final Leg leg = nextLeg();
        final boolean buysAtCurve = leg.order().buy() && leg.pool().venue() == Pool.Venue.PUMP_FUN;
        if (buysAtCurve && dice.shows(ChainTrait.COMPLETION)) {
            swaps.complete(draft, leg);
            final Pool graduate = market.graduate(leg.pool());
            if (dice.shows(ChainTrait.BOOST)) {
                graduates.boost(graduate, draft.programTimeSeconds());
            }
        } else {
            swaps.succeed(draft, List.of(leg), Path.DIRECT);
        }
    }

    /** False when the market has no two pools for it. */
    private boolean addMultiHop(final BlockDraft draft) {
        final Pool from = market.pick(random.nextInt(4) == 0 ? Pool.Venue.PUMP_FUN : Pool.Venue.PUMP_SWAP);
        final Pool to = market.pick(random.nextBoolean() ? Pool.Venue.PUMP_FUN : Pool.Venue.PUMP_SWAP);
        if (from == null || to == null || from == to) {
            return false;
        }
        final List<Leg> legs = switchLegs(from, to, traders.anyone());
        swaps.multiHop(draft, legs.get(0), legs.get(1));
        return true;
    }

    private void dca(final BlockDraft draft, final Pool pool) {
        dcas.fill(draft, pool, traders.dcaOwner(), market.order(pool));
    }

    /** Moonshot's event is in the log only, so a full log would hide its trade from anybody. */
    private void addWithFullLog(final BlockDraft draft) {
        final Leg leg = nextLeg();
        if (leg.pool().venue() == Pool.Venue.MOONSHOT) {
            swaps.succeed(draft, List.of(leg), Path.DIRECT);
        } else {
            swaps.succeedWithFullLog(draft, List.of(leg));
        }
    }

    private Path anyPath() {
        final int roll = random.nextInt(100);
        return roll < 60 ? Path.DIRECT : roll < 90 ? Path.ROUTED : Path.NESTED;
    }

    private Leg nextLeg() {
        final Traders.Intent intent = traders.next();
        return new Leg(intent.pool(), intent.wallet(), market.order(intent.pool()));
    }

    /** Two to four swaps: of one coin by one wallet or two, or of different coins by one wallet. */
    private List<Leg> severalLegs() {
        final Traders.Intent intent = traders.next();
        final boolean sameCoin = random.nextBoolean();
        final Address second = sameCoin && random.nextInt(100) < 40 ? traders.anyone() : intent.wallet();
        final List<Leg> legs = new ArrayList<>();
        final int count = 2 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            final Pool pool = sameCoin || i == 0 ? intent.pool() : market.pick();
            legs.add(new Leg(pool, i % 2 == 0 ? intent.wallet() : second, market.order(pool)));
        }
        // four swaps may fill the log; whose event is in the log only goes first
        legs.sort(Comparator.comparing(leg -> leg.pool().venue() != Pool.Venue.MOONSHOT));
        return legs;
    }

    /** Out of one coin into another through SOL. */
    private List<Leg> switchLegs() {
        final Traders.Intent intent = traders.next();
        final Pool to = market.pick();
        return to == intent.pool()
                ? List.of(new Leg(to, intent.wallet(), market.order(to)))
                : switchLegs(intent.pool(), to, intent.wallet());
    }

    private List<Leg> switchLegs(final Pool from, final Pool to, final Address wallet) {
        final long money = Math.min(market.order(from).money(), market.order(to).money());
        return List.of(
                new Leg(from, wallet, new Order(false, money)),
                new Leg(to, wallet, new Order(true, money - money / 50)));
    }

    private SimulatedBlock finish(final BlockDraft draft, final long timeSeconds) {
        final byte[] hash = new byte[Address.LENGTH];
        random.nextBytes(hash);
        final boolean rivalled = dice.shows(ChainTrait.RIVAL_BANK);
        final Block block = new Block(
                slot,
                parentSlot,
                Base58.encode(hash, 0, hash.length),
                Base58.encode(parentHash, 0, parentHash.length),
                height(),
                OptionalLong.of(timeSeconds),
                draft.transactions(),
                Fate.SETTLES,
                rivalled || dice.shows(ChainTrait.BANK) ? BANK : 0);
        parentHash = hash;
        parentSlot = slot;
        parentTimeSeconds = timeSeconds;
        blocks++;
        final SimulatedBlock simulated = new SimulatedBlock(block, draft.expected());
        if (rivalled) {
            winner = simulated;
            return new SimulatedBlock(rivalBank.of(block, LOSING_BANK), List.of());
        }
        return simulated;
    }

    private long height() {
        return Math.max(1, config.startSlot() - HEIGHT_BEHIND_SLOT) + blocks;
    }

    @Override
    public void close() {
        // holds nothing but memory
    }
}
