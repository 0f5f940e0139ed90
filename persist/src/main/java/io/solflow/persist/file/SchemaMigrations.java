package io.solflow.persist.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schema's versions: plain SQL files applied in order, each in one transaction, recorded with a checksum and never
 * edited once shipped. Everything is checked by reading before anything is written.
 */
public final class SchemaMigrations {

    /** The files in the order of their versions; a new one is one more line. */
    static final List<String> FILES = List.of("V001__schema.sql");

    private static final String FOLDER = "/io/solflow/sql/";
    private static final Pattern NAME = Pattern.compile("V(\\d{3})__[a-z0-9_]+\\.sql");

    private record Script(Migration migration, String sql) {}

    private final List<Script> scripts = new ArrayList<>();

    /** The migrations that travel inside the jar. */
    public static SchemaMigrations shipped() {
        final SchemaMigrations migrations = new SchemaMigrations();
        for (final String name : FILES) {
            migrations.add(name, resource(name));
        }
        return migrations;
    }

    /** Adds the next file. */
    SchemaMigrations add(final String name, final String text) {
        final Matcher matcher = NAME.matcher(name);
        final int expected = scripts.size() + 1;
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) != expected) {
            throw new StoreException(String.format(
                    Locale.ROOT, "migration '%s' is out of order, expected: V%03d__name.sql", name, expected));
        }
        // line ends depend on how the file was checked out
        final String sql = text.replace("\r\n", "\n");
        scripts.add(new Script(new Migration(expected, name, sha256(sql)), sql));
        return this;
    }

    /**
     * The migrations that a database still lacks; reads only.
     *
     * @throws StoreException when the database is not SolFlow's, is newer than this program, or was migrated by other
     *     files than this program's.
     */
    public List<Migration> pending(final Connection connection, final String database) throws SQLException {
        final List<Migration> applied = applied(connection, database);
        for (int i = 0; i < applied.size(); i++) {
            check(database, applied.get(i), i);
        }
        return scripts.stream().skip(applied.size()).map(Script::migration).toList();
    }

    /** Applies what {@link #pending} names and returns it. A file that fails leaves nothing behind. */
    public List<Migration> apply(final Connection connection, final String database) throws SQLException {
        final List<Migration> pending = pending(connection, database);
        for (final Migration migration : pending) {
            apply(connection, database, scripts.get(migration.version() - 1));
        }
        return pending;
    }

    private void check(final String database, final Migration found, final int index) {
        if (index >= scripts.size()) {
            throw new StoreException("database " + database + " is newer than this program: it has migration "
                    + found.name() + ", this program knows " + scripts.size()
                    + "; use the program that wrote it, or a newer one");
        }
        final Migration known = scripts.get(index).migration();
        if (found.version() != known.version()) {
            throw new StoreException("database " + database + " lacks migration " + known.name() + " although it has "
                    + found.name() + "; restore it from a backup");
        }
        if (!found.name().equals(known.name())) {
            throw new StoreException("database " + database + " was migrated by " + found.name()
                    + ", which this program lacks; it has " + known.name());
        }
        if (!found.checksum().equals(known.checksum())) {
            throw new StoreException(
                    "database " + database + " was made by another build of SolFlow: its " + known.name()
                            + " has checksum " + found.checksum() + ", this program's has " + known.checksum()
                            + "; name a new file, or use the program that made it");
        }
    }

    private static List<Migration> applied(final Connection connection, final String database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!isOurs(statement)) {
                refuseForeign(statement, database);
                return List.of();
            }
            final List<Migration> applied = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery("SELECT version, name, checksum FROM schema_migrations ORDER BY version")) {
                while (rows.next()) {
                    applied.add(new Migration(rows.getInt(1), rows.getString(2), rows.getString(3)));
                }
            }
            return applied;
        }
    }

    private static boolean isOurs(final Statement statement) throws SQLException {
        final String sql = "SELECT count(*) FROM pragma_table_info('schema_migrations')"
                + " WHERE name IN ('version', 'name', 'checksum', 'applied_at')";
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getInt(1) == 4;
        }
    }

    private static void refuseForeign(final Statement statement, final String database) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_master ORDER BY name LIMIT 1")) {
            if (rows.next()) {
                throw new StoreException("database " + database + " is not SolFlow's: it has '" + rows.getString(1)
                        + "' but no applied migrations; allowed: a new file, or a database that SolFlow made");
            }
        }
    }

    private static void apply(final Connection connection, final String database, final Script script)
            throws SQLException {
        final Migration migration = script.migration();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            try {
                // several statements in one text: sqlite-jdbc hands it to sqlite3_exec, triggers included
                statement.executeUpdate(script.sql());
                record(connection, migration);
                statement.executeUpdate("COMMIT");
            } catch (final SQLException e) {
                SqliteErrors.rollback(statement, e);
                throw new StoreException(
                        "migration " + migration.name() + " of database " + database + " failed and left nothing: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private static void record(final Connection connection, final Migration migration) throws SQLException {
        final String sql = "INSERT INTO schema_migrations (version, name, checksum, applied_at)"
                + " VALUES (?, ?, ?, CAST(strftime('%s', 'now') AS INTEGER))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, migration.version());
            statement.setString(2, migration.name());
            statement.setString(3, migration.checksum());
            statement.executeUpdate();
        }
    }

    private static String resource(final String name) {
        try (InputStream stream = SchemaMigrations.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new StoreException("migration " + name + " is not in the jar at " + FOLDER);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new StoreException("migration " + name + " cannot be read: " + e, e);
        }
    }

    private static String sha256(final String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
