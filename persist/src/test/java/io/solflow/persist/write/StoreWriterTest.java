package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.persist.SqliteStore;
import io.solflow.persist.file.PersistConfig;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreWriterTest {

    @TempDir
    Path folder;

    @Test
    void shouldHaveEveryTableWriterInItsListOnce() throws Exception {
        final PersistConfig config = PersistConfig.of(folder.resolve("flow.db"));
        try (SqliteStore store = SqliteStore.open(config, Map.of());
                StoreWriter writer = new StoreWriter(store.connection(), config, store.counters())) {
            final List<TableWriter> held = new ArrayList<>();
            for (final Field field : StoreWriter.class.getDeclaredFields()) {
                if (TableWriter.class.isAssignableFrom(field.getType())) {
                    field.setAccessible(true);
                    held.add((TableWriter) field.get(writer));
                }
            }
            assertThat(held).hasSizeGreaterThan(5);
            assertThat(writer.tables()).containsExactlyElementsOf(held);
        }
    }
}
