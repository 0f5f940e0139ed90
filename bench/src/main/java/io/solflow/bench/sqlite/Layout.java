package io.solflow.bench.sqlite;

import java.util.function.Supplier;

/** How a database holds trades. */
enum Layout {
    /** SolFlow's: numbers for addresses, and tables that say which is which. */
    DICTIONARY(DictionaryTable::new),
    /** The usual one: addresses as text in every row. */
    TEXT(() -> new TextTable(false));

    private final Supplier<TradeTable> tables;

    Layout(final Supplier<TradeTable> tables) {
        this.tables = tables;
    }

    /** Writes trades in JDBC batches. */
    TradeTable newTable() {
        return tables.get();
    }
}
