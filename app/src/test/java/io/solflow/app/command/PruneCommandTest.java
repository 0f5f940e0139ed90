package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.Cli;
import io.solflow.app.support.OldTrades;
import io.solflow.app.support.PipelineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PruneCommandTest {

    private static final int OLD = 30_000;

    @TempDir
    static Path shared;

    private static Path filled;

    @TempDir
    Path folder;

    @BeforeAll
    static void fill() throws Exception {
        filled = shared.resolve("filled.db");
        OldTrades.market(filled);
    }

    @Test
    void shouldRemoveOldTradesAndTheirWalletsAndKeepEverythingElse() throws Exception {
        final Path database = copy();
        final List<String> metrics = PipelineRun.rows(database, "SELECT * FROM token_rolling_metrics ORDER BY mint");
        final List<String> trades = PipelineRun.rows(database, "SELECT * FROM token_trades ORDER BY id");
        OldTrades.add(database, OLD);
        final Cli run = Cli.run("prune", "--older-than", "7d", "--db", database.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("removed 30,000 trades older than 7d (before 20", " 2,999 wallets in ")
                .contains("the write lock held for ", " of the file's ", "'backup FILE'");
        assertThat(PipelineRun.rows(database, "SELECT * FROM token_trades ORDER BY id"))
                .isEqualTo(trades);
        assertThat(PipelineRun.rows(database, "SELECT * FROM token_rolling_metrics ORDER BY mint"))
                .isEqualTo(metrics);
        // the highest ids stay, so that they are given to nobody else
        assertThat(OldTrades.remains(database)).containsExactly("0|0|1");
        assertThat(PipelineRun.verify(database).details()).isEmpty();
    }

    @Test
    void shouldFindNothingTheSecondTime() throws Exception {
        final Path database = copy();
        OldTrades.add(database, 2_000);
        assertThat(Cli.run("prune", "--older-than", "168h", "--db", database.toString())
                        .exitCode())
                .isZero();
        final Cli second = Cli.run("prune", "--older-than", "10080m", "--db", database.toString());
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).contains("removed 0 trades older than 10080m", "0 mints and 0 wallets");
    }

    @Test
    void shouldRefuseAnAgeThatTheWindowsNeedBeforeAnythingIsOpened() {
        for (final String age : List.of("4h", "245m", "14759s", "0d", "7", "7 d", "-7d", "7w", "", "9999999999d")) {
            final Cli run = Cli.run("prune", "--older-than", age, "--db", "missing.db");
            assertThat(run.exitCode()).as(age).isEqualTo(2);
            assertThat(run.err()).contains("--older-than is '" + age + "', allowed: ", "from 246m on", "4 hours");
        }
    }

    @Test
    void shouldAskForAnAge() {
        final Cli run = Cli.run("prune", "--db", filled.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--older-than is missing; allowed: ", "SOLFLOW_RETENTION");
    }

    @Test
    void shouldRefuseWhatIsNoDatabaseOfSolFlow() throws Exception {
        final Path text = Files.writeString(folder.resolve("text.db"), "no database, only text".repeat(100));
        for (final Path database : List.of(text, folder, folder.resolve("missing.db"))) {
            final Cli run = Cli.run("prune", "--older-than", "7d", "--db", database.toString());
            assertThat(run.exitCode()).as("%s: %s", database, run.err()).isEqualTo(2);
            assertThat(run.err()).contains(database.toString()).doesNotContain("Exception");
        }
        assertThat(text).hasContent("no database, only text".repeat(100));
    }

    @Test
    void shouldSayThatAnEmptyDatabaseHasNothingToRemove() {
        final String database = folder.resolve("empty.db").toString();
        assertThat(Cli.run("migrate", "--db", database).exitCode()).isZero();
        final Cli run = Cli.run("prune", "--older-than", "7d", "--db", database);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("nothing to remove, no whole slot is stored yet");
    }

    private Path copy() throws Exception {
        return Files.copy(filled, folder.resolve("solflow.db"));
    }
}
