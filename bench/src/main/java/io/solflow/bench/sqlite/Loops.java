package io.solflow.bench.sqlite;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The loops by name, with the settings that they share. */
final class Loops {

    static final String PRODUCT = "product";
    static final String C = "C";
    static final String JDBC = "jdbc";
    static final String TEXT = "text";
    static final String USUAL = "usual";

    /** Trades a transaction of the usual way. */
    static final int USUAL_BATCH = 50;

    private static final String WAL = "journal_mode = WAL";
    private static final String NORMAL = "synchronous = NORMAL";

    private Loops() {}

    static StoreLoop of(final String name, final Optional<Path> program, final Map<MarketTrace, Path> traceFiles) {
        final Path anywhere = Path.of("settings.db");
        final String cache = "cache_size = -" + ProductLoop.config(anywhere).cacheKib();
        final String log =
                "wal_autocheckpoint = " + ProductLoop.config(anywhere).walAutocheckpointPages();
        return switch (name) {
            case PRODUCT -> new ProductLoop();
            case C ->
                new CLoop(
                        program.orElseThrow(() -> new IllegalArgumentException("loop 'C' needs its program")),
                        traceFiles);
            case JDBC -> new JdbcLoop(name, DictionaryTable::new, WAL, NORMAL, cache, log);
            case TEXT -> new JdbcLoop(name, () -> new TextTable(false), WAL, NORMAL, cache, log);
            case USUAL -> new JdbcLoop(name, () -> new TextTable(true), WAL, "synchronous = FULL");
            default ->
                throw new IllegalArgumentException("loop '" + name + "', allowed: product, C, jdbc, text, usual");
        };
    }

    static Layout layout(final String name) {
        return name.equals(TEXT) || name.equals(USUAL) ? Layout.TEXT : Layout.DICTIONARY;
    }
}
