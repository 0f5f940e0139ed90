package io.solflow.app.market;

/**
 * A signal that a token has fired.
 *
 * @param atSeconds chain time.
 * @param kind its name, as BREAKOUT.
 * @param strength 0 to 1.
 * @param netFlow300sSol the token's net flow then; NaN where the table does not hold it.
 */
public record Signal(long id, long atSeconds, String mint, String kind, double strength, double netFlow300sSol) {}
