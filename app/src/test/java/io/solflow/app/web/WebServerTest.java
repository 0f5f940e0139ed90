package io.solflow.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.market.Market;
import io.solflow.app.query.SqlBox;
import io.solflow.app.support.JsonTree;
import io.solflow.app.support.SampleDatabase;
import io.solflow.persist.file.ReadConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of docs/api.md over real HTTP, on a database that a simulated market filled. */
class WebServerTest {

    private static final long BEAT_MS = 50;

    @TempDir
    static Path folder;

    private static Path database;
    private static PipelineSamples samples;
    private static WebServer server;

    @BeforeAll
    static void open() throws IOException {
        database = SampleDatabase.fill(folder.resolve("market.db"));
        samples = new PipelineSamples();
        server = serve("");
    }

    private static WebServer serve(final String token) throws IOException {
        return WebServer.open(
                WebConfig.parse("127.0.0.1:0", token),
                new WebServer.Source(
                        "market.db",
                        new Market(() -> ReadConnection.open(database, 1_000)),
                        new SqlBox(() -> ReadConnection.open(database, 1_000))),
                Optional.of(samples),
                "1.2.3",
                BEAT_MS);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static Map<String, Object> json(final String path) throws IOException {
        final RawHttp.Answer answer = RawHttp.get(server.port(), path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return JsonTree.object(answer.text());
    }

    private static RawHttp.Answer post(final String path, final String sql, final Map<String, String> headers)
            throws IOException {
        return RawHttp.send(server.port(), "POST", path, headers, sql);
    }

    @Test
    void shouldGiveTokens() throws IOException {
        final Map<String, Object> page = json("/api/tokens?window=60&sort=wallets&order=asc&limit=3&offset=1");
        assertThat(page).containsOnlyKeys("watermark", "window", "total", "tokens");
        assertThat(page).containsEntry("window", 60L).containsEntry("total", 20L);
        assertThat(JsonTree.objects(page.get("tokens"))).hasSize(3);
        final Object mint = JsonTree.objects(page.get("tokens")).get(0).get("mint");
        assertThat(JsonTree.objects(
                        json("/api/tokens?mints=" + mint + ",nobody").get("tokens")))
                .hasSize(1);
    }

    @Test
    void shouldGiveATokenAndKnowWhichWasNeverTraded() throws IOException {
        final Object mint =
                JsonTree.objects(json("/api/tokens").get("tokens")).get(0).get("mint");
        final Map<String, Object> token = json("/api/tokens/" + mint + "?window=900&bars=60");
        assertThat(token).containsEntry("window", 900L).containsEntry("barSeconds", 15L);
        assertThat(token.get("bars"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("at", "buySol", "sellSol", "botFlowSol", "humanFlowSol", "dcaFlowSol", "trades");
        assertThat((Map<?, ?>) token.get("bars"))
                .allSatisfy((name, bars) -> assertThat((List<?>) bars).hasSize(60));
        final RawHttp.Answer unknown = RawHttp.get(server.port(), "/api/tokens/nobody");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(JsonTree.object(unknown.text()).get("error").toString())
                .isEqualTo("mint is 'nobody', which was never traded; allowed: a mint of token_trades");
    }

    @Test
    void shouldGiveThePipeline() throws IOException {
        final Map<String, Object> pipeline = json("/api/pipeline");
        assertThat(pipeline)
                .containsEntry("version", "1.2.3")
                .containsEntry("live", true)
                .containsEntry("database", "market.db")
                .containsEntry("lagSeconds", null)
                .containsEntry("freeBytes", null)
                .containsKeys(
                        "uptimeSeconds",
                        "health",
                        "updatesPerSecond",
                        "tradesPerSecond",
                        "slot",
                        "watermark",
                        "ring",
                        "commit",
                        "signals",
                        "walBytes",
                        "databaseBytes",
                        "gaps",
                        "programs",
                        "memory",
                        "clients");
        assertThat((List<?>) pipeline.get("unnamed"))
                .hasToString("[{program=PumpFun, discriminator=b817ee6167c5d33d, count=4}]");
        assertThat((Map<?, ?>) pipeline.get("ring"))
                .hasToString("{used=1024, size=4096, fill=0.25, fullWaits=3, fullWaitSeconds=1.5}");
        assertThat((Map<?, ?>) pipeline.get("pruned"))
                .hasToString(
                        "{before=1763900000, trades=700, signals=5, metricsRows=4, mints=3, wallets=2, lockMaxMs=30.0}");
    }

    @Test
    void shouldGiveNoSignalsWithoutTheirTable() throws IOException {
        assertThat(json("/api/signals?limit=5&kind=BREAKOUT")).containsOnlyKeys("signals");
    }

    @Test
    void shouldListQueriesAndRunThem() throws IOException {
        final List<Map<String, Object>> queries =
                JsonTree.objects(json("/api/queries").get("queries"));
        assertThat(queries).hasSizeGreaterThan(30).allSatisfy(query -> assertThat(query)
                .containsOnlyKeys("name", "title", "section", "sql"));
        for (final Map<String, Object> query : queries) {
            final RawHttp.Answer answer =
                    post("/api/query?limit=5", query.get("sql").toString(), Map.of("X-SolFlow", "1"));
            assertThat(answer.status())
                    .as("%s: %s", query.get("name"), answer.text())
                    .isEqualTo(200);
            assertThat(JsonTree.object(answer.text())).containsOnlyKeys("columns", "rows", "truncated", "ms");
        }
    }

    @Test
    void shouldGiveCsvToDownload() throws IOException {
        final RawHttp.Answer csv = post(
                "/api/query?format=csv",
                "SELECT 1 AS a, 'x' AS b",
                Map.of("X-SolFlow", "1", "Content-Type", "text/plain"));
        assertThat(csv.text()).isEqualTo("a,b\n1,x\n");
        assertThat(csv.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(csv.header("Content-Disposition")).isEqualTo("attachment; filename=\"solflow.csv\"");
    }

    @Test
    void shouldRefuseQueriesThatForeignPagesCouldSendThatWriteOrAreTooLong() throws IOException {
        assertThat(post("/api/query", "SELECT 1", Map.of()).status()).isEqualTo(403);
        final RawHttp.Answer writes = post("/api/query", "DELETE FROM trades", Map.of("X-SolFlow", "1"));
        assertThat(writes.status()).isEqualTo(400);
        assertThat(JsonTree.object(writes.text()).get("error").toString())
                .contains("allowed: one statement that reads");
        assertThat(post("/api/query", "SELECT '" + "x".repeat(70_000) + "'", Map.of("X-SolFlow", "1"))
                        .status())
                .isEqualTo(413);
        assertThat(RawHttp.get(server.port(), "/api/query").status()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/tokens?window=61        | window is '61', allowed: 60, 300, 900, 3600, 7200, 14400 (seconds)",
                "/api/tokens?sort=price       | sort is 'price', allowed: age, bots, buys, dca, flow, mint, sells, wallets",
                "/api/tokens?order=up         | order is 'up', allowed: asc, desc",
                "/api/tokens?limit=501        | limit is '501', allowed: a whole number from 1 to 500",
                "/api/tokens?offset=-1        | offset is '-1', allowed: a whole number from 0 to 2147483647",
                "/api/tokens?minSol=NaN       | minSol is 'NaN', allowed: a number",
                "/api/tokens?hideBots=yes     | hideBots is 'yes', allowed: false, true",
                "/api/tokens?limit=1&limit=2  | limit is given twice, allowed: once",
                "/api/tokens/x?bars=59        | bars is '59', allowed: a whole number from 60 to 600",
                "/api/signals?limit=x         | limit is 'x', allowed: a whole number from 1 to 500",
                "/api/queries?x=1             | parameter is 'x', allowed: none"
            })
    void shouldNameABadParameter(final String path, final String message) throws IOException {
        final RawHttp.Answer answer = RawHttp.get(server.port(), path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(JsonTree.object(answer.text())).containsEntry("error", message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../index.html",
                "/assets/../../io/solflow/app/version.properties",
                "/%2e%2e/index.html",
                "/assets//index.html",
                "/assets",
                "/io/solflow/app/Main.class",
                "/.hidden.js",
                "/no.html",
                "/api/nothing"
            })
    void shouldKnowNoOtherPaths(final String path) throws IOException {
        assertThat(RawHttp.get(server.port(), path).status()).isEqualTo(404);
    }

    @Test
    void shouldServeThePageWithStrictHeaders() throws IOException {
        final RawHttp.Answer page = RawHttp.get(server.port(), "/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.headers()).doesNotContainKey("access-control-allow-origin");
        final RawHttp.Answer again =
                RawHttp.get(server.port(), "/index.html", Map.of("If-None-Match", page.header("ETag")));
        assertThat(again.status()).isEqualTo(304);
        final RawHttp.Answer zipped = RawHttp.get(server.port(), "/", Map.of("Accept-Encoding", "gzip, br"));
        if (zipped.header("Content-Encoding").equals("gzip")) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(page.text());
            }
        }
        final RawHttp.Answer head = RawHttp.send(server.port(), "HEAD", "/", Map.of(), "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
    void shouldAllowNoOtherMethods(final String method) throws IOException {
        for (final String path : List.of("/", "/api/tokens", "/api/stream", "/metrics")) {
            assertThat(RawHttp.send(server.port(), method, path, Map.of(), "").status())
                    .as(path)
                    .isEqualTo(405);
        }
    }

    @Test
    void shouldRefuseAnAddressThatIsNoPath() throws IOException {
        assertThat(RawHttp.send(server.port(), "OPTIONS", "*", Map.of(), "").status())
                .isBetween(400, 499);
    }

    @Test
    void shouldRefuseForeignNamesAndForeignPages() throws IOException {
        for (final String path : List.of("/", "/api/tokens", "/api/stream", "/metrics", "/health")) {
            assertThat(RawHttp.get(server.port(), path, Map.of("Host", "evil.example"))
                            .status())
                    .isEqualTo(403);
            assertThat(RawHttp.get(server.port(), path, Map.of("Host", "127.0.0.1.evil.example:8787"))
                            .status())
                    .isEqualTo(403);
            assertThat(RawHttp.get(server.port(), path, Map.of("Origin", "http://evil.example"))
                            .status())
                    .isEqualTo(403);
            assertThat(RawHttp.get(server.port(), path, Map.of("Origin", "null"))
                            .status())
                    .isEqualTo(403);
        }
        final String own = "127.0.0.1:" + server.port();
        assertThat(RawHttp.get(server.port(), "/health", Map.of("Origin", "http://" + own))
                        .status())
                .isEqualTo(200);
        for (final String host : List.of("localhost", "localhost:1", "127.9.9.9", "[::1]:8787")) {
            assertThat(RawHttp.get(server.port(), "/health", Map.of("Host", host))
                            .status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldTellHealthInWordsAndByStatus() throws IOException {
        assertThat(RawHttp.get(server.port(), "/health").text()).isEqualTo("green\n");
        try {
            samples.health("red", "disk-full");
            await().until(() -> RawHttp.get(server.port(), "/health").status() == 503);
            assertThat(RawHttp.get(server.port(), "/health").text()).isEqualTo("red: disk-full, as \"told\"\n");
            await().until(() -> RawHttp.get(server.port(), "/metrics")
                    .text()
                    .contains("solflow_health_finding{cause=\"disk-full\"} 1\n"));
        } finally {
            samples.health("green", "lag");
            await().until(() -> RawHttp.get(server.port(), "/health").status() == 200);
        }
    }

    @Test
    void shouldTellMetricsThatPrometheusReads() throws IOException {
        final RawHttp.Answer answer = RawHttp.get(server.port(), "/metrics");
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        final Map<String, Double> metrics = ExpositionFormat.parse(answer.text());
        assertThat(metrics)
                .containsEntry("solflow_build_info{version=\"1.2.3\"}", 1.0)
                .containsEntry("solflow_instructions_total{program=\"PumpFun\",outcome=\"ignored\"}", 7.0)
                .containsEntry("solflow_ring_full_wait_seconds_total", 1.5)
                .containsEntry("solflow_pruned_rows_total{table=\"trades\"}", 700.0)
                .containsEntry("solflow_prune_lock_max_seconds", 0.03)
                .containsKeys(
                        "solflow_trades_total{program=\"PumpFun\"}",
                        "solflow_commit_duration_seconds_bucket{le=\"0.005\"}",
                        "solflow_watermark_timestamp_seconds");
    }

    @Test
    void shouldAskForTheTokenWhereThereIsOne() throws IOException {
        final String token = "0123456789abcdef~";
        try (WebServer guarded = serve(token)) {
            final int port = guarded.port();
            for (final String path :
                    List.of("/", "/api/tokens", "/api/stream", "/metrics", "/health", "/api/query", "/?token=wrong")) {
                final RawHttp.Answer answer = RawHttp.get(port, path);
                assertThat(answer.status()).as(path).isEqualTo(401);
                assertThat(answer.text()).doesNotContain(token);
            }
            assertThat(RawHttp.get(port, "/health", Map.of("Authorization", "Bearer " + token))
                            .status())
                    .isEqualTo(200);
            assertThat(RawHttp.get(port, "/health", Map.of("Authorization", "Bearer " + token + "x"))
                            .status())
                    .isEqualTo(401);
            final RawHttp.Answer visit = RawHttp.get(port, "/?token=" + token);
            assertThat(visit.status()).isEqualTo(302);
            assertThat(visit.header("Location")).isEqualTo("/");
            final String cookie = visit.header("Set-Cookie");
            assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(token);
            assertThat(RawHttp.get(port, "/?x=1").status()).isEqualTo(400);
            final String pair = cookie.substring(0, cookie.indexOf(';'));
            assertThat(RawHttp.get(port, "/api/tokens", Map.of("Cookie", "a=b; " + pair))
                            .status())
                    .isEqualTo(200);
            assertThat(RawHttp.get(port, "/api/tokens", Map.of("Cookie", pair + "0"))
                            .status())
                    .isEqualTo(401);
        }
    }
}
