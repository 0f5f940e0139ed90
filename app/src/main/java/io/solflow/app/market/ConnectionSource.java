package io.solflow.app.market;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens read-only connections to the one database that is looked at; any thread. */
@FunctionalInterface
public interface ConnectionSource {

    /** A new connection, which the caller closes. */
    Connection open() throws SQLException;
}
