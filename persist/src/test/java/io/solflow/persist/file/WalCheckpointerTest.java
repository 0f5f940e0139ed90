package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.write.Events;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WalCheckpointerTest {

    private static final int FROM_PAGES = 50;
    private static final int MANY_PAGES = 6_000;

    @TempDir
    Path folder;

    private TestDatabase db;
    private long slot = 1;

    @BeforeEach
    void open() throws SQLException {
        open(FROM_PAGES);
    }

    private void open(final int fromPages) throws SQLException {
        final PersistConfig of = PersistConfig.of(folder.resolve("solflow.db"));
        db = new TestDatabase(
                new PersistConfig(of.database(), 100, 20_000, 0, 1024, fromPages, of.walLimitBytes(), 64, 64));
        db.handler.onStart();
    }

    @AfterEach
    void close() throws SQLException {
        db.close();
    }

    @Test
    void shouldCopyTheLogBeforeACommitDoes() throws Exception {
        // below the size from which a commit would copy it
        while (pages() < 2 * FROM_PAGES) {
            writeSlot();
        }
        assertThat(pages()).isLessThan(SqliteConnections.WRITER_FACTOR * FROM_PAGES);
        await().until(() -> pages() - copiedPages() < FROM_PAGES);
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo((slot - 1) * 20);
    }

    @Test
    void shouldLetAWriterThatNeverRestsStartTheLogOverBeforeItsCommitsCopyIt() throws Exception {
        db.close();
        // what the writer adds while the copying thread sleeps and copies is a fraction of it
        open(MANY_PAGES);
        // where the machine gives the copying thread no time, a commit copies the log; then it is tried again
        long highest = Long.MAX_VALUE;
        for (int time = 0; time < 20 && highest >= (long) SqliteConnections.WRITER_FACTOR * MANY_PAGES; time++) {
            highest = pagesAtWhichTheLogStartsOver();
        }
        assertThat(highest).isBetween((long) MANY_PAGES, SqliteConnections.WRITER_FACTOR * MANY_PAGES - 1L);
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo((slot - 1) * 20);
    }

    @Test
    void shouldCopyWhatAReaderDoesNotHoldAndTheRestWhenItHasEnded() throws Exception {
        writeSlot();
        TestDatabase.execute(db.reader, "BEGIN");
        final long held = db.number("SELECT count(*) FROM trades");
        final long heldPages = pages();
        while (pages() - heldPages < FROM_PAGES) {
            writeSlot();
        }
        await().until(() -> copiedPages() == heldPages);
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(held);
        TestDatabase.execute(db.reader, "COMMIT");
        await().until(() -> pages() - copiedPages() < FROM_PAGES);
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo((slot - 1) * 20);
    }

    @Test
    void shouldEndWithItsStage() {
        await().until(WalCheckpointerTest::threads, threads -> threads.size() == 1);
        db.handler.onShutdown();
        assertThat(threads()).isEmpty();
    }

    private long pagesAtWhichTheLogStartsOver() throws Exception {
        long before = 0;
        for (long pages = pages(); pages >= before; pages = pages()) {
            before = pages;
            writeSlot();
        }
        return before;
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("solflow-checkpoint"))
                .toList();
    }

    private long pages() throws SQLException {
        return log(1);
    }

    private long copiedPages() throws SQLException {
        return log(2);
    }

    private long log(final int column) throws SQLException {
        final String row = TestDatabase.rows(db.store.connection(), "PRAGMA wal_checkpoint(NOOP)")
                .get(0);
        return Long.parseLong(row.split("\\|", -1)[column]);
    }

    private void writeSlot() throws Exception {
        final UpdateEvent[] events = new UpdateEvent[20];
        for (int i = 0; i < events.length; i++) {
            events[i] = Events.trade(slot, i, i, slot * 20 + i, Side.BUY, 5);
        }
        db.batch(events);
        slot++;
    }
}
