package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.support.DrillTable;
import io.solflow.app.support.Jar;
import io.solflow.app.support.OldTrades;
import io.solflow.app.support.PipelineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Old rows removed from the database of the running jar: by another process, by itself, and by one that is killed. */
class PruneIT {

    private static final int OLD = 150_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern STORED = Pattern.compile("trades +([\\d,]+) stored");
    private static final Pattern HELD = Pattern.compile("the write lock held for ([\\d,]+) ms");
    private static final DrillTable TABLE = new DrillTable(
            "a market of 600 swaps a second for 10 s over " + OLD + " old trades",
            "beside it",
            "stored",
            "seconds",
            "lock held, ms");

    @TempDir
    Path folder;

    @AfterAll
    static void print() {
        TABLE.print(System.out);
    }

    @Test
    @EnabledIfSystemProperty(named = "solflow.prune", matches = "true")
    void shouldRemoveOldRowsBesideARunningPipelineThatStoresAsMuchAsAlone() throws Exception {
        final Path database = filled();
        Files.copy(database, folder.resolve("alone.db"));
        final long aloneNs = System.nanoTime();
        final Jar.Result alone = demo(Map.of(), "alone.db").await();
        final long besideNs = System.nanoTime();
        final long before = OldTrades.count(database, "SELECT max(id) FROM trades");
        final Jar market = demo(Map.of(), "solflow.db");
        await().atMost(PATIENCE).until(() -> OldTrades.count(database, "SELECT max(id) FROM trades") > before);
        final Jar.Result prune = Jar.run(folder, "prune", "--older-than", "7d", "--db", database.toString());
        assertThat(prune.exitCode()).as(prune.err()).isZero();
        final Jar.Result beside = market.await();
        assertThat(beside.exitCode()).as(beside.err()).isZero();
        TABLE.row("nothing", number(STORED, alone.out()), seconds(aloneNs, besideNs), "-");
        TABLE.row(
                "prune", number(STORED, beside.out()), seconds(besideNs, System.nanoTime()), number(HELD, prune.out()));
        assertThat((double) number(STORED, beside.out()))
                .isCloseTo((double) number(STORED, alone.out()), Percentage.withPercentage(5));
        assertThat(prune.out()).contains(" trades older than 7d");
        requirePruned(database);
    }

    @Test
    @EnabledIfSystemProperty(named = "solflow.prune", matches = "true")
    void shouldRemoveOldRowsByItself() throws Exception {
        final Path database = filled();
        final Jar.Result run = demo(Map.of("SOLFLOW_RETENTION", "7d"), "solflow.db", "--seconds", "45")
                .await();
        assertThat(run.exitCode()).as(run.err()).isZero();
        TABLE.row("retention, 45 s", number(STORED, run.out()), "-", number(HELD, run.out()));
        assertThat(run.out()).contains("pruned        ");
        assertThat(OldTrades.count(database, OldTrades.SELECT_OLD)).isLessThan(OLD);
        final Jar.Result rest = Jar.run(folder, "prune", "--older-than", "7d", "--db", database.toString());
        assertThat(rest.exitCode()).as(rest.err()).isZero();
        requirePruned(database);
    }

    @Test
    void shouldLeaveAWholeDatabaseWhenItIsKilledInTheMiddle() throws Exception {
        final Path database = filled();
        final Jar prune = Jar.start(folder, Map.of(), "prune", "--older-than", "7d", "--db", database.toString());
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> OldTrades.count(database, OldTrades.SELECT_OLD) < OLD - 2_000);
        prune.process().destroyForcibly().waitFor();
        assertThat(PipelineRun.verify(database).details()).isEmpty();
        assertThat(OldTrades.count(database, "SELECT count(*) FROM trades"))
                .isEqualTo(OldTrades.count(database, "SELECT count(*) FROM token_trades"));
        final Jar.Result again = Jar.run(folder, "prune", "--older-than", "7d", "--db", database.toString());
        assertThat(again.exitCode()).as(again.err()).isZero();
        requirePruned(database);
    }

    private Path filled() throws Exception {
        final Path database = folder.resolve("solflow.db");
        OldTrades.market(database);
        OldTrades.add(database, OLD);
        return database;
    }

    private Jar demo(final Map<String, String> environment, final String database, final String... more)
            throws Exception {
        final List<String> words = new ArrayList<>(List.of("demo", "--seed", "7", "--db", database));
        words.addAll(more.length == 0 ? List.of("--seconds", "10") : List.of(more));
        words.addAll(List.of("--rate", "600", "--tokens", "200"));
        return Jar.start(folder, environment, words.toArray(String[]::new));
    }

    private static void requirePruned(final Path database) throws Exception {
        assertThat(OldTrades.remains(database).get(0)).startsWith("0|0|");
        assertThat(PipelineRun.verify(database).details()).isEmpty();
    }

    private static long seconds(final long fromNs, final long toNs) {
        return TimeUnit.NANOSECONDS.toSeconds(toNs - fromNs);
    }

    private static long number(final Pattern pattern, final String text) {
        final Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Long.parseLong(matcher.group(1).replace(",", ""));
    }
}
