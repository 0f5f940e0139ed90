package io.solflow.app.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The queries of sql/example_queries.sql that read. Immutable. */
public final class ExampleQueries {

    private static final String RESOURCE = "/io/solflow/sql/example_queries.sql";
    private static final String NAME = "-- name: ";
    private static final String RULE = "-- -----";
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.])\\s|; reads all of ");

    /**
     * A query.
     *
     * @param title the first sentence of its comment.
     * @param section the heading above it.
     */
    public record Example(String name, String title, String section, String sql) {}

    private final List<Example> examples;

    private ExampleQueries(final List<Example> examples) {
        this.examples = List.copyOf(examples);
    }

    /** Those that travel in the jar. */
    public static ExampleQueries shipped() {
        try (InputStream in = ExampleQueries.class.getResourceAsStream(RESOURCE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ExampleQueries parse(final String text) {
        final List<Example> examples = new ArrayList<>();
        String section = "";
        String name = "";
        final StringBuilder comment = new StringBuilder();
        final StringBuilder sql = new StringBuilder();
        boolean heading = false;
        for (final String line : text.lines().toList()) {
            if (line.startsWith(RULE)) {
                add(examples, name, comment, section, sql);
                name = "";
                heading = !heading;
            } else if (heading) {
                section = line.substring(2).strip();
            } else if (line.startsWith(NAME)) {
                add(examples, name, comment, section, sql);
                name = line.substring(NAME.length()).strip();
            } else if (line.startsWith("--")) {
                comment.append(line.substring(2).strip()).append(' ');
            } else {
                sql.append(line).append('\n');
            }
        }
        add(examples, name, comment, section, sql);
        return new ExampleQueries(examples);
    }

    private static void add(
            final List<Example> examples,
            final String name,
            final StringBuilder comment,
            final String section,
            final StringBuilder sql) {
        final String statement = sql.toString().strip();
        if (!name.isEmpty() && (statement.startsWith("SELECT") || statement.startsWith("WITH"))) {
            final String sentence = SENTENCE_END.split(comment.toString().strip(), 2)[0];
            examples.add(new Example(name, sentence.endsWith(".") ? sentence : sentence + ".", section, statement));
        }
        comment.setLength(0);
        sql.setLength(0);
    }

    /** All, in the order of the file. */
    public List<Example> all() {
        return examples;
    }

    /** The one of this name. */
    public Optional<Example> named(final String name) {
        return examples.stream().filter(example -> example.name().equals(name)).findFirst();
    }
}
