package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.command.CommandLineTest;
import io.solflow.app.config.VersionProvider;
import io.solflow.app.support.Jar;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.TestToken;
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

/** The finished jar as users launch it; what it answers to every wrong argument is in {@link CommandLineTest}. */
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
        assertThat(Jar.run(folder, "demo", "--seconds", "1", "--db", "d.db").exitCode())
                .isZero();
        final String before = PipelineRun.rows(folder.resolve("d.db"), "SELECT count(*) FROM trades")
                .get(0);
        final Jar.Result second = Jar.run(folder, "demo", "--seconds", "1", "--db", "d.db");
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(Long.parseLong(PipelineRun.rows(folder.resolve("d.db"), "SELECT count(*) FROM trades")
                        .get(0)))
                .isGreaterThan(Long.parseLong(before));
        assertThat(PipelineRun.verify(folder.resolve("d.db")).details()).isEmpty();
    }

    @Test
    void shouldFailVerifyAndNameTheRowsThatDiffer() throws Exception {
        Jar.run(folder, "demo", "--seconds", "1", "--db", "d.db");
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
            assertThat(PipelineRun.verify(folder.resolve("live.db")).details()).isEmpty();
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
            capture = Jar.run(folder, Map.of("GEYSER_URL", url(server)), "capture", "c.capture", "--seconds", "4");
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
        assertThat(Jar.run(folder, "migrate", "--db", "new.db").out()).contains("applied V001__schema.sql");
        assertThat(Jar.run(folder, "migrate", "--db", "new.db").out()).contains("is up to date");
    }

    @Test
    void shouldExitWith2AndSayWhatIsAllowed() throws Exception {
        final Jar.Result result = Jar.run(folder, Map.of("SOLFLOW_LOG", "info"), "demo", "--ring-size", "1000");
        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err())
                .contains("SOLFLOW_RING_SIZE is '1000', allowed: a power of two")
                .doesNotContain("Exception", "\tat ");
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().contains(".db"));
        }
    }

    @Test
    void shouldHelpAndTellItsVersion() throws Exception {
        final Jar.Result help = Jar.run(folder, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage:");
        assertThat(Jar.run(folder, "--version").out()).contains("solflow " + VersionProvider.version());
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
                .flatMap(columns -> List.of(columns[5], columns[6]).stream())
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
