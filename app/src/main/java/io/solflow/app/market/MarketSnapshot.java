package io.solflow.app.market;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All living tokens as of one commit, and the details that somebody has asked for since. Any thread. */
final class MarketSnapshot {

    private final long watermarkSeconds;
    private final List<Token> tokens;
    private final Map<String, List<String>> signals;
    private final Map<String, TokenDetails> details = new ConcurrentHashMap<>();

    MarketSnapshot(final long watermarkSeconds, final List<Token> tokens, final Map<String, List<String>> signals) {
        this.watermarkSeconds = watermarkSeconds;
        this.tokens = tokens;
        this.signals = signals;
    }

    long watermarkSeconds() {
        return watermarkSeconds;
    }

    /** The tokens that a filter wants; details come from a reader unless they are known. */
    TokenPage page(final TokenFilter filter, final DetailReader reader) throws SQLException {
        final List<TokenRow> wanted = new ArrayList<>();
        for (final Token token : tokens) {
            if (filter.wants(token) && !(filter.hideBots() && isBotDriven(token, reader))) {
                wanted.add(new TokenRow(
                        token,
                        filter.sort().needsDetails() ? details(token, reader) : details.get(token.mint()),
                        signals.getOrDefault(token.mint(), List.of())));
            }
        }
        wanted.sort(order(filter));
        final int from = Math.min(filter.offset(), wanted.size());
        final int to = (int) Math.min((long) from + filter.limit(), wanted.size());
        final List<TokenRow> rows = new ArrayList<>(to - from);
        for (final TokenRow row : wanted.subList(from, to)) {
            rows.add(
                    row.details() != null
                            ? row
                            : new TokenRow(row.token(), details(row.token(), reader), row.signals()));
        }
        return new TokenPage(watermarkSeconds, filter.window(), wanted.size(), rows);
    }

    /** The mint decides between equals, so that pages neither repeat nor skip a token. */
    private static Comparator<TokenRow> order(final TokenFilter filter) {
        final Comparator<TokenRow> ascending = filter.sort().ascending(filter.window());
        return (filter.descending() ? ascending.reversed() : ascending)
                .thenComparing(row -> row.token().mint());
    }

    private boolean isBotDriven(final Token token, final DetailReader reader) throws SQLException {
        return token.botTrades300s() > 0
                && new TokenRow(token, details(token, reader), List.of()).botShare300s() > TokenFilter.BOT_DRIVEN_SHARE;
    }

    private TokenDetails details(final Token token, final DetailReader reader) throws SQLException {
        final TokenDetails known = details.get(token.mint());
        if (known != null) {
            return known;
        }
        final TokenDetails read = reader.read(token);
        details.put(token.mint(), read);
        return read;
    }
}
