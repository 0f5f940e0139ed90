package io.solflow.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule of {@link LocaleArchitectureTest} bites, and the benches' reports keep to it too. */
class LocaleSourceTest {

    private static final Pattern DEFAULT_LOCALE =
            Pattern.compile("(printf|String\\.format)\\(\\s*\"|\\.formatted\\(|to(Lower|Upper)Case\\(\\)");

    @Test
    void shouldFindACallThatTakesTheLocaleOfTheMachine() {
        assertThat(LocaleArchitectureTest.NO_CALL_TAKES_THE_LOCALE_OF_THE_MACHINE
                        .evaluate(new ClassFileImporter().importClasses(Careless.class))
                        .getFailureReport()
                        .getDetails())
                .hasSize(4);
    }

    @Test
    void shouldPrintNoBenchReportInTheLocaleOfTheMachine() throws IOException {
        final Path bench = Path.of("..", "bench", "src", "main");
        try (Stream<Path> files = Files.walk(bench)) {
            final List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty().allSatisfy(file -> assertThat(Files.readString(file))
                    .doesNotContainPattern(DEFAULT_LOCALE));
        }
    }

    /** What must not be done. */
    static final class Careless {

        private Careless() {}

        @SuppressWarnings("StringCaseLocaleUsage") // here on purpose
        static String words(final double number) {
            System.out.printf("%.1f", number);
            return String.format("%.1f", number) + "%.1f".formatted(number) + "I".toLowerCase();
        }
    }
}
