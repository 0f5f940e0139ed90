package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.config.ExitCode;
import io.solflow.app.support.Jar;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.ingest.simulator.MarketConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The finished jar over databases that it must refuse: exit code 2, a message that names the file, no byte changed and no
 * file left beside it. Each file meets one command in turn, or every one with {@code -Dsolflow.everyCommand=true}.
 */
class CraftedDatabaseIT {

    private static final boolean EVERY_COMMAND = Boolean.getBoolean("solflow.everyCommand");
    private static final long SEED = 20_261_128;
    private static final int PAGE_BYTES = 4_096;

    /** Each is given the path of the database as its last argument or in the environment. */
    private static final List<String> COMMANDS =
            List.of("run", "verify --db", "migrate --db", "demo --seconds 1 --db", "replay input.ndjson --db");

    /** A damaged file, and what is said of it. */
    enum Crafted {
        TEXT("is not a SQLite database") {
            @Override
            void craft(final Path database) throws IOException {
                Files.writeString(database, "buy milk\n".repeat(3_000));
            }
        },
        FOREIGN("is not SolFlow's: it has 'accounts'") {
            @Override
            void craft(final Path database) throws Exception {
                Files.delete(database);
                execute(database, "CREATE TABLE accounts (x)");
            }
        },
        TRUNCATED_HEADER("is damaged \\(") {
            @Override
            void craft(final Path database) throws IOException {
                Files.write(database, Arrays.copyOf(Files.readAllBytes(database), 60));
            }
        },
        TRUNCATED_FILE("is damaged \\(") {
            @Override
            void craft(final Path database) throws IOException {
                final byte[] whole = Files.readAllBytes(database);
                Files.write(database, Arrays.copyOf(whole, whole.length / 2));
            }
        },
        RANDOM_PAGE("is damaged \\(") {
            @Override
            void craft(final Path database) throws IOException {
                final Random random = new Random(SEED);
                final byte[] bytes = Files.readAllBytes(database);
                final byte[] garbage = new byte[PAGE_BYTES];
                random.nextBytes(garbage);
                final int page = 1 + random.nextInt(bytes.length / PAGE_BYTES - 1);
                System.arraycopy(garbage, 0, bytes, page * PAGE_BYTES, PAGE_BYTES);
                Files.write(database, bytes);
            }
        },
        NEWER_SCHEMA("is newer than this program: it has migration V999__later.sql") {
            @Override
            void craft(final Path database) throws Exception {
                execute(database, "INSERT INTO schema_migrations VALUES (999, 'V999__later.sql', 'x', 0)");
            }
        },
        CHANGED_MIGRATION("was made by another build of SolFlow") {
            @Override
            void craft(final Path database) throws Exception {
                execute(database, "UPDATE schema_migrations SET checksum = 'x' WHERE version = 1");
            }
        };

        private final String message;

        Crafted(final String message) {
            this.message = message;
        }

        abstract void craft(Path database) throws Exception;
    }

    @TempDir
    Path folder;

    private Path database;

    @BeforeEach
    void make() throws Exception {
        database = Files.createDirectory(folder.resolve("data")).resolve("solflow.db");
        final ServedMarket market =
                new ServedMarket(MarketConfig.of(100, 30, SEED).lasting(3));
        PipelineRun.play(database, market.updates(0, market.lastSlot()));
        Files.delete(Path.of(database + ".lock"));
        Files.writeString(folder.resolve("input.ndjson"), "{}\n", StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWithoutATrace(final Crafted crafted) throws Exception {
        crafted.craft(database);
        final Map<String, String> before = content();
        for (final String command : commands(List.of(Crafted.values()).indexOf(crafted))) {
            final Jar.Result result = start(Jar.ownJava(), command).await();
            final String when = crafted + " met by " + command + ", seed " + SEED + ": " + result.err();
            final boolean damageToVerify = crafted == Crafted.RANDOM_PAGE && command.startsWith("verify");
            assertThat(result.exitCode()).as(when).isEqualTo(damageToVerify ? ExitCode.FAILED : ExitCode.USAGE);
            assertThat(result.err() + result.out())
                    .as(when)
                    .contains("solflow.db")
                    .doesNotContain("Exception", "\tat ")
                    .containsPattern(damageToVerify ? "integrity_check|malformed" : crafted.message);
            assertThat(content()).as(when).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseAFolderOnAReadOnlyMount() throws Exception {
        final Path java = folder.resolve("java-on-read-only-data.sh");
        Files.writeString(
                java, """
                #!/bin/sh
                exec unshare -m -- sh -c 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"' \\
                    '%s' '%s' "$@"
                """.formatted(database.getParent(), Path.of(System.getProperty("java.home"), "bin", "java")));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        assumeTrue(mayMount(), "needs root and unshare for a read-only mount");
        final Map<String, String> before = content();
        for (final String command : commands(0)) {
            final Jar.Result result = start(java, command).await();
            final String when = command + ": " + result.err() + result.out();
            final boolean reads = command.startsWith("verify");
            assertThat(result.exitCode()).as(when).isEqualTo(reads ? ExitCode.OK : ExitCode.USAGE);
            if (!reads) {
                assertThat(result.err()).as(when).contains(database.getParent() + " cannot be written");
            }
            assertThat(content()).as(when).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseAPathThroughAFile() throws Exception {
        final Map<String, String> before = content();
        database = database.resolve("inner.db");
        for (final String command : commands(1)) {
            final Jar.Result result = start(Path.of(System.getProperty("java.home"), "bin", "java"), command)
                    .await();
            assertThat(result.exitCode()).as(command + ": " + result.err()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).contains("solflow.db").containsPattern("does not exist");
        }
        database = database.getParent();
        assertThat(content()).isEqualTo(before);
    }

    private static List<String> commands(final int turn) {
        return EVERY_COMMAND ? COMMANDS : List.of(COMMANDS.get(turn % COMMANDS.size()));
    }

    private Jar start(final Path java, final String command) throws IOException {
        final List<String> args = new ArrayList<>(List.of(command.split(" ", -1)));
        if (command.equals("run")) {
            args.addAll(List.of("--geyser-url", "http://127.0.0.1:1", "--db"));
        }
        args.add(database.toString());
        return Jar.startWith(java, folder, args.toArray(String[]::new));
    }

    private static boolean mayMount() throws IOException, InterruptedException {
        try {
            final Process process =
                    new ProcessBuilder("unshare", "-m", "--", "mount", "--bind", "/tmp", "/tmp").start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    private static void execute(final Path database, final String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Names and bytes of everything in the database's folder. */
    private Map<String, String> content() throws IOException {
        final Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            for (final Path file : files.toList()) {
                content.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
