package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.support.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The container image: built (or given by {@code -Dsolflow.image}), unpacked layer by layer, and run in a root of its own, as
 * an engine would do it. Making it takes a minute of both cores, so this is a drill, which {@code .ci/run} runs.
 */
@EnabledIfSystemProperty(named = "solflow.container", matches = "true")
class ContainerImageIT {

    /** An image that was built before; without it one is. */
    private static final String BUILT = System.getProperty("solflow.image");

    private static final String USER = "65532";

    @TempDir
    static Path folder;

    private static Path image;
    private static Path root;
    private static String manifest;
    private static String config;

    @BeforeAll
    static void unpack() throws Exception {
        final Path tar = BUILT == null ? build() : Path.of(BUILT).toAbsolutePath();
        image = Files.createDirectory(folder.resolve("image"));
        root = Files.createDirectory(folder.resolve("root"));
        assertThat(Tool.run(image, "tar", "-xf", tar.toString()).exitCode()).isZero();
        manifest = Files.readString(image.resolve("manifest.json"));
        config = Files.readString(image.resolve(blobs("Config").get(0)));
        for (final String layer : blobs("Layers")) {
            assertThat(Tool.run(root, "tar", "-xpf", image.resolve(layer).toString())
                            .exitCode())
                    .isZero();
        }
    }

    private static Path build() throws Exception {
        assumeTrue(Tool.works("tar", "--version") && Tool.works("ldd", "--version"), "needs GNU tar and glibc's ldd");
        final Path java = Path.of(System.getProperty("java.home"));
        assumeTrue(Files.isExecutable(java.resolve("bin/jlink")), "the tests' Java has no jlink");
        final Path tar = folder.resolve("image.tar");
        final Tool build = Tool.run(
                folder,
                Map.of("JAVA_HOME", java.toString()),
                List.of(
                        "bash",
                        Path.of("container/image.sh").toAbsolutePath().toString(),
                        System.getProperty("solflow.jar"),
                        tar.toString()));
        assertThat(build.exitCode()).as(build.output()).isZero();
        return tar;
    }

    private static List<String> blobs(final String field) {
        final Matcher list =
                Pattern.compile("\"" + field + "\":(\\[[^]]*]|\"[^\"]*\")").matcher(manifest);
        assertThat(list.find()).isTrue();
        return Pattern.compile("blobs/sha256/[0-9a-f]{64}")
                .matcher(list.group(1))
                .results()
                .map(match -> match.group())
                .toList();
    }

    @Test
    void shouldNameEveryBlobByWhatIsInIt() throws Exception {
        try (Stream<Path> blobs = Files.list(image.resolve("blobs/sha256"))) {
            for (final Path blob : blobs.toList()) {
                final String sum = Tool.run(image, "sha256sum", blob.toString()).output();
                assertThat(sum).startsWith(blob.getFileName().toString());
            }
        }
        for (final String layer : blobs("Layers")) {
            assertThat(config).contains("\"sha256:" + layer.substring(layer.lastIndexOf('/') + 1) + "\"");
        }
        assertThat(Files.readString(image.resolve("oci-layout"))).contains("\"imageLayoutVersion\":\"1.0.0\"");
        assertThat(Files.readString(image.resolve("index.json")))
                .contains("application/vnd.oci.image.manifest.v1+json");
    }

    @Test
    void shouldNotRunAsRootAndKeepItsDataInAVolume() throws IOException {
        assertThat(config)
                .contains("\"User\":\"" + USER + ":" + USER + "\"", "\"Volumes\":{\"/data\":{}}", "\"Healthcheck\"")
                .contains("SOLFLOW_DB_PATH=/data/solflow.db");
        try (Stream<Path> bin = Files.walk(root)) {
            assertThat(bin.map(file -> file.getFileName().toString())).doesNotContain("sh", "bash", "apt");
        }
    }

    @Test
    void shouldTellItsVersionWithTheClassArchive() throws Exception {
        final Tool version = inside(entrypoint("-Xshare:on"), "--version");
        assertThat(version.exitCode()).as(version.output()).isZero();
        assertThat(version.output()).startsWith("solflow ");
    }

    @Test
    void shouldRunTheDemoAndVerifyIt() throws Exception {
        final Tool demo = inside(entrypoint(), "demo", "--seconds", "5", "--db", "/data/demo.db");
        assertThat(demo.exitCode()).as(demo.output()).isZero();
        assertThat(demo.output()).contains("top tokens").doesNotContain("warning", "WARNING");
        final Tool verify = inside(entrypoint(), "verify", "--db", "/data/demo.db");
        assertThat(verify.exitCode()).as(verify.output()).isZero();
    }

    @Test
    void shouldHaveAHealthCheckThatRunsAndFailsWhereNobodyAnswers() throws Exception {
        final String nobody = "127.0.0.1:1";
        final Tool probe = insideServing(nobody, words("Test").stream().skip(1).toList());
        assertThat(probe.output()).startsWith("/health of " + nobody + " does not answer");
        assertThat(probe.exitCode()).isEqualTo(1);
    }

    private static List<String> entrypoint(final String... flags) {
        final List<String> command = new ArrayList<>(words("Entrypoint"));
        command.addAll(1, List.of(flags));
        return command;
    }

    private static List<String> words(final String field) {
        final Matcher list = Pattern.compile("\"" + field + "\":\\[([^]]*)]").matcher(config);
        assertThat(list.find()).isTrue();
        return Stream.of(list.group(1).split(",", -1))
                .map(word -> word.substring(1, word.length() - 1))
                .toList();
    }

    /** Without a page: the default port is the machine's, where others may have it. */
    private static Tool inside(final List<String> command, final String... arguments)
            throws IOException, InterruptedException {
        return insideServing("off", command, arguments);
    }

    /** In the image as its root, as its user, with processes and mounts of its own. */
    private static Tool insideServing(final String http, final List<String> command, final String... arguments)
            throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("proc"));
        final List<String> whole = new ArrayList<>(List.of(
                "unshare", "--fork", "--pid", "--mount", "--mount-proc", "--root=" + root, "--wd=/opt/solflow"));
        whole.addAll(List.of("--setgid", USER, "--setuid", USER));
        final List<String> trial = new ArrayList<>(whole);
        trial.addAll(List.of("/opt/java/bin/java", "-version"));
        assumeTrue(Tool.run(folder, trial).exitCode() == 0, "needs Linux, root and a new unshare");
        whole.addAll(command);
        whole.addAll(List.of(arguments));
        return Tool.run(folder, Map.of("SOLFLOW_DB_PATH", "/data/solflow.db", "SOLFLOW_HTTP", http), whole);
    }
}
