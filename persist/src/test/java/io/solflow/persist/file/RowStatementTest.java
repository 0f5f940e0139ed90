package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.persist.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class RowStatementTest {

    @TempDir
    Path folder;

    private Connection connection;
    private RowStatement insert;

    @BeforeEach
    void open() throws SQLException {
        connection = SqliteConnections.open(folder.resolve("rows.db"), 0);
        TestDatabase.execute(
                connection,
                "CREATE TABLE rows (id INTEGER PRIMARY KEY, real REAL, text TEXT CHECK (text <> 'bad'), number INTEGER)");
        insert = new RowStatement(
                connection,
                "INSERT INTO rows (id, real, text, number) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    }

    @AfterEach
    void close() throws SQLException {
        insert.close();
        connection.close();
    }

    @Test
    void shouldStoreWhatWasBound() throws SQLException {
        insert(Long.MIN_VALUE, -0.1, "é");
        bind(2, 0.5, "");
        insert.bindNull(4);
        insert.execute();
        assertThat(stored()).containsExactly(Long.MIN_VALUE + "|real|-0.1|text|'é'|9", "2|real|0.5|text|''|null");
    }

    @Test
    void shouldTellHowManyRowsItChanged() throws SQLException {
        bind(1, 1, "a");
        assertThat(insert.executeUpdate()).isEqualTo(1);
        assertThat(insert.executeUpdate()).isZero();
        bind(2, 1, "a");
        assertThat(insert.executeUpdate()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsWrongAndGoOnAfterwards() throws SQLException {
        bind(1, 1, "bad");
        assertThatThrownBy(insert::execute)
                .isInstanceOfSatisfying(SQLiteException.class, e -> assertThat(e.getResultCode())
                        .isEqualTo(SQLiteErrorCode.SQLITE_CONSTRAINT_CHECK))
                .hasMessageContaining("text <> 'bad'");
        insert(1, 1, "good");
        assertThat(stored()).containsExactly("1|real|1.0|text|'good'|9");
    }

    @Test
    void shouldSayThatItIsBusyAsTheDriverDoes() throws SQLException {
        try (Connection other = SqliteConnections.open(folder.resolve("rows.db"), 0)) {
            TestDatabase.execute(other, "BEGIN IMMEDIATE");
            bind(1, 1, "a");
            assertThatThrownBy(insert::execute)
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(SqliteErrors.isPassing(e))
                            .isTrue());
            TestDatabase.execute(other, "ROLLBACK");
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAParameterThatIsNotThere() {
        assertThatThrownBy(() -> insert.bind(5, 1L)).isInstanceOf(SQLiteException.class);
    }

    @Test
    void shouldGiveRowsOneAfterTheOtherAsOftenAsItIsExecuted() throws SQLException {
        insert(3, 1, "a");
        insert(4, 1, "a");
        try (RowStatement select =
                new RowStatement(connection, "SELECT id, number FROM rows WHERE id >= ? ORDER BY id")) {
            final List<Long> ids = new ArrayList<>();
            for (final long from : new long[] {3, 4, 5}) {
                select.bind(1, from);
                while (select.next()) {
                    ids.add(select.column(0));
                    assertThat(select.column(1)).isEqualTo(9);
                }
            }
            assertThat(ids).containsExactly(3L, 4L, 4L);
            select.bind(1, 4L);
            assertThat(select.executeNumber(-1)).isEqualTo(4);
            select.bind(1, 5L);
            assertThat(select.executeNumber(-1)).isEqualTo(-1);
        }
    }

    @Test
    void shouldWorkAgainAfterItWasClosed() throws SQLException {
        insert(1, 1, "a");
        insert.close();
        insert(2, 1, "a");
        assertThat(stored()).hasSize(2);
    }

    private void insert(final long id, final double real, final String text) throws SQLException {
        bind(id, real, text);
        insert.execute();
    }

    private void bind(final long id, final double real, final String text) throws SQLException {
        insert.bind(1, id);
        insert.bind(2, real);
        insert.bindText(3, text.getBytes(StandardCharsets.UTF_8));
        insert.bind(4, 9L);
    }

    private List<String> stored() throws SQLException {
        final List<String> rows = new ArrayList<>();
        try (var statement = connection.createStatement();
                var result =
                        statement.executeQuery("SELECT id || '|' || typeof(real) || '|' || real || '|' || typeof(text)"
                                + " || '|' || quote(text) || '|' || coalesce(number, 'null') FROM rows ORDER BY id")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
