package io.solflow.app.market;

import java.util.List;

/**
 * Everything about one token.
 *
 * @param watermarkSeconds chain time up to which the database is told, 0 before the first.
 * @param windowSeconds what bars and wallets cover.
 * @param wallets the most active ones of the window, by volume.
 * @param trades the newest ones, newest first.
 */
public record TokenView(
        long watermarkSeconds,
        TokenRow row,
        int windowSeconds,
        TokenBars bars,
        List<WalletRow> wallets,
        List<TradeRow> trades) {}
