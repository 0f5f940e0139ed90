package io.solflow.ingest.simulator;

import java.util.SplittableRandom;

/** A coin's market at one program: constant product between the coin and SOL, or a dollar coin. */
final class Pool {

    /** Which program holds the pool, and in which form. */
    enum Venue {
        PUMP_FUN,
        PUMP_FUN_USDC,
        PUMP_SWAP,
        PUMP_SWAP_REVERSED,
        PUMP_SWAP_USDC,
        MOONSHOT,
        BONK_SWAP_COIN_FIRST,
        BONK_SWAP_COIN_SECOND;

        boolean isCurve() {
            return this == PUMP_FUN || this == PUMP_FUN_USDC || this == MOONSHOT;
        }
    }

    private static final long CREATOR_VAULT = 0x63726561L;
    private static final long COIN_SUPPLY = 1_000_000_000L;

    /** Share of a curve's reserves that is virtual: one in so many. */
    private static final int VIRTUAL_SHARE = 4;

    private final Venue venue;
    private final Mint coin;
    private final Mint money;
    private final Address account;
    private final Address coinVault;
    private final Address moneyVault;
    private final Address creator;
    private final Address creatorVault;
    private final boolean cashback;
    private final long virtualMoney;
    private final long virtualCoins;
    private final double firstPrice;

    private long moneyReserves;
    private long coinReserves;
    private double fairPrice;
    private long keptMoney;
    private long keptCoins;
    private long savedMoney;
    private long savedCoins;
    private long savedKeptMoney;
    private long savedKeptCoins;
    private Pool successor;

    /** A new pool of the coin with so much money in it. */
    Pool(
            final Venue venue,
            final Mint coin,
            final Mint money,
            final long moneyReserves,
            final SplittableRandom random) {
        this.venue = venue;
        this.coin = coin;
        this.money = money;
        account = Address.random(random, Address.Role.POOL);
        coinVault = Address.random(random, Address.Role.VAULT);
        moneyVault = Address.random(random, Address.Role.VAULT);
        creator = Address.random(random, Address.Role.STATE);
        creatorVault = Address.derived(creator, WellKnown.PUMP_FUN, CREATOR_VAULT, Address.Role.POOL);
        cashback = random.nextInt(10) == 0;
        this.moneyReserves = moneyReserves;
        coinReserves = COIN_SUPPLY / (venue.isCurve() ? 1 : 2) * pow10(coin.decimals());
        virtualMoney = venue.isCurve() ? moneyReserves / VIRTUAL_SHARE : 0;
        virtualCoins = venue.isCurve() ? coinReserves / VIRTUAL_SHARE : 0;
        firstPrice = price();
        fairPrice = firstPrice;
    }

    private static long pow10(final int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    Venue venue() {
        return venue;
    }

    Mint coin() {
        return coin;
    }

    Mint money() {
        return money;
    }

    Address account() {
        return account;
    }

    Address coinVault() {
        return coinVault;
    }

    Address moneyVault() {
        return moneyVault;
    }

    Address creator() {
        return creator;
    }

    Address creatorVault() {
        return creatorVault;
    }

    /** True when the creator's fee goes back to the trader. */
    boolean cashback() {
        return cashback;
    }

    /** Reserves that set the price. */
    long moneyReserves() {
        return moneyReserves;
    }

    /** Reserves that set the price. */
    long coinReserves() {
        return coinReserves;
    }

    /** Reserves without what is virtual. */
    long realMoney() {
        return moneyReserves - virtualMoney;
    }

    /** Reserves without what is virtual. */
    long realCoins() {
        return coinReserves - virtualCoins;
    }

    /** What the money vault, or the curve, holds: fees that wait to be collected included. */
    long heldMoney() {
        return realMoney() + keptMoney;
    }

    /** What the coin vault holds: fees that wait to be collected included. */
    long heldCoins() {
        return realCoins() + keptCoins;
    }

    /** Fees that wait in the money vault. */
    long keptMoney() {
        return keptMoney;
    }

    /** Keeps fees in the vaults. */
    void keep(final long money, final long coins) {
        keptMoney += money;
        keptCoins += coins;
    }

    /** Lets the fees go that wait in the money vault. */
    void sweepMoney() {
        keptMoney = 0;
    }

    double price() {
        return (double) moneyReserves / coinReserves;
    }

    double firstPrice() {
        return firstPrice;
    }

    double fairPrice() {
        return fairPrice;
    }

    /** Lets the price that traders think right drift by a factor, within 0.4 to 2.5 times the first price. */
    void drift(final double factor) {
        fairPrice = Math.max(0.4 * firstPrice, Math.min(2.5 * firstPrice, fairPrice * factor));
    }

    /** Coins that go out for so much money, or come in for it. */
    long coinsFor(final Order order) {
        final double share = order.buy()
                ? (double) order.money() / (moneyReserves + order.money())
                : (double) order.money() / (moneyReserves - order.money());
        return Math.max(1, (long) (coinReserves * share));
    }

    /** Moves the reserves. */
    void apply(final long moneyIn, final long coinsIn) {
        moneyReserves += moneyIn;
        coinReserves += coinsIn;
    }

    /** Remembers the reserves for {@link #restore()}. */
    void save() {
        savedMoney = moneyReserves;
        savedCoins = coinReserves;
        savedKeptMoney = keptMoney;
        savedKeptCoins = keptCoins;
    }

    /** Takes the reserves back to what they were at {@link #save()}. */
    void restore() {
        moneyReserves = savedMoney;
        coinReserves = savedCoins;
        keptMoney = savedKeptMoney;
        keptCoins = savedKeptCoins;
    }

    /** The coin moved to another pool. */
    void succeededBy(final Pool pool) {
        successor = pool;
    }

    /** Where the coin trades now. */
    Pool current() {
        return successor == null ? this : successor.current();
    }
}
