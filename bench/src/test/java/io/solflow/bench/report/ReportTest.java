package io.solflow.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Figure PRODUCT = Figure.of("SolFlow", "trades/s", 41_234, 39_876, 40_555);
    private static final Figure LIMIT = Figure.of("C loop", "trades/s", 50_000, 51_000, 49_000);

    @TempDir
    private Path folder;

    @Test
    void shouldTakeRatiosPairByPair() {
        final Figure ratio = Comparison.productBy(LIMIT).ratio(PRODUCT);

        assertThat(ratio.samples()).containsExactly(41_234.0 / 50_000, 39_876.0 / 51_000, 40_555.0 / 49_000);
        assertThat(ratio.median()).isEqualTo(41_234.0 / 50_000);
        assertThat(Comparison.byProduct(LIMIT).ratio(PRODUCT).samples()).startsWith(50_000 / 41_234.0);
    }

    @Test
    void shouldHoldTheBarAgainstTheMedianRatio() {
        final Row row = new Row("persist", "batch 1,000", PRODUCT).beside(Comparison.productBy(LIMIT));

        assertThat(row.bar(Bar.atLeast(0.82)).met()).contains(true);
        assertThat(row.bar(Bar.atLeast(0.83)).met()).contains(false);
        assertThat(new Row("allocated", "", Figure.of("SolFlow", "B", 0))
                        .bar(Bar.atMost(0))
                        .met())
                .contains(true);
    }

    @Test
    void shouldRefuseWhatHasNoPairs() {
        assertThatThrownBy(() -> new Row("persist", "", PRODUCT)
                        .beside(Comparison.productBy(Figure.of("C loop", "trades/s", 1))))
                .hasMessage("no pairs: SolFlow has 3 samples in trades/s, C loop 1 in trades/s");
        assertThatThrownBy(() -> Figure.of("SolFlow", "ns", Double.NaN))
                .hasMessage("SolFlow: sample is NaN, must be finite");
        assertThatThrownBy(() -> Figure.of("SolFlow", "ns")).hasMessageContaining("at least one sample");
    }

    @Test
    void shouldWriteNumbersForPeople() {
        assertThat(List.of(0.0, 0.01234, 0.5, 1.0, 12.345, 999.6, 1_234.0, 41_234.0, 1_234_567.0).stream()
                        .map(Numbers::text))
                .containsExactly("0", "0.0123", "0.50", "1.00", "12.3", "1,000", "1,230", "41,200", "1,230,000");
    }

    @Test
    void shouldFillTheReadmeFromTheFileItWrote() throws IOException {
        final Result result = result("sqlite", "sqlite");
        final Path file = ResultFile.write(folder.resolve("results"), result);
        final Path readme = folder.resolve("README.md");
        Files.writeString(readme, """
                before
                <!-- table: sqlite -->
                old
                <!-- end: sqlite -->
                between
                <!-- table: line -->
                <!-- end: line -->
                after
                """);

        final List<String> unplaced = ReadmeTables.rewrite(readme, folder.resolve("results"), readme);

        assertThat(ResultFile.read(file).conditions()).isEqualTo(result.conditions());
        assertThat(unplaced).isEmpty();
        assertThat(Files.readString(readme))
                .startsWith("before\n<!-- table: sqlite -->\n| what |")
                .contains("| persist | batch 1,000 | 40,600 (39,900–41,200) trades/s "
                        + "| C loop: 50,000 (49,000–51,000) | 0.825 (0.782–0.828) | ≥ 0.75 met |\n")
                .contains("with `bash bench/run.sh sqlite`")
                .doesNotContain("old")
                .endsWith("""
                        <!-- end: sqlite -->
                        between
                        <!-- table: line -->
                        Not measured yet.
                        <!-- end: line -->
                        after
                        """);
    }

    @Test
    void shouldNameTablesWithoutAPlace() throws IOException {
        ResultFile.write(folder, result("sqlite", "sqlite-layouts"));
        final Path readme = Files.writeString(folder.resolve("README.md"), "nothing\n");

        assertThat(ReadmeTables.rewrite(readme, folder, readme)).containsExactly("sqlite-layouts");
        assertThat(readme).hasContent("nothing\n");
    }

    @Test
    void shouldRefuseAFileThatIsNoResult() throws IOException {
        final Path file = Files.writeString(folder.resolve("x.json"), "{\"suite\": 3}");

        assertThatThrownBy(() -> ResultFile.read(file)).hasMessageContaining("x.json is no result file");
    }

    @Test
    void shouldNameNoHost() {
        assertThat(Machine.describe()).containsOnlyKeys("cpu", "cores", "memoryMiB", "kernel", "jdk");
        assertThat(Machine.versions()).containsKeys("disruptor", "agrona", "grpc", "sqlite-jdbc");
        assertThat(Machine.versions().values()).noneMatch(version -> version.contains("$"));
    }

    private static Result result(final String suite, final String table) {
        final Row row = new Row("persist", "batch 1,000", PRODUCT)
                .beside(Comparison.productBy(LIMIT))
                .bar(Bar.atLeast(0.75));
        return new Result(
                suite,
                new RunClock("bash bench/run.sh " + suite).end(),
                List.of(new Table(table, List.of(row, new Row("alone", "", PRODUCT)))));
    }
}
