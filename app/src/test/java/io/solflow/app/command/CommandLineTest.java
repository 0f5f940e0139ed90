package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.config.VersionProvider;
import io.solflow.app.support.Cli;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line answers, in this process: a launch of the jar for each would take a minute. */
public class CommandLineTest {

    private static final String FOLDER = "{folder}";

    @TempDir
    Path folder;

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
                "demo --db {folder}/no/such/folder/x.db | does not exist; allowed: a file in an existing folder",
                "replay {folder}/missing.json --db {folder}/x.db | missing.json does not exist",
                "verify | SOLFLOW_DB_PATH is missing",
                "verify --db {folder}/missing.db | missing.db does not exist",
                "serve {folder}/missing.capture | missing.capture does not exist",
                "nonsense | command 'nonsense' is not known, allowed: run, demo, replay, capture, serve, top, token, query, verify, migrate, backup, prune, doctor",
                "backup {folder}/x.db | SOLFLOW_DB_PATH is missing",
                "backup | 'FILE'",
                "--nonsense | --nonsense"
            })
    void shouldExitWith2AndSayWhatIsAllowed(final String commandLine, final String message) {
        final Cli run = Cli.run(Stream.of(commandLine.split(" ", -1))
                .map(word -> word.replace(FOLDER, folder.toString()))
                .toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("Exception", "\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "run", "demo", "replay", "capture", "serve", "top", "token", "query", "verify", "migrate", "backup",
                "prune", "doctor"
            })
    void shouldHelpAndTellItsVersion(final String command) {
        final String[] prefix = command.isEmpty() ? new String[0] : new String[] {command};
        final Cli help = Cli.run(with(prefix, "--help"));
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage:");
        assertThat(Cli.run(with(prefix, "--version")).out()).contains("solflow " + VersionProvider.version());
    }

    private static String[] with(final String[] prefix, final String last) {
        final String[] words = Arrays.copyOf(prefix, prefix.length + 1);
        words[prefix.length] = last;
        return words;
    }
}
