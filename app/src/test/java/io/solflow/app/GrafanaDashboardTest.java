package io.solflow.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.solflow.app.support.DocPage;
import io.solflow.app.support.PipelineRun;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every query of the Grafana dashboard against a simulated market, its macros replaced as the plugin replaces them. */
@Timeout(120)
class GrafanaDashboardTest {

    private static final long SEED = 20_261_126;
    private static final int BAR_SECONDS = 10;
    private static final Path DASHBOARD = DocPage.PROJECT.resolve("docs/grafana/solflow.json");

    @TempDir
    static Path folder;

    private static Path database;

    @BeforeAll
    static void fill() {
        database = folder.resolve("solflow.db");
        final List<byte[]> updates = new ArrayList<>();
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(300, 40, SEED).lasting(40))) {
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                updates.addAll(BlockUpdates.plain().bytes(block));
            }
        }
        PipelineRun.play(database, updates);
    }

    @Test
    void shouldFindRowsByEveryQuery() throws Exception {
        final List<String> queries = values("rawQueryText");
        assertThat(queries).hasSizeGreaterThan(10);
        for (final String query : queries) {
            final String sql = replaceMacros(query);
            assertThat(PipelineRun.rows(database, sql)).as(sql).isNotEmpty();
        }
    }

    @Test
    void shouldDrawABarForEachStepOfTime() throws Exception {
        for (final String query : values("rawQueryText")) {
            if (query.contains("__unixEpochGroupSeconds")) {
                final String sql = replaceMacros(query);
                assertThat(PipelineRun.rows(database, "SELECT DISTINCT time % " + BAR_SECONDS + " FROM (" + sql + ")"))
                        .as(sql)
                        .containsExactly("0");
                assertThat(PipelineRun.rows(database, "SELECT DISTINCT time FROM (" + sql + ")"))
                        .as(sql)
                        .hasSizeGreaterThan(2);
            }
        }
    }

    @Test
    void shouldReadTradesThroughAnIndex() throws Exception {
        for (final String query : values("rawQueryText")) {
            final String sql = replaceMacros(query);
            assertThat(PipelineRun.rows(database, "EXPLAIN QUERY PLAN " + sql))
                    .as(sql)
                    .noneMatch(step -> step.endsWith("SCAN t"));
        }
    }

    @Test
    void shouldUseTheDataSourceThatIsProvisioned() throws IOException {
        assertThat(Files.readString(DocPage.PROJECT.resolve("docs/grafana/provisioning/datasource.yaml")))
                .contains("uid: solflow\n", "type: frser-sqlite-datasource\n", "pathOptions: mode=ro\n");
        final List<String> uids = values("uid");
        assertThat(uids).hasSizeGreaterThan(10).containsOnly("solflow");
        assertThat(values("queryText")).isEqualTo(values("rawQueryText"));
    }

    private static String replaceMacros(final String query) throws Exception {
        final long watermark = Long.parseLong(
                PipelineRun.rows(database, "SELECT watermark FROM checkpoint").get(0));
        final String mint = PipelineRun.rows(
                        database, "SELECT mint FROM token_trades GROUP BY mint ORDER BY count(*) DESC LIMIT 1")
                .get(0);
        final String sql = query.replace("$bar", Integer.toString(BAR_SECONDS))
                .replace("$mint", mint)
                .replace("$__from", Long.toString((watermark - 3_600) * 1_000))
                .replace("$__to", Long.toString((watermark + 1) * 1_000))
                .replaceAll("\\$__unixEpochGroupSeconds\\((\\w+), (\\d+)\\)", "cast(($1 / $2) as int) * $2");
        assertThat(sql).doesNotContain("$");
        return sql;
    }

    private static List<String> values(final String field) throws IOException {
        final List<String> values = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(DASHBOARD.toFile())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && field.equals(json.currentName())) {
                    values.add(json.getText());
                }
            }
        }
        return values;
    }
}
