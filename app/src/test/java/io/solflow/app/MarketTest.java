package io.solflow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.config.DatabaseReader;
import io.solflow.app.market.Market;
import io.solflow.app.market.TokenBars;
import io.solflow.app.market.TokenFilter;
import io.solflow.app.market.TokenPage;
import io.solflow.app.market.TokenRow;
import io.solflow.app.market.TokenSort;
import io.solflow.app.market.TokenView;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.SimulatedDatabase;
import io.solflow.core.event.Window;
import io.solflow.ingest.simulator.MarketConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the read model against plain SQL over a database that a simulated market filled. */
class MarketTest {

    private static final String NOW = "(SELECT watermark FROM checkpoint)";

    @TempDir
    static Path folder;

    private static Path database;
    private static Market market;

    @BeforeAll
    static void fill() throws IOException {
        database = SimulatedDatabase.fill(
                folder.resolve("market.db"), MarketConfig.of(100, 60, 11).lasting(420));
        market = new Market(() -> DatabaseReader.open(database));
    }

    @AfterAll
    static void close() {
        market.close();
    }

    private static TokenFilter all() {
        return TokenFilter.top(Window.S300, 500);
    }

    private static TokenFilter with(final TokenSort sort, final boolean descending, final int limit, final int offset) {
        return new TokenFilter(
                Window.S60, sort, descending, limit, offset, "", OptionalDouble.empty(), 0, false, false, Set.of());
    }

    private static List<String> mints(final TokenPage page) {
        return page.rows().stream().map(row -> row.token().mint()).toList();
    }

    @ParameterizedTest
    @EnumSource(Window.class)
    void shouldOrderTokensByTheFlowOfAWindow(final Window window) throws SQLException {
        final TokenPage page = market.tokens(TokenFilter.top(window, 500));
        assertThat(mints(page))
                .isEqualTo(PipelineRun.rows(
                        database,
                        "SELECT mint FROM token_rolling_metrics ORDER BY net_flow_" + window.seconds()
                                + "s DESC, mint"));
        assertThat(page.total()).isEqualTo(page.rows().size());
    }

    @Test
    void shouldTellWhatTheTradesTell() throws SQLException {
        final List<String> told = new ArrayList<>();
        for (final TokenRow row : market.tokens(all()).rows()) {
            told.add(row.token().mint() + "|" + row.details().buys300s() + "|"
                    + row.details().sells300s() + "|"
                    + row.token().wallets300s() + "|" + row.token().botTrades300s() + "|"
                    + row.details().lastTradeAtSeconds());
        }
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(PipelineRun.rows(
                        database,
                        "SELECT mint, sum(side = 'buy' AND timestamp >= " + NOW
                                + " - 300), sum(side = 'sell' AND timestamp >= "
                                + NOW + " - 300), count(DISTINCT CASE WHEN timestamp >= " + NOW
                                + " - 300 THEN wallet END), sum(is_bot AND timestamp >= " + NOW
                                + " - 300), max(timestamp) FROM token_trades GROUP BY mint"));
    }

    @ParameterizedTest
    @EnumSource(TokenSort.class)
    void shouldPageThroughAllTokensInOrder(final TokenSort sort) throws SQLException {
        final List<String> paged = new ArrayList<>();
        for (int offset = 0; offset < 70; offset += 7) {
            paged.addAll(mints(market.tokens(with(sort, true, 7, offset))));
        }
        final TokenPage whole = market.tokens(with(sort, true, 500, 0));
        assertThat(paged).isEqualTo(mints(whole)).doesNotHaveDuplicates().hasSize(whole.total());
        final List<Double> keys =
                whole.rows().stream().map(row -> key(row, sort)).toList();
        assertThat(keys).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        final List<Double> ascending = market.tokens(with(sort, false, 500, 0)).rows().stream()
                .map(row -> key(row, sort))
                .toList();
        assertThat(ascending).isSorted().hasSize(keys.size());
    }

    private static double key(final TokenRow row, final TokenSort sort) {
        return switch (sort) {
            case FLOW -> row.token().netFlowSol(Window.S60);
            case MINT -> 0;
            case BUYS -> row.details().buys300s();
            case SELLS -> row.details().sells300s();
            case WALLETS -> row.token().wallets300s();
            case BOTS -> row.botShare300s();
            case DCA -> row.token().dcaFlow300s();
            case AGE -> -row.details().lastTradeAtSeconds();
        };
    }

    @Test
    void shouldFilterByFlowWalletsTextMintsAndBots() throws SQLException {
        final List<TokenRow> whole = market.tokens(all()).rows();
        final TokenRow some = whole.get(whole.size() / 2);
        final String part = some.token().mint().substring(5, 8);
        final double minSol = some.token().netFlowSol(Window.S300);
        final long minWallets = some.token().wallets300s();
        final TokenFilter narrow = new TokenFilter(
                Window.S300,
                TokenSort.FLOW,
                true,
                500,
                0,
                part.toLowerCase(Locale.ROOT),
                OptionalDouble.of(minSol),
                minWallets,
                false,
                false,
                Set.of());
        assertThat(mints(market.tokens(narrow)))
                .contains(some.token().mint())
                .isEqualTo(whole.stream()
                        .filter(row -> row.token().netFlowSol(Window.S300) >= minSol
                                && row.token().wallets300s() >= minWallets
                                && row.token().mint().toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
                        .map(row -> row.token().mint())
                        .toList());
        final TokenFilter without = new TokenFilter(
                Window.S300, TokenSort.BOTS, true, 500, 0, "", OptionalDouble.empty(), 0, true, false, Set.of());
        assertThat(mints(market.tokens(without)))
                .containsExactlyInAnyOrderElementsOf(whole.stream()
                        .filter(row -> row.botShare300s() <= 0.5)
                        .map(row -> row.token().mint())
                        .toList());
        final Set<String> two =
                Set.of(whole.get(3).token().mint(), whole.get(9).token().mint(), "nobody");
        final TokenFilter starred = new TokenFilter(
                Window.S300, TokenSort.FLOW, true, 500, 0, "", OptionalDouble.empty(), 0, false, false, two);
        assertThat(mints(market.tokens(starred)))
                .containsExactly(
                        whole.get(3).token().mint(), whole.get(9).token().mint());
    }

    @Test
    void shouldGiveBarsWalletsAndTradesOfAToken() throws SQLException {
        final String mint = market.tokens(all()).rows().get(0).token().mint();
        final TokenView view = market.token(mint, Window.S300, 60).orElseThrow();
        final TokenBars bars = view.bars();
        assertThat(bars.barSeconds()).isEqualTo(5);
        assertThat(bars.count()).isEqualTo(60);
        assertThat(bars.fromSeconds() + 300 - 1).isEqualTo(view.watermarkSeconds());
        final String within = "mint = '" + mint + "' AND timestamp > " + NOW + " - 300";
        assertThat(List.of(Arrays.stream(bars.buyLamports()).sum()
                        + "|" + Arrays.stream(bars.sellLamports()).sum()
                        + "|" + Arrays.stream(bars.trades()).sum()))
                .isEqualTo(PipelineRun.rows(
                        database,
                        "SELECT sum(CASE side WHEN 'buy' THEN lamports ELSE 0 END),"
                                + " sum(CASE side WHEN 'sell' THEN lamports ELSE 0 END), count(*) FROM token_trades WHERE "
                                + within));
        assertThat(view.wallets().stream().map(row -> row.wallet() + "|" + row.trades()))
                .containsExactlyElementsOf(PipelineRun.rows(
                        database,
                        "SELECT wallet, count(*) FROM token_trades WHERE " + within
                                + " GROUP BY wallet ORDER BY sum(lamports) DESC LIMIT 20"));
        assertThat(view.trades().stream().map(row -> row.id() + "|" + row.side() + "|" + row.lamports()))
                .containsExactlyElementsOf(PipelineRun.rows(
                        database,
                        "SELECT id, side, lamports FROM token_trades WHERE mint = '" + mint
                                + "' ORDER BY timestamp DESC, id DESC LIMIT 50"));
    }

    @ParameterizedTest
    @EnumSource(Window.class)
    void shouldCoverEveryWindowWithBars(final Window window) throws SQLException {
        final String mint = market.tokens(all()).rows().get(0).token().mint();
        for (final int most : new int[] {60, 120, 600}) {
            final TokenBars bars =
                    market.token(mint, window, most).orElseThrow().bars();
            assertThat(bars.count()).isBetween(1, most);
            assertThat((long) bars.count() * bars.barSeconds()).isGreaterThanOrEqualTo(window.seconds());
            assertThat((bars.count() - 1L) * bars.barSeconds()).isLessThan(window.seconds());
        }
    }

    @Test
    void shouldKnowNothingOfAMintThatWasNeverTraded() throws SQLException {
        assertThat(market.token("' OR 1=1 --", Window.S60, 60)).isEmpty();
    }

    @Test
    void shouldLeaveOutForgottenAndBlockedTokens() throws SQLException, IOException {
        final Path changed = Files.copy(database, folder.resolve("changed.db"));
        final List<String> mints = mints(market.tokens(all()));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + changed);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE token_rolling_metrics SET net_flow_60s = 0, net_flow_300s = 0, net_flow_900s = 0,"
                    + " net_flow_3600s = 0, net_flow_7200s = 0, net_flow_14400s = 0, unique_wallets_300s = 0,"
                    + " bot_trades_300s = 0 WHERE mint = '" + mints.get(0) + "'");
            statement.execute("CREATE TABLE IF NOT EXISTS token_blocklist (mint TEXT, reason TEXT, added_at INTEGER)");
            statement.execute("INSERT INTO token_blocklist VALUES ('" + mints.get(1) + "', 'spam', 0)");
        }
        try (Market other = new Market(() -> DatabaseReader.open(changed))) {
            assertThat(mints(other.tokens(all()))).isEqualTo(mints.subList(2, mints.size()));
            final TokenFilter withBlocked = new TokenFilter(
                    Window.S300, TokenSort.FLOW, true, 500, 0, "", OptionalDouble.empty(), 0, false, true, Set.of());
            assertThat(mints(other.tokens(withBlocked))).isEqualTo(mints.subList(1, mints.size()));
            assertThat(other.token(mints.get(1), Window.S60, 60)
                            .orElseThrow()
                            .row()
                            .token()
                            .blocked())
                    .isTrue();
        }
    }
}
