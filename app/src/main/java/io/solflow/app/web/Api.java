package io.solflow.app.web;

import io.solflow.app.market.BadParameterException;
import io.solflow.app.market.Market;
import io.solflow.app.market.MarketJson;
import io.solflow.app.market.TokenFilter;
import io.solflow.app.market.TokenSort;
import io.solflow.app.market.Windows;
import io.solflow.app.query.CollectedRows;
import io.solflow.app.query.CsvSink;
import io.solflow.app.query.ExampleQueries;
import io.solflow.app.query.QueryException;
import io.solflow.app.query.QueryJson;
import io.solflow.app.query.SqlBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the JSON addresses answer. Any thread. */
final class Api {

    static final String TOKEN_PREFIX = "/api/tokens/";

    private static final Set<String> TOKENS = Set.of(
            "window",
            "sort",
            "order",
            "limit",
            "offset",
            "text",
            "minSol",
            "minWallets",
            "hideBots",
            "showBlocked",
            "mints");
    private static final int MAX_LIMIT = 500;
    private static final int MAX_MINTS = 200;
    private static final int MAX_MINT_LENGTH = 44;
    private static final int MAX_ROWS = 10_000;
    private static final long MAX_BYTES = 16L << 20;

    private final Market market;
    private final SqlBox box;

    Api(final Market market, final SqlBox box) {
        this.market = market;
        this.box = box;
    }

    Reply tokens(final Request request) throws SQLException {
        final Params params = request.params(TOKENS);
        return Reply.json(MarketJson.tokens(market.tokens(filter(params))));
    }

    private static TokenFilter filter(final Params params) {
        final String sort = params.oneOf(
                "sort",
                "flow",
                Arrays.stream(TokenSort.values()).map(TokenSort::word).collect(Collectors.toSet()));
        return new TokenFilter(
                Windows.parse("window", params.text("window", "300", 10)),
                TokenSort.valueOf(sort.toUpperCase(Locale.ROOT)),
                params.oneOf("order", "desc", Set.of("asc", "desc")).equals("desc"),
                params.wholeNumber("limit", 100, 1, MAX_LIMIT),
                params.wholeNumber("offset", 0, 0, Integer.MAX_VALUE),
                params.text("text", "", MAX_MINT_LENGTH),
                params.number("minSol"),
                params.wholeNumber("minWallets", 0, 0, Integer.MAX_VALUE),
                params.flag("hideBots"),
                params.flag("showBlocked"),
                mints(params));
    }

    private static Set<String> mints(final Params params) {
        final String list = params.text("mints", "", MAX_MINTS * (MAX_MINT_LENGTH + 1));
        if (list.isEmpty()) {
            return Set.of();
        }
        final List<String> mints = List.of(list.split(","));
        if (mints.size() > MAX_MINTS) {
            throw BadParameterException.of("mints", list, "at most " + MAX_MINTS);
        }
        return Set.copyOf(mints.stream().distinct().toList());
    }

    Reply token(final Request request) throws SQLException {
        final String mint = request.path().substring(TOKEN_PREFIX.length());
        final Params params = request.params(Set.of("window", "bars"));
        if (mint.isEmpty() || mint.length() > MAX_MINT_LENGTH) {
            return unknown(mint);
        }
        return market.token(
                        mint,
                        Windows.parse("window", params.text("window", "3600", 10)),
                        params.wholeNumber("bars", 120, 60, 600))
                .map(view -> Reply.json(MarketJson.token(view)))
                .orElseGet(() -> unknown(mint));
    }

    private static Reply unknown(final String mint) {
        return Reply.error(
                404,
                "mint is '" + (mint.length() > MAX_MINT_LENGTH ? mint.substring(0, MAX_MINT_LENGTH) + "…" : mint)
                        + "', which was never traded; allowed: a mint of token_trades");
    }

    Reply signals(final Request request) throws SQLException {
        final Params params = request.params(Set.of("limit", "kind", "mint"));
        return Reply.json(MarketJson.signals(market.signals(
                params.text("kind", "", 40),
                params.text("mint", "", MAX_MINT_LENGTH),
                params.wholeNumber("limit", 100, 1, MAX_LIMIT))));
    }

    Reply queries(final Request request) {
        request.params(Set.of());
        return Reply.json(QueryJson.examples(ExampleQueries.shipped().all()));
    }

    Reply query(final Request request) throws IOException, SQLException, Refusal {
        final Params params = request.params(Set.of("format", "limit"));
        if (!request.header("X-SolFlow").equals("1")) {
            throw new Refusal(
                    403, "the header X-SolFlow is missing; allowed: 1, which pages of other sites cannot send");
        }
        final String sql = request.text(SqlBox.MAX_SQL_BYTES);
        final int limit = params.wholeNumber("limit", 1_000, 1, MAX_ROWS);
        final boolean csv =
                params.oneOf("format", "json", Set.of("csv", "json")).equals("csv");
        final CollectedRows rows = new CollectedRows(MAX_BYTES);
        try {
            final SqlBox.Outcome outcome = box.run(sql, limit, rows);
            return csv ? csv(rows) : Reply.json(QueryJson.result(rows, outcome));
        } catch (final QueryException e) {
            throw new Refusal(400, e.getMessage());
        }
    }

    private static Reply csv(final CollectedRows rows) {
        final StringBuilder text = new StringBuilder();
        final CsvSink sink = new CsvSink(text::append);
        sink.columns(rows.columns());
        rows.rows().forEach(sink::row);
        return new Reply(
                200,
                "text/csv; charset=utf-8",
                text.toString().getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Disposition", "attachment; filename=\"solflow.csv\""));
    }
}
