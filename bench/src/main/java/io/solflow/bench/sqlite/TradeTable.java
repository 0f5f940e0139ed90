package io.solflow.bench.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/** How a JDBC loop stores trades; closed with its connection. */
interface TradeTable {

    /** Prepares the statements. */
    void open(Connection connection, MarketTrace trace) throws SQLException;

    /** Adds a trade to the open transaction. */
    void add(int trade) throws SQLException;

    /** Sends what was added. */
    void flush() throws SQLException;
}
