package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.persist.SqliteStore;
import io.solflow.persist.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {

    @TempDir
    Path folder;

    private SqliteStore store;
    private Connection analyst;

    @BeforeEach
    void open() throws SQLException {
        store = SqliteStore.open(PersistConfig.of(folder.resolve("solflow.db")), TestDatabase.LABELS);
        analyst = SqliteConnections.open(store.database(), 0);
    }

    @AfterEach
    void close() throws SQLException {
        analyst.close();
        store.close();
    }

    @Test
    void shouldHaveTheMetricsColumnsInTheirOrder() throws SQLException {
        assertThat(rows("SELECT name, type, pk FROM pragma_table_info('token_rolling_metrics') ORDER BY cid"))
                .containsExactly(
                        "mint|TEXT|1",
                        "updated_at|INTEGER|0",
                        "net_flow_60s|REAL|0",
                        "net_flow_300s|REAL|0",
                        "net_flow_900s|REAL|0",
                        "net_flow_3600s|REAL|0",
                        "net_flow_7200s|REAL|0",
                        "net_flow_14400s|REAL|0",
                        "unique_wallets_300s|INTEGER|0",
                        "bot_wallets_300s|INTEGER|0",
                        "bot_trades_300s|INTEGER|0",
                        "bot_flow_300s|REAL|0",
                        "dca_flow_300s|REAL|0",
                        "dca_unique_wallets_300s|INTEGER|0",
                        "dca_ratio_300s|REAL|0",
                        "trades_300s|INTEGER|0",
                        "buys_300s|INTEGER|0");
    }

    @Test
    void shouldHaveTheTradesColumnsInTheirOrder() throws SQLException {
        assertThat(rows("SELECT name FROM pragma_table_xinfo('token_trades') ORDER BY cid"))
                .containsExactly(
                        "id",
                        "mint",
                        "timestamp",
                        "wallet",
                        "side",
                        "sol_amount",
                        "is_bot",
                        "is_dca",
                        "token_amount",
                        "program",
                        "signature",
                        "slot",
                        "lamports",
                        "is_boost");
    }

    @Test
    void shouldHaveExactlyTheNamedIndexes() throws SQLException {
        assertThat(rows("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"))
                .containsExactly(
                        "idx_rolling_metrics_net_flow_300s",
                        "idx_rolling_metrics_updated_at",
                        "idx_token_signals_mint_timestamp",
                        "idx_token_signals_open",
                        "idx_token_signals_timestamp",
                        "idx_trades_is_dca",
                        "idx_trades_mint_timestamp",
                        "idx_trades_timestamp");
        assertThat(rows("SELECT name, \"desc\" FROM pragma_index_xinfo('idx_rolling_metrics_net_flow_300s')"
                        + " WHERE key = 1"))
                .containsExactly("net_flow_300s|1");
        assertThat(
                        rows(
                                "SELECT name, \"desc\" FROM pragma_index_xinfo('idx_rolling_metrics_updated_at') WHERE key = 1"))
                .containsExactly("updated_at|1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "mint = 'x'; t USING INDEX idx_trades_mint_timestamp (mint_id=?)",
                "timestamp >= 5; t USING INDEX idx_trades_timestamp (timestamp>?)",
                "is_dca = 1; t USING INDEX idx_trades_is_dca (is_dca=?)",
                "is_dca = 1 AND timestamp >= 5; t USING INDEX idx_trades_is_dca (is_dca=? AND timestamp>?)",
                "mint = 'x' AND timestamp >= 5; t USING INDEX idx_trades_mint_timestamp (mint_id=? AND timestamp>?)",
                "id = 5; t USING INTEGER PRIMARY KEY",
            })
    void shouldLookUpByIndex(final String condition, final String plan) throws SQLException {
        final List<String> steps = rows("EXPLAIN QUERY PLAN SELECT * FROM token_trades WHERE " + condition);
        assertThat(steps).anyMatch(step -> step.contains("SEARCH " + plan));
        assertThat(steps).noneMatch(step -> step.contains("SCAN") || step.contains("TEMP B-TREE"));
    }

    @Test
    void shouldListTheNewestTradesOfAMintWithoutSorting() throws SQLException {
        assertThat(rows("EXPLAIN QUERY PLAN SELECT * FROM token_trades WHERE mint = 'x' ORDER BY timestamp DESC"))
                .noneMatch(step -> step.contains("TEMP B-TREE"));
    }

    @Test
    void shouldGroupTheLastMinuteOverTheTimeIndex() throws SQLException {
        assertThat(rows("EXPLAIN QUERY PLAN SELECT mint, sum(lamports) FROM token_trades WHERE timestamp >= 5"
                        + " GROUP BY mint"))
                .anyMatch(step -> step.contains("SEARCH t USING INDEX idx_trades_timestamp"));
    }

    @Test
    void shouldInsertThroughTheViewAsIntoATable() throws SQLException {
        execute("INSERT INTO token_trades (mint, timestamp, wallet, side, sol_amount, is_dca)"
                + " VALUES ('M', 100, 'W', 'buy', 1.000000001, 1), ('M', 101, 'W', 'sell', 0.5, 0)");
        assertThat(rows("SELECT * FROM token_trades ORDER BY id DESC"))
                .containsExactly(
                        "-1|M|100|W|buy|1.000000001|0|1|null|null|null|null|1000000001|0",
                        "-2|M|101|W|sell|0.5|0|0|null|null|null|null|500000000|0");
    }

    @Test
    void shouldCopyRowsOfTheViewUnchanged() throws SQLException {
        final long id = (77L << 29) | (3 << 12) | 2;
        execute("INSERT INTO token_trades VALUES (" + id
                + ", 'M', 100, 'W', 'sell', 2.5, 1, 0, 12.25, 'PumpFun', 'S', 77, 2500000000, 1)");
        final List<String> before = rows("SELECT * FROM token_trades");
        assertThat(before).containsExactly(id + "|M|100|W|sell|2.5|1|0|12.25|PumpFun|S|77|2500000000|1");
        execute("CREATE TEMP TABLE copy AS SELECT * FROM token_trades");
        execute("DELETE FROM token_trades");
        execute("INSERT INTO token_trades SELECT * FROM copy");
        assertThat(rows("SELECT * FROM token_trades")).isEqualTo(before);
    }

    @Test
    void shouldTakeLamportsOverSol() throws SQLException {
        execute("INSERT INTO token_trades (mint, timestamp, wallet, side, sol_amount, lamports)"
                + " VALUES ('M', 100, 'W', 'buy', 9.5, 7)");
        assertThat(rows("SELECT lamports, sol_amount FROM token_trades")).containsExactly("7|7.0e-09");
    }

    @Test
    void shouldGiveHandMadeRowsIdsBelowAllOthers() throws SQLException {
        execute("INSERT INTO token_trades (id, mint, timestamp, wallet, side, lamports)"
                + " VALUES (5, 'M', 1, 'W', 'buy', 1), (-40, 'M', 1, 'W', 'buy', 1), (NULL, 'M', 1, 'W', 'buy', 1)");
        assertThat(rows("SELECT id FROM token_trades ORDER BY id")).containsExactly("-41", "-40", "5");
    }

    @Test
    void shouldKeepDictionaryIdsUnderInsertOrReplace() throws SQLException {
        execute(
                "INSERT INTO token_trades (id, mint, timestamp, wallet, side, lamports) VALUES (1, 'M', 1, 'W', 'buy', 1)");
        execute("INSERT OR REPLACE INTO token_trades (id, mint, timestamp, wallet, side, lamports)"
                + " VALUES (1, 'M', 1, 'W', 'buy', 2), (2, 'M', 1, 'W', 'buy', 3)");
        assertThat(rows("SELECT id, mint, wallet, lamports FROM token_trades ORDER BY id"))
                .containsExactly("1|M|W|2", "2|M|W|3");
        assertThat(rows("SELECT count(*) FROM mints")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "side; 'hold'; hold; allowed are buy and sell",
                "side; NULL; side is NULL; allowed are buy and sell",
                "program; 'Nonsense'; Nonsense; allowed are the labels in programs",
                "slot; 12; slot is 12; allowed is the slot of the id",
                "lamports; NULL; lamports are both NULL; allowed is one of them",
            })
    void shouldNameTheValueThatTheViewRefuses(
            final String column, final String value, final String given, final String allowed) {
        assertThatThrownBy(() -> execute(insertWith(column, value)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("token_trades.")
                .hasMessageContaining(given)
                .hasMessageContaining(allowed);
    }

    private static String insertWith(final String column, final String value) {
        final Map<String, String> values = new LinkedHashMap<>();
        values.put("side", "'buy'");
        values.put("lamports", "1");
        values.put("program", "'PumpFun'");
        values.put("slot", "0");
        values.put(column, value);
        return "INSERT INTO token_trades (id, mint, timestamp, wallet, " + String.join(", ", values.keySet())
                + ") VALUES (5, 'M', 1, 'W', " + String.join(", ", values.values()) + ")";
    }

    @Test
    void shouldDeleteOldTradesThroughTheViewByTheTimeIndex() throws SQLException {
        execute("INSERT INTO token_trades (mint, timestamp, wallet, side, lamports)"
                + " VALUES ('M', 100, 'W', 'buy', 1), ('M', 101, 'W', 'buy', 1), ('M', 99, 'W', 'buy', 1)");
        assertThat(rows("EXPLAIN QUERY PLAN DELETE FROM token_trades WHERE timestamp < 101"))
                .anyMatch(step -> step.contains("SEARCH t USING INDEX idx_trades_timestamp (timestamp<?)"));
        execute("DELETE FROM token_trades WHERE timestamp < 101");
        assertThat(rows("SELECT timestamp FROM token_trades")).containsExactly("101");
    }

    @Test
    void shouldRefuseToUpdateTrades() {
        assertThatThrownBy(() -> execute("UPDATE token_trades SET is_bot = 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("it is a view");
    }

    private List<String> rows(final String sql) throws SQLException {
        return TestDatabase.rows(analyst, sql);
    }

    private void execute(final String sql) throws SQLException {
        TestDatabase.execute(analyst, sql);
    }
}
