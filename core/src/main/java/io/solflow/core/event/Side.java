package io.solflow.core.event;

/** Which way SOL moved, seen from the trader. */
public enum Side {
    /** SOL in, token out. */
    BUY("buy", 1),
    /** Token in, SOL out. */
    SELL("sell", -1);

    private final String label;
    private final int sign;

    Side(final String label, final int sign) {
        this.label = label;
        this.sign = sign;
    }

    /** The text readers see in {@code token_trades.side}. */
    public String label() {
        return label;
    }

    /** 1 for a buy, -1 for a sell: net flow is the sum of {@code sign * lamports}. */
    public int sign() {
        return sign;
    }
}
