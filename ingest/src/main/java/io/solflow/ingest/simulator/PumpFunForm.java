package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;

/** Generations of Pump.fun's trade instructions. */
enum PumpFunForm {
    LEGACY("66063d1201daebea", "38fc74089edfcd5f", "33e685a4017f83ad", "buy_exact_sol_in", ""),
    V2("b817ee6167c5d33d", "c2ab1c46684d5b2f", "5df6823ce7e940b2", "buy_exact_quote_in", "V2"),
    /** Fees stay in the curve. */
    V3("07051dc4f5176550", "e1f7501ed5b38488", "1c92de7726c469d5", "buy_exact_quote_in", "V3");

    private final long buy;
    private final long buyExactIn;
    private final long sell;
    private final String exactInName;
    private final String suffix;

    PumpFunForm(
            final String buy,
            final String buyExactIn,
            final String sell,
            final String exactInName,
            final String suffix) {
        this.buy = Discriminator.ofHex(buy);
        this.buyExactIn = Discriminator.ofHex(buyExactIn);
        this.sell = Discriminator.ofHex(sell);
        this.exactInName = exactInName;
        this.suffix = suffix;
    }

    /** True when fees stay in the curve. */
    boolean keepsFees() {
        return this == V3;
    }

    long discriminator(final boolean isBuy, final boolean exactIn) {
        return isBuy ? exactIn ? buyExactIn : buy : sell;
    }

    /** The name that the event gives, which does not tell the generation. */
    String eventName(final boolean isBuy, final boolean exactIn) {
        return isBuy ? exactIn ? exactInName : "buy" : "sell";
    }

    /** The name that the log gives. */
    String logName(final boolean isBuy, final boolean exactIn) {
        final String exact = this == LEGACY ? "BuyExactSolIn" : "BuyExactQuoteIn";
        return (isBuy ? exactIn ? exact : "Buy" : "Sell") + suffix;
    }
}
