package io.solflow.app.market;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A stored trade.
 *
 * @param slot empty for a trade added by hand.
 * @param side buy or sell.
 * @param tokens whole tokens, empty when unknown.
 * @param program its label, empty when unknown.
 * @param signature empty when unknown.
 */
public record TradeRow(
        long id,
        long atSeconds,
        OptionalLong slot,
        String wallet,
        String side,
        long lamports,
        OptionalDouble tokens,
        boolean bot,
        boolean dca,
        String program,
        String signature) {

    private static final double LAMPORTS_PER_SOL = 1e9;

    /** SOL for one token, empty when unknown. */
    public OptionalDouble priceSol() {
        return tokens.isPresent() && tokens.getAsDouble() > 0
                ? OptionalDouble.of(lamports / LAMPORTS_PER_SOL / tokens.getAsDouble())
                : OptionalDouble.empty();
    }
}
