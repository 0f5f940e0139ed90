package io.solflow.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExampleQueriesFileTest {

    private final ExampleQueries examples = ExampleQueries.shipped();

    @Test
    void shouldKnowNameTitleSectionAndStatement() {
        final ExampleQueries.Example first = examples.all().get(0);
        assertThat(first.name()).isEqualTo("top_inflow_5m");
        assertThat(first.title()).isEqualTo("Tokens that took in the most SOL within five minutes.");
        assertThat(first.section()).isEqualTo("Top flow by window");
        assertThat(first.sql()).startsWith("SELECT mint").endsWith(";");
    }

    @Test
    void shouldHoldEveryQueryThatReadsAndNoneThatWrites() throws QueryException {
        assertThat(examples.all()).hasSizeGreaterThan(30);
        assertThat(examples.named("prune_older_than_7_days")).isEmpty();
        for (final ExampleQueries.Example example : examples.all()) {
            assertThat(example.title()).endsWith(".").doesNotContain("--");
            assertThat(example.section()).isNotBlank();
            assertThat(SqlText.requireOneReading(example.sql())).isNotBlank();
        }
    }
}
