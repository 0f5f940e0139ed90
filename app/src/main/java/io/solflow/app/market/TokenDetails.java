package io.solflow.app.market;

/**
 * What a token's trades tell beside its row.
 *
 * @param lastTradeAtSeconds chain time of its newest stored trade, 0 when none is stored.
 * @param buys300s buys within 300 s up to the row's time.
 * @param sells300s sells likewise.
 */
public record TokenDetails(long lastTradeAtSeconds, long buys300s, long sells300s) {}
