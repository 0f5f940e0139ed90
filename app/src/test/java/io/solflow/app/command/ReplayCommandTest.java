package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.MarketLines;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.Printed;
import io.solflow.app.support.ServedMarket;
import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code replay} makes of JSON: trades and their places, what it says, how it ends. */
class ReplayCommandTest {

    private static final int BLOCKS = 6;

    @TempDir
    Path folder;

    private final Printed printed = new Printed();

    @AfterEach
    void restore() {
        printed.close();
    }

    @Test
    void shouldFailWhenNothingCouldBeReadAndSayWhy() throws Exception {
        write("bad.ndjson", List.of("{\"slot\":5,\"version\":9,\"transaction\":[\"gQ==\",\"base64\"]}", "{}", "["));

        assertThat(replay("bad.ndjson")).isEqualTo(1);

        assertThat(printed.take())
                .contains("version 9", "input         3 items skipped, 0 transactions repeated", "nothing to play");
    }

    @Test
    void shouldFailWhenABlockHoldsNothingThatCanBeRead() throws Exception {
        write("1.json", List.of("{\"blockhash\":\"x\",\"parentSlot\":4,\"transactions\":[{\"version\":9}]}"));

        assertThat(replay("1.json")).isEqualTo(1);
    }

    @Test
    void shouldFailWhenAFolderHoldsNothingToPlay() throws Exception {
        Files.createDirectory(folder.resolve("empty"));

        assertThat(replay("empty")).isEqualTo(1);
        assertThat(printed.take()).contains("nothing to play");
    }

    @Test
    void shouldSucceedWhenSomethingCouldBeRead() throws Exception {
        final List<String> lines = new ArrayList<>(market().lines());
        lines.add("{}");
        write("market.ndjson", lines);

        assertThat(replay("market.ndjson")).isZero();
        assertThat(printed.take()).contains("input         1 items skipped, 0 transactions repeated");
    }

    @Test
    void shouldCountWhatIsRepeatedInTheInputAndWhatIsStoredAlready() throws Exception {
        final MarketLines market = market();
        final List<String> twice = new ArrayList<>(market.lines());
        twice.addAll(market.lines());
        write("twice.ndjson", twice);
        write("once.ndjson", market.lines());

        assertThat(replay("twice.ndjson")).isZero();
        assertThat(printed.take())
                .contains(
                        String.format(Locale.ROOT, "0 items skipped, %d transactions repeated", market.transactions()));
        final List<String> rows = rows();

        assertThat(replay("once.ndjson")).isZero();
        assertThat(printed.take())
                .contains(String.format(
                        Locale.ROOT,
                        "0 items skipped, %d transactions repeated",
                        market.alone().size()));
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void shouldKeepTwoTransactionsOfASlotApartThatComeInTwoRunsWithoutAPosition() throws Exception {
        final List<String> alone = market().alone().subList(0, 8);
        for (int i = 0; i < alone.size(); i++) {
            write(i + ".json", List.of(alone.get(i)));
        }

        for (int i = 0; i < alone.size(); i++) {
            assertThat(replay(i + ".json")).isZero();
            assertThat(printed.take()).contains(" 0 seen before", "0 transactions repeated");
        }
        final List<String> inRuns = rows();

        Files.delete(folder.resolve("trades.db"));
        assertThat(replay(".")).isZero();
        assertThat(rows()).hasSizeGreaterThan(alone.size() - 1).isEqualTo(inRuns);
    }

    @Test
    void shouldGiveTheTablesOfTheBlocksWhateverCameFirst() throws Exception {
        final MarketLines market = market();
        write("blocks.ndjson", market.lines());
        write("alone.ndjson", market.alone());

        assertThat(replay("blocks.ndjson")).isZero();
        final List<String> expected = rows();
        assertThat(replay("alone.ndjson")).isZero();
        assertThat(rows()).isEqualTo(expected);

        Files.delete(folder.resolve("trades.db"));
        assertThat(replay("alone.ndjson")).isZero();
        assertThat(replay("blocks.ndjson")).isZero();
        assertThat(rows()).isEqualTo(expected);
    }

    @Test
    void shouldPlayTheRecordedCases() throws Exception {
        final Path cases = MarketLines.shared("cases");
        assertThat(run(cases.resolve("b13-a.json"))).isZero();
        assertThat(run(cases.resolve("b13-b.json"))).isZero();
        assertThat(printed.take()).contains("0 seen before").doesNotContain("1 seen before");
        assertThat(lamports()).containsExactlyInAnyOrder("62636785", "125082775");

        Files.delete(folder.resolve("trades.db"));
        assertThat(run(cases.resolve("b12q-getTransactionsForAddress.json"))).isZero();
        assertThat(PipelineRun.rows(folder.resolve("trades.db"), "SELECT id FROM token_trades ORDER BY id"))
                .extracting(id -> ChainPosition.txIndex(Long.parseLong(id)))
                .containsExactly(3, 9);

        for (final String name :
                List.of("b12k-helius-transactionNotification.ndjson", "b12l-blockNotification.ndjson")) {
            Files.delete(folder.resolve("trades.db"));
            assertThat(run(cases.resolve(name))).isZero();
            assertThat(lamports()).containsExactly("62636785");
        }
    }

    @Test
    void shouldPlayTheRecordedTransactionOfVersion1() throws Exception {
        assertThat(run(MarketLines.shared("corpus").resolve("tx2026/pumpfun_sell_v2_v1tx_453668517.json")))
                .isZero();

        assertThat(PipelineRun.rows(folder.resolve("trades.db"), "SELECT side, lamports, wallet FROM token_trades"))
                .containsExactly("sell|71734685|3k5CB8svr7rXkyH5vGDuP9vJXfrNcRhSAVYAwNGeFJgV");
    }

    private static MarketLines market() {
        try (MarketSimulator simulator = new MarketSimulator(MarketConfig.of(60, 20, 20261204))) {
            return MarketLines.of(simulator, BLOCKS);
        }
    }

    private List<String> rows() throws SQLException {
        return PipelineRun.rows(folder.resolve("trades.db"), ServedMarket.ROWS);
    }

    private List<String> lamports() throws SQLException {
        return PipelineRun.rows(folder.resolve("trades.db"), "SELECT lamports FROM token_trades");
    }

    private int replay(final String name) {
        return run(folder.resolve(name).normalize());
    }

    private int run(final Path path) {
        return printed.run(
                "replay", path.toString(), "--db", folder.resolve("trades.db").toString(), "--log", "error");
    }

    private void write(final String name, final List<String> lines) throws Exception {
        Files.write(folder.resolve(name), lines);
    }
}
