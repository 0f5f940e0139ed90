package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.solflow.app.config.Setting;
import io.solflow.app.engine.Engine;
import io.solflow.app.support.AnsweringServer;
import io.solflow.app.support.Cli;
import io.solflow.app.support.GatedFeed;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.TestCertificate;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.server.TlsFiles;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class DoctorCommandTest {

    private static final long SLOT = 500_000;

    @TempDir
    Path folder;

    private Path database;

    @BeforeEach
    void make() {
        database = folder.resolve("doctor.db");
        try (Engine engine = PipelineRun.open(database)) {
            engine.finish();
        }
    }

    @Test
    void shouldFindNothingWrongWhereARunWouldWork() throws Exception {
        try (GeyserServer server = market(GeyserServerConfig.defaults(), now())) {
            final Cli doctor = doctor(url(server));
            assertThat(doctor.exitCode()).as(doctor.out()).isZero();
            assertThat(doctor.out())
                    .containsPattern("ok +schema +up to date: V001__schema.sql")
                    .containsPattern("ok +integrity +quick check passed")
                    .containsPattern("ok +gRPC +solflow, version 0.1.0, proto 12.6.0, solana none, \\d+ ms")
                    .containsPattern("ok +token +none needed")
                    .containsPattern("ok +replay +from slot \\d+ on; nothing to resume yet")
                    .containsPattern("ok +stream +first update after \\d+ ms, block of slot \\d+")
                    .containsPattern("ok +clock +block time ")
                    .contains(" 0 failed, ");
        }
    }

    @Test
    void shouldTouchNothing() throws Exception {
        final Map<Path, FileTime> before = files();
        assertThat(doctor("http://127.0.0.1:1").out()).containsPattern("ok +schema +up to date");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldTellWhichGapAResumeWouldLeave() throws Exception {
        execute("INSERT INTO checkpoint (id, slot, watermark) VALUES (1, " + (SLOT - 40) + ", " + (now() - 30) + ")");
        try (GeyserServer server = market(GeyserServerConfig.defaults(), now())) {
            final Cli doctor = doctor(url(server));
            assertThat(doctor.exitCode()).as(doctor.out()).isZero();
            assertThat(doctor.out())
                    .containsPattern(
                            "warn +replay +from slot 500000 on; a run from checkpoint 499960 would record a gap"
                                    + " of 39 slots")
                    .contains("start soon to keep the gap small");
        }
    }

    @Test
    void shouldTellThatAResumeIsPossible() throws Exception {
        execute("INSERT INTO checkpoint (id, slot, watermark) VALUES (1, " + (SLOT + 1) + ", " + (now() - 30) + ")");
        try (GeyserServer server = market(GeyserServerConfig.defaults(), now())) {
            assertThat(doctor(url(server)).out())
                    .containsPattern("ok +replay +from slot 500000 on; resuming at 500001 is possible");
        }
    }

    @Test
    void shouldWarnOfAClockThatDiffersFromTheChains() throws Exception {
        try (GeyserServer server = market(GeyserServerConfig.defaults(), now() + 3_600)) {
            final Cli doctor = doctor(url(server));
            assertThat(doctor.exitCode()).as(doctor.out()).isZero();
            assertThat(doctor.out()).containsPattern("warn +clock +block time .* ahead of this clock");
        }
    }

    @Test
    void shouldShowTheEndOfTheCertificate() throws Exception {
        final TlsFiles files = TestCertificate.make(folder);
        try (GeyserServer server = market(GeyserServerConfig.defaults().withTls(files), now())) {
            final String url = "https://localhost:" + server.port();
            final Cli trusting =
                    doctor(url, "--tls-ca", folder.resolve("server.pem").toString());
            assertThat(trusting.exitCode()).as(trusting.out()).isZero();
            assertThat(trusting.out())
                    .containsPattern("warn +TLS +TLSv1.3, certificate of CN=localhost until 20.*\\(1 days\\)")
                    .containsPattern("ok +stream +first update");
            final Cli untrusting = doctor(url);
            assertThat(untrusting.exitCode()).isEqualTo(1);
            assertThat(untrusting.out())
                    .containsPattern("fail +TLS +TLS failed: ")
                    .contains("give --tls-ca");
        }
    }

    @Test
    void shouldEndBesideAServerThatNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            final Cli plain = doctor("http://127.0.0.1:" + silent.getLocalPort());
            assertThat(plain.exitCode()).isEqualTo(1);
            assertThat(plain.out())
                    .containsPattern("ok +connection")
                    .containsPattern("fail +gRPC +no answer in time")
                    .contains("to do: check the server");
        }
    }

    @Test
    void shouldSayThatNobodyListens() throws Exception {
        final int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        final Cli doctor = doctor("http://127.0.0.1:" + port);
        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out())
                .containsPattern("fail +connection +127.0.0.1 port " + port + ": Connection refused")
                .contains("check host and port of GEYSER_URL");
    }

    @Test
    void shouldLeaveTheStreamToARunningSolFlow() throws Exception {
        try (GeyserServer server = market(GeyserServerConfig.defaults(), now());
                Engine engine = PipelineRun.open(database)) {
            final Cli doctor = doctor(url(server));
            assertThat(doctor.exitCode()).as(doctor.out()).isZero();
            assertThat(doctor.out())
                    .containsPattern(
                            "ok +writer +process " + ProcessHandle.current().pid() + " writes it")
                    .containsPattern("- +stream +not opened");
            engine.finish();
        }
    }

    @Test
    void shouldFailOnAFileThatIsNotSolFlows() throws Exception {
        final Path text = Files.writeString(folder.resolve("text.db"), "no database, only text".repeat(100));
        final Path foreign = folder.resolve("foreign.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + foreign);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE other (x)");
        }
        for (final Path file : new Path[] {text, foreign}) {
            final Cli doctor = Cli.run("doctor", "--db", file.toString());
            assertThat(doctor.exitCode()).as(doctor.out()).isEqualTo(1);
            assertThat(doctor.out()).containsPattern("fail +file +").contains("name a database that SolFlow made");
        }
    }

    @Test
    void shouldWarnOfGapsAndNameTheNewest() throws Exception {
        execute("INSERT INTO ingest_gaps VALUES (10, 19, 'replay too old', 1790812800)");
        final Cli doctor = Cli.run("doctor", "--db", database.toString());
        assertThat(doctor.exitCode()).as(doctor.out()).isZero();
        assertThat(doctor.out())
                .containsPattern("warn +gaps +1 gap, 10 slots; newest: slots 10 to 19 \\(10\\): replay too old");
    }

    @Test
    void shouldNameEveryBadVariableAndExitWith2BeforeAnythingIsOpened() {
        final Cli doctor = Cli.run(
                "doctor",
                "--db",
                database.toString(),
                "--ring-size",
                "1000",
                "--commitment",
                "soon",
                "--geyser-url",
                "x");
        assertThat(doctor.exitCode()).isEqualTo(2);
        assertThat(doctor.out())
                .containsPattern("fail +GEYSER_URL +endpoint without a scheme, allowed: https://host:port")
                .containsPattern("fail +SOLFLOW_COMMITMENT +is 'soon', allowed: processed")
                .containsPattern("fail +SOLFLOW_RING_SIZE +is '1000', allowed: a power of two")
                .contains("fix the configuration first; nothing else was checked")
                .doesNotContain("\nserver", "\ndatabase");
    }

    @Test
    void shouldNameTheCertificateThatCannotBeReadAndTheServerThatStandsTwice() {
        final Cli certificate = doctor("https://localhost:1", "--tls-ca", "missing.pem");
        assertThat(certificate.exitCode()).isEqualTo(2);
        assertThat(certificate.out())
                .containsPattern("ok +GEYSER_URL +https://localhost:1 \\(flag\\)")
                .containsPattern("fail +--tls-ca +CA certificate missing.pem, allowed: a readable PEM file");
        final Cli twice = doctor("https://localhost:1,https://localhost:1");
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.out())
                .containsPattern("fail +GEYSER_URL +endpoint https://localhost:1 twice, allowed: once each");
    }

    @Test
    void shouldShowEverySettingThatHasADefault() {
        final String out = Cli.run("doctor").out();
        assertThat(out)
                .containsPattern("ok +SOLFLOW_RING_SIZE +4096 \\(default\\)")
                .containsPattern("ok +SOLFLOW_RETENTION +keep all \\(default\\)")
                .containsPattern("ok +X_TOKEN +not set\n");
        assertThat(Stream.of(Setting.values())
                        .filter(setting ->
                                setting.group() != Setting.Group.SIGNALS && setting.group() != Setting.Group.PROXY)
                        .map(Setting::variable))
                .allSatisfy(variable -> assertThat(out).contains(variable + " "));
    }

    @Test
    void shouldForeseeThatAReplayBeginsAgainWhereARunWould() throws Exception {
        checkpoint(SLOT + 1);
        try (AnsweringServer server = AnsweringServer.start(stream -> {
            assertThat(stream.fromSlot()).isEqualTo(SLOT + 1 - 32);
            stream.send(block(SLOT - 31));
            stream.send(block(SLOT - 30));
            stream.pingUntilGone(50);
        })) {
            final Cli doctor = doctor(url(server));
            assertThat(doctor.exitCode()).as(doctor.out()).isZero();
            assertThat(doctor.out())
                    .containsPattern("- +gRPC +the server did not answer: UNIMPLEMENTED")
                    .containsPattern("ok +stream +first update after .*; a run begins again with slot " + (SLOT - 31)
                            + "; no slot is lost");
            assertThat(server.streams()).hasSize(1);
        }
    }

    @Test
    void shouldForeseeTheGapOfARunWhoseReplayIsRefused() throws Exception {
        checkpoint(SLOT);
        try (AnsweringServer server = AnsweringServer.start(stream -> {
            if (stream.hasFromSlot()) {
                stream.end(Status.INTERNAL.withDescription("from_slot is not supported"));
            } else {
                stream.send(block(SLOT + 100));
                stream.pingUntilGone(50);
            }
        })) {
            final Cli doctor = doctor(url(server));
            assertThat(doctor.exitCode()).as(doctor.out()).isZero();
            assertThat(doctor.out())
                    .containsPattern("warn +stream +.*a run begins live, for the replay from slot " + (SLOT - 32)
                            + " is refused; a gap is recorded, slots " + (SLOT + 1) + " to " + (SLOT + 99)
                            + " \\(99\\)");
        }
    }

    @Test
    void shouldForeseeThatARunIsRefused() throws Exception {
        try (AnsweringServer server = AnsweringServer.start(stream -> stream.end(Status.UNAUTHENTICATED))) {
            final Cli doctor = doctor(url(server));
            assertThat(doctor.exitCode()).isEqualTo(1);
            assertThat(doctor.out())
                    .containsPattern("fail +stream +a run would end with exit code 3: .*UNAUTHENTICATED")
                    .containsPattern("fail +token +none set, and one is needed");
        }
    }

    @Test
    void shouldLookAtEachServerAndSayWhichOneARunTakes() throws Exception {
        try (AnsweringServer refusing = AnsweringServer.start(stream -> stream.end(Status.UNAUTHENTICATED));
                AnsweringServer working = AnsweringServer.start(stream -> {
                    stream.send(block(SLOT));
                    stream.pingUntilGone(50);
                })) {
            final Cli doctor = doctor(url(refusing) + "," + url(working));
            assertThat(doctor.exitCode()).as(doctor.out()).isZero();
            assertThat(doctor.out())
                    .contains("server " + url(refusing) + " (1 of 2)", "server " + url(working) + " (2 of 2)")
                    .containsPattern("warn +stream +a run would end with exit code 3")
                    .containsPattern("ok +begin +at " + url(working) + ", a run begins live");
            final Cli none = doctor(url(refusing) + ",http://127.0.0.1:1");
            assertThat(none.exitCode()).isEqualTo(1);
            assertThat(none.out()).containsPattern("fail +begin +no server works");
        }
    }

    @Test
    void shouldTakeAllFlagsOfRun() {
        assertThat(new CommandLine(new DoctorCommand()).getCommandSpec().optionsMap())
                .containsKeys(new CommandLine(new RunCommand())
                        .getCommandSpec()
                        .optionsMap()
                        .keySet()
                        .toArray(String[]::new));
    }

    @Test
    void shouldSkipWhatIsNotConfigured() {
        final Cli doctor = Cli.run("doctor");
        assertThat(doctor.exitCode()).as(doctor.out()).isZero();
        assertThat(doctor.out()).contains("no GEYSER_URL", "no SOLFLOW_DB_PATH", "0 failed, 2 skipped");
    }

    private Cli doctor(final String url, final String... more) {
        final String[] first = {"doctor", "--db", database.toString(), "--geyser-url", url};
        return Cli.run(Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new));
    }

    private static GeyserServer market(final GeyserServerConfig config, final long startSeconds) throws IOException {
        final GatedFeed feed = new GatedFeed(
                new MarketSimulator(MarketConfig.of(100, 20, 5).startingAt(SLOT, startSeconds)), Integer.MAX_VALUE);
        final GeyserServer server = GeyserServer.start(config, feed);
        // the second is taken when the first was sent, and with it the server has a slot to name
        await().until(() -> feed.taken() > 1);
        return server;
    }

    private static String url(final GeyserServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private Map<Path, FileTime> files() throws IOException {
        final Map<Path, FileTime> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(folder)) {
            for (final Path file : list.toList()) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    private void checkpoint(final long slot) throws Exception {
        execute("INSERT INTO checkpoint (id, slot, watermark) VALUES (1, " + slot + ", " + (now() - 30) + ")");
    }

    private static Block block(final long slot) {
        return new Block(slot, slot - 1, "hash", "parent", slot, OptionalLong.of(now()), List.of());
    }

    private static String url(final AnsweringServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    private void execute(final String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
