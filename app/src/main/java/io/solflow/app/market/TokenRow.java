package io.solflow.app.market;

import java.util.List;

/**
 * A token with what is looked up beside its row.
 *
 * @param token its row.
 * @param details of its trades.
 * @param signals kinds of the signals that it fired within the last 300 s, newest first.
 */
public record TokenRow(Token token, TokenDetails details, List<String> signals) {

    /** Bot trades among all trades of 300 s, 0 without any. */
    public double botShare300s() {
        final long trades = details.buys300s() + details.sells300s();
        return trades == 0 ? 0 : (double) token.botTrades300s() / trades;
    }
}
