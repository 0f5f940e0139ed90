package io.solflow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void shouldRunTheDemoFromEndToEndWithDefaults() throws Exception {
        final Jar.Result demo = Jar.run(folder, "demo", "--seconds", "4", "--db", "demo.db");
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out()).contains("top tokens", "database");
        assertThat(demo.err()).doesNotContain("WARNING");
        final Path database = folder.resolve("demo.db");
        assertThat(PipelineRun.rows(database, "SELECT DISTINCT program FROM token_trades ORDER BY program"))
                .containsExactly("BonkSwap", "JupiterDCA", "Moonshot", "PumpFun", "PumpSwap");
        assertThat(unknownAndMalformed(demo.out())).containsOnly("0");

        final Jar.Result verify = Jar.run(folder, "verify", "--db", "demo.db");
        assertThat(verify.exitCode()).as(verify.out()).isZero();
        assertThat(verify.out()).contains("ok:");
    }

    @Test
    void shouldContinueAnEarlierDemo() throws Exception {
        assertThat(Jar.run(folder, "demo", "--seconds", "2", "--db", "d.db").exitCode())
                .isZero();
        final String before = PipelineRun.rows(folder.resolve("d.db"), "SELECT count(*) FROM trades")
                .get(0);
        final Jar.Result second = Jar.run(folder, "demo", "--seconds", "2", "--db", "d.db");
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(Long.parseLong(PipelineRun.rows(folder.resolve("d.db"), "SELECT count(*) FROM trades")
                        .get(0)))
                .isGreaterThan(Long.parseLong(before));
        assertThat(Jar.run(folder, "verify", "--db", "d.db").exitCode()).isZero();
    }

    @Test
    void shouldFailVerifyAndNameTheRowsThatDiffer() throws Exception {
        Jar.run(folder, "demo", "--seconds", "2", "--db", "d.db");
        final String mint = execute(
                "SELECT mint FROM token_rolling_metrics ORDER BY mint LIMIT 1",
                "UPDATE token_rolling_metrics SET net_flow_900s = net_flow_900s + 1e-9 WHERE mint = (SELECT min(mint) FROM"
                        + " token_rolling_metrics)");
        final Jar.Result verify = Jar.run(folder, "verify", "--db", "d.db");
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.out()).contains("token_rolling_metrics " + mint + ": net_flow_900s is ", "1 differences");
    }

    @Test
    void shouldFollowAServerOfAnotherProcessAndStopInOrderOnSigterm() throws Exception {
        final Jar server =
                Jar.start(folder, Map.of(), "serve", "--port", "0", "--token", TestToken.RIGHT, "--rate", "200");
        try {
            final String url = url(server);
            final Jar run = Jar.start(
                    folder,
                    Map.of("GEYSER_URL", url, "X_TOKEN", TestToken.RIGHT, "SOLFLOW_DB_PATH", "live.db"),
                    "run",
                    "--print-trades");
            await().atMost(PATIENCE).until(() -> run.out().contains(" SOL"));
            run.process().destroy();
            final Jar.Result result = run.await();
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).containsPattern("(buy|sell) .* SOL .*net 300s [+-].* SOL  wallets 300s [1-9]");
            assertThat(Jar.run(folder, "verify", "--db", "live.db").exitCode()).isZero();
        } finally {
            server.process().destroy();
            assertThat(server.await().exitCode()).isZero();
        }
    }

    @Test
    void shouldExitWith3WhenTheTokenIsWrong() throws Exception {
        final Jar server =
                Jar.start(folder, Map.of(), "serve", "--port", "0", "--token", TestToken.RIGHT, "--rate", "10");
        try {
            final Jar.Result run = Jar.run(
                    folder,
                    Map.of("GEYSER_URL", url(server), "X_TOKEN", TestToken.WRONG, "SOLFLOW_DB_PATH", "live.db"),
                    "run");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("X_TOKEN");
        } finally {
            server.process().destroy();
            server.await();
        }
    }

    @Test
    void shouldCheckServerAndTokenWithoutShowingIt() throws Exception {
        final Jar server =
                Jar.start(folder, Map.of(), "serve", "--port", "0", "--token", TestToken.RIGHT, "--rate", "50");
        try {
            final String url = url(server);
            final Jar.Result good = Jar.run(folder, Map.of("GEYSER_URL", url, "X_TOKEN", TestToken.RIGHT), "doctor");
            assertThat(good.exitCode()).as(good.out()).isZero();
            assertThat(good.out())
                    .containsPattern("ok +X_TOKEN +set \\(environment\\)")
                    .containsPattern("ok +token +accepted")
                    .containsPattern("ok +stream +first update after")
                    .containsPattern("ok +clock +block time");
            final Jar.Result bad = Jar.run(folder, Map.of("GEYSER_URL", url, "X_TOKEN", TestToken.WRONG), "doctor");
            assertThat(bad.exitCode()).isEqualTo(1);
            assertThat(bad.out()).containsPattern("fail +gRPC +UNAUTHENTICATED").contains("check X_TOKEN");
            assertThat(good.out() + good.err() + bad.out() + bad.err())
                    .doesNotContain(TestToken.RIGHT, TestToken.WRONG);
        } finally {
            server.process().destroy();
            server.await();
        }
    }

    @Test
    void shouldCaptureAStreamAndReplayItIntoTheSameTablesTwice() throws Exception {
        final Jar server = Jar.start(folder, Map.of(), "serve", "--port", "0", "--rate", "200");
        final Jar.Result capture;
        try {
            capture = Jar.run(folder, Map.of("GEYSER_URL", url(server)), "capture", "c.capture", "--seconds", "8");
        } finally {
            server.process().destroy();
            server.await();
        }
        assertThat(capture.exitCode()).as(capture.err()).isZero();
        final Jar.Result first = Jar.run(folder, "replay", "c.capture", "--db", "a.db");
        final Jar.Result second =
                Jar.run(folder, "replay", "c.capture", "--db", "b.db", "--ring-size", "64", "--flush-ms", "0");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(second.exitCode()).as(second.err()).isZero();
        for (final String table : List.of("token_trades ORDER BY id", "token_rolling_metrics ORDER BY mint")) {
            assertThat(PipelineRun.rows(folder.resolve("a.db"), "SELECT * FROM " + table))
                    .isNotEmpty()
                    .isEqualTo(PipelineRun.rows(folder.resolve("b.db"), "SELECT * FROM " + table));
        }
    }

    @Test
    void shouldRefuseASecondProcessOnTheSameDatabase() throws Exception {
        final Jar first = Jar.start(folder, Map.of(), "demo", "--seconds", "600", "--rate", "10", "--db", "d.db");
        try {
            await().atMost(PATIENCE).until(() -> first.err().contains("STREAMING"));
            final Jar.Result second = Jar.run(folder, "demo", "--seconds", "1", "--db", "d.db");
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(second.err())
                    .contains("d.db", Long.toString(first.process().pid()));
        } finally {
            first.process().destroy();
            assertThat(first.await().exitCode()).isZero();
        }
    }

    @Test
    void shouldMigrateAndSayWhatItDid() throws Exception {
        assertThat(Jar.run(folder, "migrate", "--db", "new.db").out())
                .contains("applied V001__schema.sql")
                .contains("applied V002__signals.sql");
        assertThat(Jar.run(folder, "migrate", "--db", "new.db").out()).contains("is up to date");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run | GEYSER_URL is missing",
                "run --geyser-url ftp://x | GEYSER_URL: endpoint of scheme 'ftp'",
                "run --geyser-url http://127.0.0.1:1 --commitment soon | SOLFLOW_COMMITMENT is 'soon', allowed: processed,",
                "demo --ring-size 1000 | SOLFLOW_RING_SIZE is '1000', allowed: a power of two",
                "demo --stage-threads 4 | SOLFLOW_STAGE_THREADS is '4', allowed: ",
                "demo --programs Raydium | SOLFLOW_PROGRAMS is 'Raydium', allowed: some of PumpFun",
                "demo --seconds 0 | seconds is 0, allowed",
                "demo --rate x | '--rate'",
                "demo --db no/such/folder/x.db | does not exist; allowed: a file in an existing folder",
                "replay missing.json --db x.db | missing.json does not exist",
                "verify | SOLFLOW_DB_PATH is missing",
                "verify --db missing.db | missing.db does not exist",
                "serve missing.capture | missing.capture does not exist",
                "nonsense | command 'nonsense' is not known, allowed: run, demo, replay, capture, serve, top, token, query, verify, migrate, backup, prune, doctor",
                "backup x.db | SOLFLOW_DB_PATH is missing",
                "backup | 'FILE'",
                "--nonsense | --nonsense"
            })
    void shouldExitWith2AndSayWhatIsAllowed(final String commandLine, final String message) throws Exception {
        final Jar.Result result = Jar.run(folder, Map.of("SOLFLOW_LOG", "info"), commandLine.split(" ", -1));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(message).doesNotContain("Exception", "\tat ");
        assertThat(databases()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "demo", "replay", "capture", "serve", "verify", "migrate", "backup", "doctor"})
    void shouldHelpAndTellItsVersion(final String command) throws Exception {
        final String[] prefix = command.isEmpty() ? new String[0] : new String[] {command};
        assertThat(Jar.run(folder, with(prefix, "--help")))
                .satisfies(help -> assertThat(help.exitCode()).isZero())
                .satisfies(help -> assertThat(help.out()).contains("Usage:"));
        assertThat(Jar.run(folder, with(prefix, "--version")).out()).contains("solflow " + VersionProvider.version());
    }

    private static String[] with(final String[] prefix, final String last) {
        final String[] args = java.util.Arrays.copyOf(prefix, prefix.length + 1);
        args[prefix.length] = last;
        return args;
    }

    private List<Path> databases() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains(".db")).toList();
        }
    }

    private static String url(final Jar server) {
        final Pattern listening = Pattern.compile("listening on (http://\\S+:\\d+)");
        await().atMost(PATIENCE).until(() -> listening.matcher(server.out()).find());
        final Matcher matcher = listening.matcher(server.out());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** The last two numbers of each program's line of the summary. */
    private static List<String> unknownAndMalformed(final String out) {
        return out.lines()
                .filter(line -> line.matches("(PumpFun|PumpSwap|Moonshot|BonkSwap|JupiterDCA) .*"))
                .map(line -> line.strip().split(" +", -1))
                .flatMap(columns -> List.of(columns[4], columns[5]).stream())
                .toList();
    }

    /** Runs statements on the demo database and gives the first column of the first one's first row. */
    private String execute(final String query, final String update) throws SQLException {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("d.db"));
                var statement = connection.createStatement()) {
            final String value;
            try (var rows = statement.executeQuery(query)) {
                value = rows.getString(1);
            }
            statement.executeUpdate(update);
            return value;
        }
    }
}
