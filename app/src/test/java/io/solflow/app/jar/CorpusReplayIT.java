package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.support.Jar;
import io.solflow.app.support.PipelineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded mainnet transactions through {@code replay}, against the trades that an independent oracle found in them. */
class CorpusReplayIT {

    private static final Map<String, String> LABELS = Map.of(
            "pumpfun", "PumpFun",
            "pumpswap", "PumpSwap",
            "moonshot", "Moonshot",
            "bonkswap", "BonkSwap",
            "jupdca", "JupiterDCA");

    @TempDir
    Path folder;

    @Test
    void shouldStoreExactlyTheExpectedTradesOfTheRecordedTransactions() throws Exception {
        final Path corpus = corpus();
        assumeTrue(
                corpus != null,
                "no corpus: put it beside the project as shared/corpus, or name it with SOLFLOW_CORPUS");

        final Jar.Result replay = Jar.run(folder, "replay", corpus.resolve("tx").toString(), "--db", "corpus.db");

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(PipelineRun.rows(
                        folder.resolve("corpus.db"),
                        "SELECT signature, mint, side, lamports, wallet, timestamp, program FROM token_trades"))
                .containsExactlyInAnyOrderElementsOf(expected(
                        corpus, "signature", "mint", "side", "lamports", "wallet", "event_timestamp", "program"));
        assertThat(tokenDigits(PipelineRun.rows(
                        folder.resolve("corpus.db"),
                        "SELECT signature, mint, printf('%.15e', token_amount) FROM token_trades")))
                .containsExactlyInAnyOrderElementsOf(
                        tokenDigits(expected(corpus, "signature", "mint", "token_amount_raw")));
        assertThat(Jar.run(folder, "verify", "--db", "corpus.db").exitCode()).isZero();
    }

    /** Rows of the oracle for the supported programs that have a SOL side; columns joined by a bar. */
    private static List<String> expected(final Path corpus, final String... columns) throws IOException {
        final List<String> lines = Files.readAllLines(corpus.resolve("EXPECTED.tsv"));
        final List<String> header = Arrays.asList(lines.get(0).split("\t", -1));
        final List<String> rows = new ArrayList<>();
        final Map<String, String> wallets = walletsOfRouters(corpus);
        for (final String line : lines.subList(1, lines.size())) {
            final Map<String, String> row = new HashMap<>();
            final String[] cells = line.split("\t", -1);
            for (int i = 0; i < cells.length; i++) {
                row.put(header.get(i), cells[i]);
            }
            final String label = LABELS.get(row.get("program"));
            if (label != null && !row.get("lamports").isEmpty()) {
                row.put("program", label);
                row.computeIfPresent(
                        "wallet",
                        (name, user) -> wallets.getOrDefault(cells[0] + '|' + cells[1] + '|' + cells[2], user));
                row.computeIfPresent("event_timestamp", (name, time) -> time.isEmpty() ? row.get("block_time") : time);
                rows.add(String.join("|", Arrays.stream(columns).map(row::get).toList()));
            }
        }
        assertThat(rows).hasSizeGreaterThan(20);
        return rows;
    }

    /** By signature and place: who traded where a router's own account was the program's user. */
    private static Map<String, String> walletsOfRouters(final Path corpus) throws IOException {
        final Map<String, String> wallets = new HashMap<>();
        for (final String line : Files.readAllLines(corpus.resolve("WALLETS.tsv"))) {
            final String[] cells = line.split("\t", -1);
            wallets.put(cells[0] + '|' + cells[1] + '|' + cells[2], cells[cells.length - 1]);
        }
        return wallets;
    }

    /** The last column's number without its scale: the oracle counts raw units, the table whole tokens. */
    private static List<String> tokenDigits(final List<String> rows) {
        return rows.stream()
                .map(row -> {
                    final int bar = row.lastIndexOf('|');
                    final String digits =
                            String.format(java.util.Locale.ROOT, "%.14e", Double.parseDouble(row.substring(bar + 1)));
                    return row.substring(0, bar + 1) + digits.substring(0, digits.indexOf('e'));
                })
                .toList();
    }

    private static Path corpus() {
        final String named = System.getenv("SOLFLOW_CORPUS");
        if (named != null) {
            return Files.isDirectory(Path.of(named)) ? Path.of(named) : null;
        }
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            final Path candidate = up.resolve("shared").resolve("corpus");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
