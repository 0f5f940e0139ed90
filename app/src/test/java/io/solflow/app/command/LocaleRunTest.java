package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.MarketLines;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.Printed;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print on machines of other countries. */
class LocaleRunTest {

    private static final String MINT = "SELECT mint FROM token_rolling_metrics ORDER BY net_flow_60s DESC LIMIT 1";

    @TempDir
    Path folder;

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @Test
    void shouldTestWithLocalesThatWriteNumbersInAnotherWay() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        assertThat(String.format(Locale.getDefault(), "%,d", 1234)).isNotEqualTo("1,234");
        assertThat(String.format(Locale.forLanguageTag("de-DE"), "%.1f", 1.5)).isEqualTo("1,5");
        assertThat(String.format(Locale.forLanguageTag("hi-IN-u-nu-deva"), "%d", 1))
                .isEqualTo("१");
    }

    @Test
    void shouldPrintTheSameInEveryLocale() throws Exception {
        final Path input = folder.resolve("market.ndjson");
        try (MarketSimulator simulator = new MarketSimulator(MarketConfig.of(60, 20, 20261205))) {
            Files.write(input, MarketLines.of(simulator, 10).lines());
        }
        Locale.setDefault(Locale.ENGLISH);
        final String english = commands(input);

        for (final String tag : List.of("ar-EG", "de-DE", "hi-IN-u-nu-deva", "th-TH-u-ca-buddhist-nu-thai")) {
            Locale.setDefault(Locale.forLanguageTag(tag));
            assertThat(commands(input)).as(tag).isEqualTo(english);
        }
    }

    private String commands(final Path input) throws Exception {
        final Path database = folder.resolve("locale.db");
        try (Printed printed = new Printed()) {
            final String db = database.toString();
            assertThat(printed.run("replay", input.toString(), "--db", db, "--log", "error", "--print-trades"))
                    .isZero();
            assertThat(printed.run("verify", "--db", db)).isZero();
            assertThat(printed.run("top", "--once", "--db", db)).isZero();
            assertThat(printed.run("top", "--once", "--json", "--db", db)).isZero();
            final String mint = PipelineRun.rows(database, MINT).get(0);
            assertThat(printed.run("token", mint, "--db", db)).isZero();
            assertThat(printed.run("token", mint, "--json", "--db", db)).isZero();
            assertThat(printed.run("query", "SELECT sol_amount, token_amount FROM token_trades LIMIT 20", "--db", db))
                    .isZero();
            assertThat(printed.run("prune", "--older-than", "1d", "--db", db)).isZero();
            return withoutDurations(printed.take());
        } finally {
            remove(database);
        }
    }

    /** How long something took, and in how many commits, is another number each time. */
    private static String withoutDurations(final String text) {
        return text.replaceAll("[0-9.,]+ m?s\\b", "<time>")
                .replaceAll("[0-9.,]+ upserts in [0-9.,]+ commits", "<commits>")
                .replaceAll("(?m)^.* updates/s .*$", "<status>");
    }

    private static void remove(final Path database) throws IOException {
        for (final String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(database + suffix));
        }
    }
}
