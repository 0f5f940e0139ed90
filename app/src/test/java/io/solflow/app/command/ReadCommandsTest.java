package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.config.ExitCode;
import io.solflow.app.support.Cli;
import io.solflow.app.support.JsonTree;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.SimulatedDatabase;
import io.solflow.ingest.simulator.MarketConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code top}, {@code token} and {@code query}. */
class ReadCommandsTest {

    private static final String TOP = "SELECT mint FROM token_rolling_metrics ORDER BY net_flow_60s DESC, mint LIMIT 3";

    @TempDir
    static Path folder;

    private static String database;

    @BeforeAll
    static void fill() throws IOException {
        database = SimulatedDatabase.fill(
                        folder.resolve("market.db"), MarketConfig.of(50, 20, 3).lasting(90))
                .toString();
    }

    private static List<String> top() throws SQLException {
        return PipelineRun.rows(Path.of(database), TOP);
    }

    @Test
    void shouldPrintTheTopTokensOnce() throws SQLException {
        final Cli cli = Cli.run("top", "--once", "--window", "60", "--limit", "3", "--db", database);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out().lines().skip(2).map(line -> line.substring(0, line.indexOf(' '))))
                .isEqualTo(top());
        assertThat(cli.out())
                .contains("20 tokens, 3 shown by net flow of 60 s")
                .contains("60s*")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldPrintTheTopTokensAsJson() throws SQLException {
        final Cli cli = Cli.run("top", "--json", "--window", "60", "--limit", "3", "--db", database);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        final Map<String, Object> json = JsonTree.object(cli.out());
        assertThat(json).containsEntry("window", 60L).containsEntry("total", 20L);
        assertThat(JsonTree.objects(json.get("tokens")).stream().map(token -> token.get("mint")))
                .containsExactlyElementsOf(top());
        assertThat(JsonTree.objects(json.get("tokens")).get(0))
                .containsOnlyKeys(
                        "mint",
                        "updatedAt",
                        "netFlowSol",
                        "buys300s",
                        "sells300s",
                        "wallets300s",
                        "botWallets300s",
                        "botTrades300s",
                        "botFlowSol300s",
                        "botShare300s",
                        "dcaFlowSol300s",
                        "dcaWallets300s",
                        "lastTradeAt",
                        "blocked",
                        "signals");
    }

    @Test
    void shouldNameABadWindowAndABadLimit() {
        final Cli window = Cli.run("top", "--window", "61", "--db", database);
        assertThat(window.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(window.err()).contains("--window is '61', allowed: 60, 300, 900, 3600, 7200, 14400 (seconds)");
        final Cli limit = Cli.run("top", "--limit", "0", "--db", database);
        assertThat(limit.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(limit.err()).contains("--limit is '0', allowed: a whole number from 1 to 500");
    }

    @Test
    void shouldNameADatabaseThatIsNotThere() {
        for (final String command : List.of("top", "token", "query")) {
            final Cli cli = command.equals("top")
                    ? Cli.run(command, "--db", folder.resolve("none.db").toString())
                    : Cli.run(
                            command,
                            "SELECT 1",
                            "--db",
                            folder.resolve("none.db").toString());
            assertThat(cli.exitCode()).as(command).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).contains("none.db does not exist");
        }
    }

    @Test
    void shouldShowAToken() throws SQLException {
        final String mint = top().get(0);
        final Cli cli = Cli.run("token", mint, "--window", "60", "--db", database);
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains(mint)
                .contains("within 60 s: ")
                .contains("newest trades:")
                .contains("signature")
                .doesNotContain("0E-9");
        final Map<String, Object> json = JsonTree.object(
                Cli.run("token", mint, "--json", "--db", database).out());
        assertThat(json).containsOnlyKeys("watermark", "token", "window", "barSeconds", "bars", "wallets", "trades");
        assertThat((List<?>) json.get("trades")).isNotEmpty().hasSizeLessThanOrEqualTo(50);
    }

    @Test
    void shouldSayThatATokenIsNotKnown() {
        final Cli cli = Cli.run("token", "nobody", "--db", database);
        assertThat(cli.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("MINT is 'nobody', which was never traded");
    }

    @Test
    void shouldRunAQueryByTextAndByNameInEachFormat() {
        final Cli table = Cli.run("query", "SELECT 'a' AS x, 7 AS n UNION ALL SELECT 'bb', 12", "--db", database);
        assertThat(table.out()).isEqualToNormalizingNewlines("x    n\n--  --\na    7\nbb  12\n");
        final Cli csv = Cli.run("query", "SELECT 1 AS a, NULL AS b", "--format", "csv", "--db", database);
        assertThat(csv.out()).isEqualTo("a,b\n1,\n");
        final Cli named = Cli.run("query", "top_inflow_1m", "--format", "json", "--db", database);
        assertThat(named.exitCode()).as(named.err()).isZero();
        assertThat(JsonTree.object(named.out()))
                .containsEntry("truncated", false)
                .containsEntry("columns", List.of("mint", "net_flow_60s", "net_flow_300s", "unique_wallets_300s"));
    }

    @Test
    void shouldSayWhenRowsAreLeftOut() {
        final Cli cli =
                Cli.run("query", "SELECT id FROM token_trades", "--limit", "2", "--format", "csv", "--db", database);
        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out().lines()).hasSize(3);
        assertThat(cli.err()).contains("there are more than 2 rows");
    }

    @Test
    void shouldShowWhatATerminalWouldTakeForACommand() {
        final Cli cli = Cli.run("query", "SELECT char(27) || '[2J' AS x", "--db", database);
        assertThat(cli.out()).doesNotContain("\u001b").contains("\ufffd[2J");
    }

    @Test
    void shouldListTheExampleQueries() {
        final Cli cli = Cli.run("query", "--list");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("Top flow by window")
                .contains("top_inflow_5m                Tokens that took in the most SOL within five minutes.");
    }

    @Test
    void shouldRefuseAQueryThatWritesAndOneThatIsNotKnown() {
        final Cli writes = Cli.run("query", "DELETE FROM token_trades", "--db", database);
        assertThat(writes.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(writes.err()).contains("the query begins with 'DELETE FROM token_trades', allowed: one statement");
        final Cli unknown = Cli.run("query", "no_such_query", "--db", database);
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("query 'no_such_query' is not known");
        final Cli missing = Cli.run("query", "--db", database);
        assertThat(missing.err()).contains("the query is missing");
    }
}
