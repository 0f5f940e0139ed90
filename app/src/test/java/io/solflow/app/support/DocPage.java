package io.solflow.app.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page of {@code docs/}, so that tests can hold it against what is so. */
public record DocPage(String text) {

    /** The project's folder; tests run in their module's. */
    public static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    public static DocPage read(final String name) throws IOException {
        return new DocPage(Files.readString(PROJECT.resolve("docs").resolve(name)));
    }

    /** The fenced blocks of one language, in order. */
    public List<String> blocks(final String language) {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The cells of the rows of the table whose first heading this is, without the headings. */
    public List<List<String>> table(final String firstHeading) {
        return text.lines()
                .dropWhile(line -> !line.startsWith("| " + firstHeading + " |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
                .toList();
    }
}
