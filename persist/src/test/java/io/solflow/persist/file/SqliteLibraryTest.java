package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In JVMs of their own: a library is loaded once in each. */
class SqliteLibraryTest {

    @TempDir
    Path temporary;

    @Test
    void shouldLeaveNoFileWhenTheProcessIsKilled() throws Exception {
        assertThat(run("-Dorg.sqlite.tmpdir=" + temporary)).isEqualTo("open, path null\n");
        assertThat(files()).isEmpty();
    }

    @Test
    void shouldLeaveItToTheDriverToSayWhatIsWrongWithTheFolder() throws Exception {
        assertThat(run("-Dorg.sqlite.tmpdir=" + temporary.resolve("missing"))).contains("No native library found");
    }

    @Test
    void shouldLeaveALibraryOfTheUsersAlone() throws Exception {
        assertThat(run("-Dorg.sqlite.lib.path=" + temporary, "-Dorg.sqlite.tmpdir=" + temporary))
                .isEqualTo("open, path " + temporary + "\n");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(temporary)) {
            return found.toList();
        }
    }

    /** Opens a database after loading, says so, and ends without any clearing up. */
    private static String run(final String... flags) throws Exception {
        final List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(flags));
        command.add(Child.class.getName());
        final Process process = new ProcessBuilder(command)
                .redirectError(Path.of("target", "sqlite-library-test.txt").toFile())
                .start();
        final String said =
                new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    static final class Child {

        private Child() {}

        public static void main(final String[] args) throws Exception {
            SqliteLibrary.load();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
                assertThat(connection.isValid(1)).isTrue();
                System.out.println("open, path " + System.getProperty("org.sqlite.lib.path"));
            } catch (final SQLException e) {
                System.out.println(e.getMessage() + ": " + e.getCause());
            }
            Runtime.getRuntime().halt(0);
        }
    }
}
