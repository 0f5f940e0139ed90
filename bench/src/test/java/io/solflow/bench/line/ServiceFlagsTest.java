package io.solflow.bench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceFlagsTest {

    @TempDir
    Path folder;

    @Test
    void shouldTakeTheOptionsOfTheProductsUnitButNotItsArchive() throws IOException {
        assertThat(ServiceFlags.of(Path.of("..").resolve(ServiceFlags.UNIT)))
                .contains("-Xmx512m", "-XX:+UseTransparentHugePages")
                .allMatch(flag -> flag.startsWith("-X"))
                .noneMatch(flag -> flag.contains("Archive"));
    }

    @Test
    void shouldRefuseAUnitWithoutOptions() throws IOException {
        final Path unit = Files.writeString(folder.resolve("a.service"), "ExecStart=/usr/bin/java -jar a.jar\n");
        assertThatThrownBy(() -> ServiceFlags.of(unit))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.service");
    }
}
