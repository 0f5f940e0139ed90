package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.config.ExitCode;
import io.solflow.app.support.LiveJar;
import io.solflow.app.support.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit: by systemd's own check, and its commands run with the finished jar in other folders. */
class ServiceUnitIT {

    private static final Path UNIT = Path.of("service/solflow.service");
    /** In tenths; systemd calls 2.5 and less well protected. */
    private static final String MOST_EXPOSURE = "--threshold=25";

    @TempDir
    Path folder;

    private String unit;

    @BeforeEach
    void place() throws IOException {
        Files.createDirectory(folder.resolve("cache"));
        unit = Files.readString(UNIT)
                .replace(
                        "/usr/bin/java",
                        Path.of(System.getProperty("java.home"), "bin/java").toString())
                .replace("/var/cache/solflow", folder.resolve("cache").toString())
                .replace("/opt/solflow/solflow.jar", System.getProperty("solflow.jar"));
    }

    @Test
    void shouldBeSoundForSystemd() throws Exception {
        assumeTrue(Tool.works("systemd-analyze", "--version"), "systemd-analyze is not installed");
        final Path file = Files.writeString(folder.resolve("solflow.service"), unit);
        final Tool verify = Tool.run(folder, "systemd-analyze", "verify", "--man=no", file.toString());
        assertThat(verify.exitCode()).as(verify.output()).isZero();
        assertThat(verify.output()).doesNotContain("solflow.service:");
        final Tool security =
                Tool.run(folder, "systemd-analyze", "security", "--offline=true", MOST_EXPOSURE, file.toString());
        assertThat(security.exitCode()).as(security.output()).isZero();
    }

    @Test
    void shouldNotRestartWhereTryingAgainChangesNothing() {
        assertThat(unit)
                .contains("\nRestartPreventExitStatus=" + ExitCode.USAGE + " " + ExitCode.REFUSED + "\n")
                .contains("\nRestart=on-failure\n");
        assertThat(Integer.parseInt(value("TimeoutStopSec"))).isGreaterThan(LiveJar.STOP_SECONDS);
    }

    @Test
    void shouldMakeTheClassArchiveOnceAndStartWithIt() throws Exception {
        final String command = value("ExecStartPre");
        final String script = command.substring(command.indexOf('\'') + 1, command.lastIndexOf('\''));
        final Path archive = folder.resolve("cache/solflow.jsa");
        final Tool made = Tool.run(folder, "sh", "-c", script);
        assertThat(made.exitCode()).as(made.output()).isZero();
        assertThat(archive).isNotEmptyFile();
        final FileTime time = Files.getLastModifiedTime(archive);
        assertThat(Tool.run(folder, "sh", "-c", script).output()).isEmpty();
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(time);
        final Tool start = run(List.of("-Xshare:on"), "--version");
        assertThat(start.exitCode()).as(start.output()).isZero();
    }

    @Test
    void shouldStartWithoutAClassArchive() throws Exception {
        final Tool start = run(List.of(), "--version");
        assertThat(start.exitCode()).as(start.output()).isZero();
        assertThat(start.output()).startsWith("solflow ").doesNotContain("warning");
    }

    /** The unit's command with other words in place of {@code run}. */
    private Tool run(final List<String> flags, final String argument) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(
                List.of(value("ExecStart").replace("$JAVA_FLAGS", "-Xmx512m").split(" ")));
        assertThat(command.remove(command.size() - 1)).isEqualTo("run");
        command.add(argument);
        command.addAll(1, flags);
        return Tool.run(folder, Map.of(), command);
    }

    private String value(final String name) {
        return unit.lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
