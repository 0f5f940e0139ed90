package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.TimeoutBlockingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.SqliteConnections;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The handler on a real ring, with a reader that looks and a writer that locks meanwhile. */
@Timeout(120)
class BatchPersistRingTest {

    private static final String SNAPSHOT =
            "SELECT (SELECT count(*) FROM token_trades), coalesce((SELECT unique_wallets_300s FROM"
                    + " token_rolling_metrics), 0), coalesce((SELECT slot FROM checkpoint), 0)";
    private static final int LOCKS = 3;
    private static final int MIN_SLOTS = 3_000;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void shouldShowReadersTradesMetricsAndCheckpointAsOneWhileBatchesAreRewound() throws Exception {
        final PersistConfig of = PersistConfig.of(folder.resolve("solflow.db"));
        final PersistConfig config = new PersistConfig(of.database(), 2, 500, 1, 1024, 100, of.walLimitBytes(), 64, 64);
        long slots = 0;
        try (SqliteStore store = SqliteStore.open(config, Map.of(1, "PumpFun"))) {
            final Disruptor<UpdateEvent> disruptor = start(store);
            final Future<Long> reader = threads.submit(reading(store));
            final Future<?> locker = threads.submit(locking(store));
            final RingBuffer<UpdateEvent> ring = disruptor.getRingBuffer();
            while (slots < MIN_SLOTS || !locker.isDone()) {
                publishSlot(ring, ++slots);
            }
            disruptor.shutdown(60, TimeUnit.SECONDS);
            locker.get();
            ended.set(true);
            assertThat(reader.get()).isPositive();
            assertThat(failure.get()).isNull();
            assertThat(store.counters().retries().get()).isGreaterThanOrEqualTo(LOCKS);
            assertThat(store.counters().tradesWritten().get()).isEqualTo(slots);
        }
        try (SqliteStore store = SqliteStore.open(config, Map.of());
                Connection connection = SqliteConnections.open(store.database(), 0)) {
            assertThat(TestDatabase.rows(connection, SNAPSHOT)).containsExactly(slots + "|" + slots + "|" + slots);
        }
    }

    @Test
    void shouldLeaveAReadersSnapshotAlone() throws Exception {
        try (TestDatabase db = new TestDatabase(folder.resolve("snapshot.db"))) {
            db.batch(Events.trade(1, 0, 1, 1, Side.BUY, 5), Events.slotEnd(1));
            TestDatabase.execute(db.reader, "BEGIN");
            assertThat(db.rows(SNAPSHOT)).containsExactly("1|0|1");
            db.batch(Events.withMetrics(Events.trade(2, 0, 1, 1, Side.BUY, 5), 1, 5, 2), Events.slotEnd(2));
            assertThat(db.rows(SNAPSHOT)).containsExactly("1|0|1");
            TestDatabase.execute(db.reader, "COMMIT");
            assertThat(db.rows(SNAPSHOT)).containsExactly("2|2|2");
        }
    }

    private Disruptor<UpdateEvent> start(final SqliteStore store) {
        final Disruptor<UpdateEvent> disruptor = new Disruptor<>(
                UpdateEvent::new,
                256,
                Thread::new,
                ProducerType.SINGLE,
                new TimeoutBlockingWaitStrategy(10, TimeUnit.MILLISECONDS));
        disruptor.setDefaultExceptionHandler(new FirstFailure());
        disruptor.handleEventsWith(
                new BusyRewind(SystemNanoClock.INSTANCE, 1_000_000), store.persistHandler(SystemNanoClock.INSTANCE));
        disruptor.start();
        return disruptor;
    }

    private static void publishSlot(final RingBuffer<UpdateEvent> ring, final long slot) {
        final long trade = ring.next();
        Events.fillTrade(ring.get(trade), slot, 0, 1, slot % 200, Side.BUY, slot);
        Events.withMetrics(ring.get(trade), 1, slot, slot);
        ring.publish(trade);
        final long end = ring.next();
        final UpdateEvent event = ring.get(end).reset().slot(slot).checkpointSlot(slot);
        event.trades().clear();
        event.botFlags().reset(0);
        event.metrics().size(0);
        event.watermarkSeconds(Events.timeOf(slot));
        event.kind(UpdateKind.SLOT_END);
        ring.publish(end);
    }

    private Callable<Long> reading(final SqliteStore store) {
        return () -> {
            long looks = 0;
            try (Connection connection = SqliteConnections.open(store.database(), 1000)) {
                while (!ended.get()) {
                    final List<String> row = TestDatabase.rows(connection, SNAPSHOT);
                    final String[] values = row.get(0).split("\\|", -1);
                    final long trades = Long.parseLong(values[0]);
                    assertThat(Long.parseLong(values[1])).isEqualTo(trades);
                    assertThat(Long.parseLong(values[2])).isBetween(Math.max(0, trades - 1), trades);
                    looks++;
                }
            }
            return looks;
        };
    }

    private static Callable<Void> locking(final SqliteStore store) {
        return () -> {
            try (Connection connection = SqliteConnections.open(store.database(), 10_000)) {
                for (int i = 0; i < LOCKS; i++) {
                    TestDatabase.execute(connection, "BEGIN IMMEDIATE");
                    final long before = store.counters().retries().get();
                    await().atMost(30, TimeUnit.SECONDS)
                            .until(() -> store.counters().retries().get() > before);
                    TestDatabase.execute(connection, "ROLLBACK");
                }
                return null;
            }
        };
    }

    private final class FirstFailure implements ExceptionHandler<UpdateEvent> {
        @Override
        public void handleEventException(final Throwable e, final long sequence, final UpdateEvent event) {
            failure.compareAndSet(null, e);
        }

        @Override
        public void handleOnStartException(final Throwable e) {
            failure.compareAndSet(null, e);
        }

        @Override
        public void handleOnShutdownException(final Throwable e) {
            failure.compareAndSet(null, e);
        }
    }
}
