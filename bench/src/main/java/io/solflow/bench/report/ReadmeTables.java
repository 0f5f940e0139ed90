package io.solflow.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rewrites the parts of a README between {@code <!-- table: NAME -->} and {@code <!-- end: NAME -->} from the result
 * files. A part whose table has no result yet says so. A result of another JDK than the project's level fills the table
 * {@code NAME-jdkN}.
 */
public final class ReadmeTables {

    private static final Pattern PART =
            Pattern.compile("<!-- table: (?<name>\\S+) -->\n.*?<!-- end: \\k<name> -->", Pattern.DOTALL);

    private ReadmeTables() {}

    /**
     * Rewrites a README.
     *
     * @param readme the text that has the markers.
     * @param results folder of the result files.
     * @param target where the text goes; may be {@code readme}.
     * @return names of tables that have results and no markers.
     */
    public static List<String> rewrite(final Path readme, final Path results, final Path target) throws IOException {
        final Map<String, String> tables = tables(results);
        final TreeSet<String> unplaced = new TreeSet<>(tables.keySet());
        final Matcher part = PART.matcher(Files.readString(readme));
        final StringBuilder text = new StringBuilder();
        while (part.find()) {
            final String name = part.group("name");
            final String table = tables.getOrDefault(name, "Not measured yet.\n");
            part.appendReplacement(
                    text,
                    Matcher.quoteReplacement("<!-- table: " + name + " -->\n" + table + "<!-- end: " + name + " -->"));
            unplaced.remove(name);
        }
        part.appendTail(text);
        Files.writeString(target, text);
        return new ArrayList<>(unplaced);
    }

    private static Map<String, String> tables(final Path results) throws IOException {
        final Map<String, String> tables = new LinkedHashMap<>();
        for (final Path file : files(results)) {
            final Result result = ResultFile.read(file);
            for (final Table table : result.tables()) {
                final StringBuilder text = new StringBuilder(RowText.HEAD);
                table.rows().forEach(row -> text.append(RowText.markdown(row)));
                text.append('\n').append(result.conditions().text()).append('\n');
                if (tables.put(table.name(), text.toString()) != null) {
                    throw new IOException(
                            "table " + table.name() + " comes twice, the second time in " + file.getFileName());
                }
            }
        }
        return tables;
    }

    private static List<Path> files(final Path results) throws IOException {
        if (!Files.isDirectory(results)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
