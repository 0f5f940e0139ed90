package io.solflow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** No message sends its reader after a setting that does not exist: whatever looks like one in a text of the program is one. */
class NamedSettingsTest {

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"");
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:SOLFLOW|GEYSER|X|HTTPS?|NO)_[A-Z][A-Z0-9_]*\\b");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
    private static final Pattern SETTING = Pattern.compile(
            "(?i)\\b(?:raise|lower|increase|set) the ((?:\\w+ ){0,3}(?:bytes|limit|timeout|window))\\b");

    /** Of Java and SQLite, not of SolFlow. */
    private static final Set<String> OTHERS = Set.of("--add-opens", "--enable-native-access");

    @Test
    void shouldNameOnlyVariablesThatExist() throws IOException {
        final Set<String> known = new TreeSet<>(Setting.variables());
        // what every program of a terminal respects
        known.add("NO_COLOR");
        assertThat(named(VARIABLE).keySet()).isSubsetOf(known).contains("GEYSER_URL");
    }

    @Test
    void shouldNameOnlyFlagsThatExist() throws IOException {
        final Set<String> flags = new TreeSet<>(OTHERS);
        final CommandLine all = Main.commandLine("");
        flags.addAll(all.getCommandSpec().optionsMap().keySet());
        all.getSubcommands()
                .values()
                .forEach(command ->
                        flags.addAll(command.getCommandSpec().optionsMap().keySet()));
        assertThat(named(FLAG).keySet()).isSubsetOf(flags).contains("--tls-ca");
    }

    @Test
    void shouldSendNobodyAfterALimitThatIsNoSetting() throws IOException {
        assertThat(named(SETTING)).isEmpty();
    }

    /** What a pattern finds in the texts of the main sources, with where. */
    private static Map<String, List<String>> named(final Pattern pattern) throws IOException {
        final Map<String, List<String>> found = new TreeMap<>();
        for (final String module : List.of("core", "ingest", "persist", "app")) {
            try (Stream<Path> files = Files.walk(root().resolve(module).resolve("src/main/java"))) {
                for (final Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    final Matcher literals = LITERAL.matcher(Files.readString(file));
                    while (literals.find()) {
                        final Matcher names = pattern.matcher(literals.group());
                        while (names.find()) {
                            found.computeIfAbsent(names.group(), name -> new ArrayList<>())
                                    .add(file.getFileName().toString());
                        }
                    }
                }
            }
        }
        return found;
    }

    private static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
