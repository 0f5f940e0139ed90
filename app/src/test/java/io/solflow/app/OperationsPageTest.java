package io.solflow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.config.ExitCode;
import io.solflow.app.health.HealthCause;
import io.solflow.app.support.DocPage;
import io.solflow.core.event.GapReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The operators' page is complete. */
class OperationsPageTest {

    @Test
    void shouldExplainEveryHealthCauseWithItsLevelWorstFirst() throws IOException {
        final List<List<String>> rows = DocPage.read("operations.md").table("cause");
        assertThat(rows.stream().map(row -> row.get(0) + " " + row.get(1)))
                .containsExactlyElementsOf(Arrays.stream(HealthCause.values())
                        .map(cause -> "`" + cause.code() + "` " + cause.level().word())
                        .toList());
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(5).doesNotContain(""));
    }

    @Test
    void shouldExplainEveryReasonOfAGap() throws IOException {
        assertThat(DocPage.read("operations.md").table("reason").stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(Arrays.stream(GapReason.values())
                        .map(reason -> "`" + reason.label() + "`")
                        .toList());
    }

    @Test
    void shouldExplainEveryExitCode() throws IOException {
        assertThat(DocPage.read("operations.md").table("exit code").stream().map(row -> row.get(0)))
                .contains(
                        Integer.toString(ExitCode.OK),
                        Integer.toString(ExitCode.FAILED),
                        Integer.toString(ExitCode.USAGE),
                        Integer.toString(ExitCode.REFUSED));
    }
}
