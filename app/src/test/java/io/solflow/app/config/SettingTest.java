package io.solflow.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.app.Main;
import io.solflow.app.support.Cli;
import io.solflow.app.support.DocPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What follows from the one line of a setting. */
class SettingTest {

    /** Allowed nowhere, but where any text is. */
    private static final String GARBAGE = "s3cret \u0001 garbage";

    private static final Path PAGE = DocPage.PROJECT.resolve("docs/settings.md");
    private static final String HEAD = "| variable | flag | default | allowed | meaning |";

    /** Given on the command line, {@code -Dsolflow.writeDocs=true} writes the table instead of comparing it. */
    private static final boolean WRITE_DOCS = Boolean.getBoolean("solflow.writeDocs");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("withDefault")
    void shouldTakeItsOwnDefault(final Setting setting) {
        assertThat(nothingGiven().get(setting, Object.class)).isNotNull();
        assertThat(nothingGiven().origin(setting)).isEqualTo("default");
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayOfABadValueWhichSettingWhatWasGivenAndWhatIsAllowed(final Setting setting) {
        final Settings settings = Settings.of(Map.of(), Map.of(setting.variable(), GARBAGE), folder);
        try {
            settings.find(setting, Object.class);
        } catch (final UsageException e) {
            assertThat(e.setting()).contains(setting);
            assertThat(e.getMessage()).startsWith(setting.variable()).contains("allowed: ");
            assertThat(e.problem()).isNotBlank().doesNotContain(setting.variable());
        }
    }

    private static Stream<Setting> withDefault() {
        return Stream.of(Setting.values())
                .filter(setting -> !setting.defaultText().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void shouldShowNothingOfASecret(final Setting setting) {
        final Settings settings = Settings.of(Map.of(), Map.of(setting.variable(), GARBAGE), folder);
        assertThat(settings.shown(setting)).isEqualTo("set");
        assertThat(setting.flag()).isEmpty();
        try {
            settings.find(setting, Object.class);
        } catch (final UsageException e) {
            assertThat(e).hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void shouldCountAsSecretWhatMayHoldATokenOrPassword() {
        assertThat(secrets())
                .containsExactly(Setting.X_TOKEN, Setting.HTTPS_PROXY, Setting.HTTP_TOKEN, Setting.WEBHOOK_URL);
    }

    private static Stream<Setting> secrets() {
        return Stream.of(Setting.values()).filter(Setting::isSecret);
    }

    @ParameterizedTest
    @MethodSource("withFlag")
    void shouldBeExplainedByTheHelpOfACommandThatTakesItsFlag(final Setting setting) {
        final List<OptionSpec> options = Main.commandLine("").getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .flatMap(command -> command.options().stream())
                .filter(option -> option.longestName().equals(setting.flag()))
                .toList();
        assertThat(options).isNotEmpty().allSatisfy(option -> assertThat(option.description()[0])
                .contains(
                        setting.help(),
                        setting.allowed(),
                        setting.variable(),
                        setting.defaultText().isEmpty() ? "" : "default: " + setting.defaultShown()));
    }

    private static Stream<Setting> withFlag() {
        return Stream.of(Setting.values()).filter(setting -> !setting.flag().isEmpty());
    }

    @Test
    void shouldBeReadFromTheEnvironmentAndTheDotEnvFileByItsVariable() throws IOException {
        for (final Setting setting : Setting.values()) {
            final Settings environment = Settings.of(Map.of(), Map.of(setting.variable(), "a"), folder);
            assertThat(environment.text(setting)).contains("a");
            assertThat(environment.unknownNames()).isEmpty();
            Files.writeString(folder.resolve(".env"), setting.variable() + "=b\n");
            assertThat(nothingGiven().text(setting)).contains("b");
            assertThat(nothingGiven().origin(setting)).isEqualTo(".env");
            Files.delete(folder.resolve(".env"));
        }
    }

    @Test
    void shouldReadWhatTheFlagGives() {
        final Cli run = Cli.run("demo", "--flush-ms", "soon");
        assertThat(run.err()).contains("SOLFLOW_FLUSH_MS is 'soon', allowed: a whole number from 0 to 60000");
    }

    @Test
    void shouldSayThatWhatIsNeededIsMissing() {
        assertThatThrownBy(() -> nothingGiven().get(Setting.GEYSER_URL, Object.class))
                .isInstanceOfSatisfying(
                        UsageException.class, e -> assertThat(e.setting()).contains(Setting.GEYSER_URL))
                .hasMessageContaining("or give --geyser-url");
    }

    @Test
    void shouldHaveItsRowInTheDocs() throws IOException {
        final String page = Files.readString(PAGE);
        final List<String> table =
                page.lines().filter(line -> line.startsWith("|")).toList();
        if (WRITE_DOCS) {
            Files.writeString(PAGE, page.replace(String.join("\n", table), String.join("\n", table())));
            return;
        }
        assertThat(String.join("\n", table))
                .as("the table of docs/settings.md; -Dsolflow.writeDocs=true writes it")
                .isEqualTo(String.join("\n", table()));
    }

    private static List<String> table() {
        return Stream.concat(
                        Stream.of(HEAD, "|---|---|---|---|---|"),
                        Arrays.stream(Setting.values()).map(SettingTest::row))
                .toList();
    }

    private static String row(final Setting setting) {
        final String noFlag = setting.isSecret() ? "none: flags show in the process list" : "none";
        return "| "
                + String.join(
                        " | ",
                        setting.variable(),
                        setting.flag().isEmpty() ? noFlag : "`" + setting.flag() + "`",
                        setting.defaultShown().isEmpty() ? "none" : setting.defaultShown(),
                        setting.allowed(),
                        setting.help())
                + " |";
    }

    private Settings nothingGiven() {
        return Settings.of(Map.of(), Map.of(), folder);
    }
}
