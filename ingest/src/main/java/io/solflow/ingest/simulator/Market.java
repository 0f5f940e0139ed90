package io.solflow.ingest.simulator;

import java.util.SplittableRandom;

/** The coins and their pools, how popular they are, and what traders want of them. */
final class Market {

    private static final double ZIPF_EXPONENT = 1.1;
    private static final int DOLLAR_POOLS = 6;
    private static final long SOL = 1_000_000_000L;

    /** Largest order, as a share of the pool: one in so many. */
    private static final int MAX_ORDER_SHARE = 50;

    private static final long MIN_ORDER = 20_000;
    private static final double MAX_PRICE_RATIO = 3.5;

    /** Which program a coin trades at, by its rank; the first five ranks cover all. */
    private static final Pool.Venue[] VENUE_BY_RANK = {
        Pool.Venue.PUMP_FUN,
        Pool.Venue.PUMP_SWAP,
        Pool.Venue.PUMP_FUN,
        Pool.Venue.MOONSHOT,
        Pool.Venue.BONK_SWAP_COIN_SECOND,
        Pool.Venue.PUMP_SWAP_REVERSED,
        Pool.Venue.PUMP_SWAP,
        Pool.Venue.PUMP_FUN,
        Pool.Venue.PUMP_SWAP,
        Pool.Venue.PUMP_FUN,
        Pool.Venue.BONK_SWAP_COIN_FIRST,
        Pool.Venue.PUMP_FUN,
    };

    private final SplittableRandom random;
    private final Pool[] pools;
    private final Pool[] dollarPools;
    private final double[] cumulative;

    Market(final int tokens, final SplittableRandom random) {
        this.random = random;
        pools = new Pool[tokens];
        cumulative = new double[tokens];
        double total = 0;
        for (int rank = 0; rank < tokens; rank++) {
            pools[rank] = newPool(VENUE_BY_RANK[rank % VENUE_BY_RANK.length]);
            // StrictMath: the same blocks on every JVM
            total += 1 / StrictMath.pow(rank + 1, ZIPF_EXPONENT);
            cumulative[rank] = total;
        }
        dollarPools = new Pool[DOLLAR_POOLS];
        for (int i = 0; i < DOLLAR_POOLS; i++) {
            dollarPools[i] = newPool(i % 2 == 0 ? Pool.Venue.PUMP_FUN_USDC : Pool.Venue.PUMP_SWAP_USDC);
        }
    }

    private Pool newPool(final Pool.Venue venue) {
        return newPool(venue, newCoin(venue));
    }

    private Pool newPool(final Pool.Venue venue, final Mint coin) {
        final boolean dollars = venue == Pool.Venue.PUMP_FUN_USDC || venue == Pool.Venue.PUMP_SWAP_USDC;
        final long lamports =
                venue.isCurve() ? 30 * SOL + random.nextLong(70 * SOL) : 50 * SOL + random.nextLong(2_000 * SOL);
        return new Pool(
                venue,
                coin,
                dollars ? Mint.USDC : Mint.WSOL,
                dollars ? lamports / DollarHop.LAMPORTS_PER_MICRO_DOLLAR : lamports,
                random);
    }

    private Mint newCoin(final Pool.Venue venue) {
        final int[] decimals =
                switch (venue) {
                    case PUMP_FUN, PUMP_FUN_USDC -> new int[] {6};
                    case PUMP_SWAP, PUMP_SWAP_REVERSED, PUMP_SWAP_USDC -> new int[] {6, 6, 9, 8};
                    case MOONSHOT -> new int[] {9};
                    case BONK_SWAP_COIN_FIRST, BONK_SWAP_COIN_SECOND -> new int[] {5, 6, 9};
                };
        final boolean classic = venue == Pool.Venue.MOONSHOT
                || venue == Pool.Venue.BONK_SWAP_COIN_FIRST
                || venue == Pool.Venue.BONK_SWAP_COIN_SECOND;
        final boolean token2022 = !classic && random.nextInt(100) < 45;
        return new Mint(
                Address.random(random, Address.Role.MINT),
                decimals[random.nextInt(decimals.length)],
                token2022 ? WellKnown.TOKEN_2022_PROGRAM : WellKnown.TOKEN_PROGRAM);
    }

    /** A coin against SOL, popular ones more often. */
    Pool pick() {
        final double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (cumulative[middle] < at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return pools[low];
    }

    /** A coin against SOL in a pool of this kind; null when a few tries find none. */
    Pool pick(final Pool.Venue venue) {
        for (int attempt = 0; attempt < 16; attempt++) {
            final Pool pool = pick();
            if (pool.venue() == venue) {
                return pool;
            }
        }
        return null;
    }

    /**
     * Moves a coin from its curve to PumpSwap. For a new curve to take the place of what moved, another coin at PumpSwap is
     * forgotten, if there is one.
     *
     * @return the pool where it trades from now on.
     */
    Pool graduate(final Pool curve) {
        final Pool pool = newPool(Pool.Venue.PUMP_SWAP, curve.coin());
        curve.succeededBy(pool);
        final int first = random.nextInt(pools.length);
        boolean forgotten = false;
        for (int i = 0; i < pools.length; i++) {
            final int rank = (first + i) % pools.length;
            if (pools[rank] == curve) {
                pools[rank] = pool;
            } else if (!forgotten && pools[rank].venue() == Pool.Venue.PUMP_SWAP) {
                pools[rank] = newPool(Pool.Venue.PUMP_FUN);
                forgotten = true;
            }
        }
        return pool;
    }

    /** A coin against SOL at Pump.fun or, the usual way round, at PumpSwap. */
    Pool pickForDca() {
        for (int attempt = 0; attempt < 16; attempt++) {
            final Pool pool = pick();
            if (pool.venue() == Pool.Venue.PUMP_FUN || pool.venue() == Pool.Venue.PUMP_SWAP) {
                return pool;
            }
        }
        return pools[0];
    }

    /** A coin quoted in dollars. */
    Pool pickDollarPool() {
        return dollarPools[random.nextInt(DOLLAR_POOLS)];
    }

    /** A coin quoted in dollars at PumpSwap. */
    Pool pickDollarPoolForDca() {
        return dollarPools[1 + 2 * random.nextInt(DOLLAR_POOLS / 2)];
    }

    /** What the next trader wants of a pool: small orders far more often than large ones, sides after the price. */
    Order order(final Pool pool) {
        pool.drift(1 + 0.01 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5));
        final long span = 1L << (22 + random.nextInt(11));
        final long lamports = span + random.nextLong(span);
        final long wanted = pool.money().isWrappedSol() ? lamports : lamports / DollarHop.LAMPORTS_PER_MICRO_DOLLAR;
        return new Order(
                wantsToBuy(pool), Math.max(MIN_ORDER, Math.min(wanted, pool.moneyReserves() / MAX_ORDER_SHARE)));
    }

    private boolean wantsToBuy(final Pool pool) {
        final double ratio = pool.price() / pool.firstPrice();
        if (ratio > MAX_PRICE_RATIO || ratio < 1 / MAX_PRICE_RATIO) {
            return ratio < 1;
        }
        final double discount = (pool.fairPrice() - pool.price()) / (pool.fairPrice() + pool.price());
        return random.nextDouble() < 0.5 + Math.max(-0.4, Math.min(0.4, 1.2 * discount));
    }
}
