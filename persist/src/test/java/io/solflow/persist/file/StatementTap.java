package io.solflow.persist.file;

import io.solflow.persist.SqlScript;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * Stands in front of SQLite's driver for a while and tells of every statement when it has been executed. A
 * text of several statements is executed one by one, so that each of them is told.
 */
final class StatementTap implements Driver {

    private static final String URL = "jdbc:sqlite:";

    /** Is told of a statement by the thread that has executed it. */
    @FunctionalInterface
    interface Listener {
        void executed(String sql) throws Exception;
    }

    private final Driver sqlite;
    private final Listener listener;

    private StatementTap(final Driver sqlite, final Listener listener) {
        this.sqlite = sqlite;
        this.listener = listener;
    }

    /** Runs something, whose connections are listened to. */
    static void listen(final Listener listener, final Runnable work) throws SQLException {
        final Driver sqlite = DriverManager.getDriver(URL);
        final StatementTap tap = new StatementTap(sqlite, listener);
        DriverManager.deregisterDriver(sqlite);
        DriverManager.registerDriver(tap);
        try {
            work.run();
        } finally {
            DriverManager.deregisterDriver(tap);
            DriverManager.registerDriver(sqlite);
        }
    }

    @Override
    public Connection connect(final String url, final Properties info) throws SQLException {
        final Connection connection = sqlite.connect(url, info);
        return connection == null ? null : tapped(Connection.class, connection, null);
    }

    private <T> T tapped(final Class<T> type, final Object target, final String preparedSql) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().startsWith("execute")) {
                return execute(target, method, args, preparedSql);
            }
            final Object result = call(target, method, args);
            if (result instanceof PreparedStatement statement && method.getReturnType() != Connection.class) {
                return tapped(PreparedStatement.class, statement, (String) args[0]);
            }
            return result instanceof Statement statement ? tapped(Statement.class, statement, null) : result;
        }));
    }

    private Object execute(final Object target, final Method method, final Object[] args, final String preparedSql)
            throws Throwable {
        if (preparedSql != null) {
            final Object result = call(target, method, args);
            listener.executed(preparedSql);
            return result;
        }
        final List<String> statements = SqlScript.statements((String) args[0]);
        Object result = null;
        for (final String statement : statements) {
            result = call(target, method, new Object[] {statement});
            listener.executed(statement);
        }
        return result;
    }

    private static Object call(final Object target, final Method method, final Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (final InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public boolean acceptsURL(final String url) throws SQLException {
        return sqlite.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(final String url, final Properties info) throws SQLException {
        return sqlite.getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return sqlite.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return sqlite.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return sqlite.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return sqlite.getParentLogger();
    }
}
