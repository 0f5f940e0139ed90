package io.solflow.ingest.simulator;

import java.util.SplittableRandom;

/** The wallets that trade: a crowd, a few bots that each keep to one coin for a while, and owners of DCA orders. */
final class Traders {

    private static final int BOT_PERCENT = 15;
    private static final int BOT_MOVES_ON_PERCENT = 1;
    private static final int DCA_OWNERS = 200;

    /** A bot with the coin it trades. */
    private static final class Bot {
        private final Address wallet;
        private Pool favourite;

        Bot(final Address wallet, final Pool favourite) {
            this.wallet = wallet;
            this.favourite = favourite;
        }
    }

    /** A trader and the coin it is about to trade. */
    record Intent(Address wallet, Pool pool) {}

    private final SplittableRandom random;
    private final Market market;
    private final Address[] crowd;
    private final Bot[] bots;
    private final Address[] dcaOwners = new Address[DCA_OWNERS];

    Traders(final MarketConfig config, final Market market, final SplittableRandom random) {
        this.random = random;
        this.market = market;
        crowd = new Address[Math.max(500, Math.min(20_000, 20 * config.tokens()))];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = newWallet();
        }
        // so many that each trades about 40 times a minute
        bots = new Bot[Math.max(2, Math.min(2_000, config.tradesPerSecond() / 4))];
        for (int i = 0; i < bots.length; i++) {
            bots[i] = new Bot(newWallet(), market.pick());
        }
        for (int i = 0; i < DCA_OWNERS; i++) {
            dcaOwners[i] = newWallet();
        }
    }

    private Address newWallet() {
        return Address.random(random, Address.Role.WALLET);
    }

    /** Who trades next, and what. */
    Intent next() {
        if (random.nextInt(100) >= BOT_PERCENT) {
            return new Intent(anyone(), market.pick());
        }
        final Bot bot = bots[random.nextInt(bots.length)];
        if (random.nextInt(100) < BOT_MOVES_ON_PERCENT) {
            bot.favourite = market.pick();
        }
        bot.favourite = bot.favourite.current();
        return new Intent(bot.wallet, bot.favourite);
    }

    Address anyone() {
        return crowd[random.nextInt(crowd.length)];
    }

    Address dcaOwner() {
        return dcaOwners[random.nextInt(DCA_OWNERS)];
    }
}
