package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.status.PersistStatus;
import io.solflow.persist.write.Events;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalGuardTest {

    private static final long LIMIT_BYTES = 1 << 20;

    @TempDir
    Path folder;

    private TestDatabase db;
    private long slot = 1;

    @BeforeEach
    void open() throws SQLException {
        final PersistConfig of = PersistConfig.of(folder.resolve("solflow.db"));
        // SQLite's own checkpoints far away, so that only the guard is seen
        db = new TestDatabase(new PersistConfig(of.database(), 100, 20_000, 0, 1024, 1_000_000, LIMIT_BYTES, 64, 64));
    }

    @AfterEach
    void close() throws SQLException {
        db.close();
    }

    @Test
    void shouldStartTheLogOverWhenItReachesTheLimit() throws Exception {
        long largest = 0;
        for (int i = 0; i < 60; i++) {
            writeSlot();
            largest = Math.max(largest, walBytes());
        }
        assertThat(largest).isBetween(1L, 2 * LIMIT_BYTES);
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(60 * 200);
    }

    @Test
    void shouldWriteOnBehindALongReaderAndShrinkTheLogWhenItLeaves() throws Exception {
        writeSlot();
        TestDatabase.execute(db.reader, "BEGIN");
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(200);
        while (walBytes() < 4 * LIMIT_BYTES) {
            writeSlot();
        }
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(200);
        assertThat(db.handler.status().state()).isEqualTo(PersistStatus.State.OK);
        TestDatabase.execute(db.reader, "COMMIT");
        final long peak = walBytes();
        while (walBytes() >= LIMIT_BYTES) {
            writeSlot();
            assertThat(walBytes())
                    .as("the log must shrink before it has doubled")
                    .isLessThan(3 * peak);
        }
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo((slot - 1) * 200);
    }

    private long walBytes() {
        return db.store.counters().walBytes().get();
    }

    private void writeSlot() throws Exception {
        final UpdateEvent[] events = new UpdateEvent[200];
        for (int i = 0; i < events.length; i++) {
            events[i] = Events.trade(slot, i, i, slot * 200 + i, Side.BUY, 5);
        }
        db.clock.advanceMs(1000);
        db.batch(events);
        slot++;
    }
}
