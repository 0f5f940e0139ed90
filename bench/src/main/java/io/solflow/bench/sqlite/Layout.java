package io.solflow.bench.sqlite;

/** How a database holds trades. */
enum Layout {
    /** SolFlow's: numbers for addresses, and tables that say which is which. */
    DICTIONARY,
    /** The usual one: addresses as text in every row. */
    TEXT;

    /** Writes trades in JDBC batches. */
    TradeTable newTable() {
        return switch (this) {
            case DICTIONARY -> new DictionaryTable();
            case TEXT -> new TextTable(false);
        };
    }
}
