package io.solflow.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.core.pipeline.WaitMode;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void shouldPreferFlagsToTheEnvironmentAndTheEnvironmentToTheDotEnvFile() throws IOException {
        Files.writeString(
                folder.resolve(".env"),
                "# settings\nGEYSER_URL=http://file:1\nexport SOLFLOW_DB_PATH = \"file db\"\nSOLFLOW_LOG='debug'\n");
        final Settings settings = Settings.of(
                Map.of(Setting.GEYSER_URL, "http://flag:1"),
                Map.of("GEYSER_URL", "http://env:1", "SOLFLOW_DB_PATH", "env.db", "SOLFLOW_LOG", " "),
                folder);

        assertThat(settings.text(Setting.GEYSER_URL)).contains("http://flag:1");
        assertThat(settings.text(Setting.DB_PATH)).contains("env.db");
        assertThat(settings.text(Setting.LOG)).contains("debug");
        assertThat(settings.text(Setting.X_TOKEN)).isEmpty();
    }

    @Test
    void shouldReadQuotedValuesWithBlanksFromTheDotEnvFile() throws IOException {
        Files.writeString(folder.resolve(".env"), "export SOLFLOW_DB_PATH = \"file db\"\n");
        assertThat(settings(Map.of()).text(Setting.DB_PATH)).contains("file db");
    }

    @Test
    void shouldNameTheLineOfADotEnvFileThatIsNoAssignmentWithoutShowingIt() throws IOException {
        Files.writeString(folder.resolve(".env"), "A=1\nt0ken-of-the-test\n");
        assertThatThrownBy(() -> settings(Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("line 2 is not of the form NAME=value")
                .hasMessageNotContaining("t0ken");
    }

    @Test
    void shouldReadADotEnvFileWithAByteOrderMarkAndLineEndsOfAnyKind() throws IOException {
        Files.writeString(folder.resolve(".env"), "\uFEFFGEYSER_URL=http://file:1\r\nX_TOKEN=t\rSOLFLOW_LOG=debug\n");
        final Settings settings = settings(Map.of());
        assertThat(settings.text(Setting.GEYSER_URL)).contains("http://file:1");
        assertThat(settings.text(Setting.X_TOKEN)).contains("t");
        assertThat(settings.text(Setting.LOG)).contains("debug");
    }

    @Test
    void shouldNameVariableAndLineOfAValueThatCannotBeTakenWithoutShowingIt() throws IOException {
        Files.writeString(folder.resolve(".env"), "A=1\nX_TOKEN=s3\0cret\n");
        assertThatThrownBy(() -> settings(Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("line 2: the value of X_TOKEN holds a control character, such as NUL")
                .hasMessageNotContaining("cret");
        Files.writeString(folder.resolve(".env"), "X_TOKEN=\"s3cret\n");
        assertThatThrownBy(() -> settings(Map.of()))
                .hasMessageContaining("line 1: the value of X_TOKEN begins with a quote and does not end with it")
                .hasMessageNotContaining("s3cret");
        for (final String line : List.of("s3\0cret=1", "=s3cret", "s3cret value=1", "\0")) {
            Files.writeString(folder.resolve(".env"), line);
            assertThatThrownBy(() -> settings(Map.of()))
                    .hasMessageContaining("line 1 is not of the form NAME=value")
                    .hasMessageNotContaining("cret");
        }
    }

    @Test
    void shouldSayThatADotEnvFileIsNotUtf8() throws IOException {
        Files.writeString(folder.resolve(".env"), "\uFEFFX_TOKEN=t\n", StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> settings(Map.of())).hasMessageContaining("is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void shouldPairServersWithTokens() {
        final String urls = "https://a.org:443, http://b.org:80 ,https://c_1.org";
        assertThat(SourceOptions.endpoints(settings(Map.of("GEYSER_URL", urls))))
                .map(Object::toString)
                .containsExactly("https://a.org:443", "http://b.org:80", "https://c_1.org:443");
        assertThat(SourceOptions.tokens(settings(Map.of("X_TOKEN", "one")), 3)).containsExactly("one", "one", "one");
        assertThat(SourceOptions.tokens(settings(Map.of("X_TOKEN", "a, ,c")), 3))
                .containsExactly("a", "", "c");
        assertThat(SourceOptions.tokens(settings(Map.of("X_TOKEN", "with,comma")), 1))
                .containsExactly("with,comma");
        assertThat(SourceOptions.tokens(settings(Map.of()), 2)).containsExactly("", "");
        assertThatThrownBy(() -> SourceOptions.tokens(settings(Map.of("X_TOKEN", "s3cret,s3cret")), 3))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("X_TOKEN has 2 tokens (not shown) for 3 servers")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldReadProxyCompressionAndLag() {
        final Settings settings = settings(Map.of(
                "https_proxy",
                "http://proxy.corp:3128",
                "HTTPS_PROXY",
                "http://other:1",
                "NO_PROXY",
                "b.org",
                "SOLFLOW_COMPRESSION",
                "GZIP",
                "SOLFLOW_MAX_LAG_SECONDS",
                "5"));
        assertThat(SourceOptions.proxies(settings).proxyFor(GeyserEndpoint.parse("https://a.org")))
                .map(Object::toString)
                .contains("proxy.corp:3128");
        assertThat(SourceOptions.proxies(settings).proxyFor(GeyserEndpoint.parse("https://b.org")))
                .isEmpty();
        assertThat(settings.get(Setting.COMPRESSION, Boolean.class)).isTrue();
        assertThat(settings.wholeNumber(Setting.MAX_LAG_SECONDS)).isEqualTo(5);
        assertThatThrownBy(
                        () -> settings(Map.of("SOLFLOW_COMPRESSION", "zstd")).get(Setting.COMPRESSION, Boolean.class))
                .hasMessage("SOLFLOW_COMPRESSION is 'zstd', allowed: gzip, none");
        assertThatThrownBy(() -> SourceOptions.proxies(settings(Map.of("HTTPS_PROXY", "socks5://s3cret@p:1"))))
                .isInstanceOf(UsageException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldSayWhatIsMissingAndHowToGiveIt() {
        assertThatThrownBy(() -> settings(Map.of()).get(Setting.DB_PATH, Path.class))
                .hasMessage("SOLFLOW_DB_PATH is missing; allowed: a file path. Set it in the environment or in a .env"
                        + " file, or give --db");
    }

    @Test
    void shouldRefuseNumbersThatAreNoneOrOutOfRange() {
        for (final String given : List.of("x", "1.5", "99999999999", "3601", "4")) {
            final Settings settings = settings(Map.of("SOLFLOW_MAX_LAG_SECONDS", given));
            assertThatThrownBy(() -> settings.wholeNumber(Setting.MAX_LAG_SECONDS))
                    .hasMessage("SOLFLOW_MAX_LAG_SECONDS is '" + given + "', allowed: a whole number from 5 to 3600");
        }
    }

    @Test
    void shouldRefuseWhatIsNotAPowerOfTwo() {
        for (final String given : List.of("x", "1000", "1", "2097152")) {
            final Settings settings = settings(Map.of("SOLFLOW_RING_SIZE", given));
            assertThatThrownBy(() -> settings.wholeNumber(Setting.RING_SIZE))
                    .hasMessage("SOLFLOW_RING_SIZE is '" + given + "', allowed: a power of two from 2 to 1048576");
        }
        assertThat(settings(Map.of("SOLFLOW_RING_SIZE", "1024")).wholeNumber(Setting.RING_SIZE))
                .isEqualTo(1024);
    }

    @Test
    void shouldTakeNamesInAnyCaseAndListThoseAllowed() {
        assertThat(settings(Map.of("SOLFLOW_WAIT_STRATEGY", "Busy_Spin")).get(Setting.WAIT_STRATEGY, WaitMode.class))
                .isEqualTo(WaitMode.BUSY_SPIN);
        assertThatThrownBy(() ->
                        settings(Map.of("SOLFLOW_WAIT_STRATEGY", "fast")).get(Setting.WAIT_STRATEGY, WaitMode.class))
                .hasMessage("SOLFLOW_WAIT_STRATEGY is 'fast', allowed: timeout-blocking, blocking, sleeping, yielding,"
                        + " busy-spin");
    }

    @Test
    void shouldTakeSomeOfTheLabels() {
        assertThat(PipelineOptions.programs(settings(Map.of()))).containsExactly(DexProgram.values());
        assertThat(PipelineOptions.programs(settings(Map.of("SOLFLOW_PROGRAMS", "pumpswap , PUMPFUN"))))
                .containsExactlyInAnyOrder(DexProgram.PUMP_FUN, DexProgram.PUMP_SWAP);
        assertThatThrownBy(() -> PipelineOptions.programs(settings(Map.of("SOLFLOW_PROGRAMS", "PumpFun,Raydium"))))
                .hasMessageStartingWith("SOLFLOW_PROGRAMS is 'PumpFun,Raydium', allowed: some of PumpFun, PumpSwap, ")
                .hasMessageEndingWith(", separated by commas");
    }

    @Test
    void shouldNameEachServerOnce() {
        assertThatThrownBy(() ->
                        SourceOptions.endpoints(settings(Map.of("GEYSER_URL", "https://a.org:443,https://a.org"))))
                .hasMessage("GEYSER_URL: endpoint https://a.org:443 twice, allowed: once each");
    }

    @Test
    void shouldKnowWhichNamesAreNoVariables() throws IOException {
        Files.writeString(folder.resolve(".env"), "SOLFLOW_LOGS=debug\nOTHER=1\n");
        assertThat(settings(Map.of("SOLFLOW_DBPATH", "x", "SOLFLOW_DB_PATH", "x", "GEYSER", "x"))
                        .unknownNames())
                .containsExactly("SOLFLOW_DBPATH", "SOLFLOW_LOGS");
    }

    private Settings settings(final Map<String, String> environment) {
        return Settings.of(Map.of(), environment, folder);
    }
}
