package io.solflow.persist.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.write.Events;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random batches of a writer, trades by hand, rollbacks and restarts, between any two steps of a prune: every trade keeps
 * its mint and its wallet, and the table is that of a model.
 */
class PruneRandomTest {

    private static final long SEED = 20_261_126;
    private static final int ROUNDS = 12;
    private static final int PRUNES = 12;
    private static final int KEYS = 30;
    private static final long AGE = Pruner.MIN_AGE_SECONDS;

    @TempDir
    Path folder;

    private record Row(long seconds, String text) {}

    private Random random;
    private PruneDatabase pruned;
    private Path file;
    private final Map<Long, Row> model = new TreeMap<>();
    private long slot;

    @Test
    void shouldNeverLeaveATradeWithoutItsAddresses() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            random = new Random(SEED + round);
            model.clear();
            slot = 1;
            file = folder.resolve("random" + round + ".db");
            pruned = open();
            try {
                play("seed " + (SEED + round));
            } finally {
                pruned.close();
            }
        }
    }

    private void play(final String seed) throws Exception {
        writeSomething();
        for (int i = 0; i < PRUNES; i++) {
            slot += random.nextLong(AGE / 2);
            writeSomething();
            final long cutoff;
            try (Pruner pruner = pruned.pruner(this::betweenSteps)) {
                cutoff = pruner.cutoffSeconds(AGE);
                if (random.nextInt(4) > 0) {
                    pruner.removeRows(cutoff);
                    model.values().removeIf(row -> row.seconds() < cutoff);
                }
                pruner.removeAddresses();
            }
            // what is old and came behind its removal is left for the next one
            final List<String> stored = pruned.db.rows(
                    "SELECT id, mint, wallet FROM token_trades WHERE timestamp >= " + cutoff + " ORDER BY id");
            final List<String> expected = model.entrySet().stream()
                    .filter(entry -> entry.getValue().seconds() >= cutoff)
                    .map(entry -> entry.getKey() + "|" + entry.getValue().text())
                    .toList();
            assertThat(stored).as(seed).isEqualTo(expected);
            assertThat(pruned.dangling()).as(seed).isZero();
            assertThat(pruned.db.rows("PRAGMA foreign_key_check")).as(seed).isEmpty();
        }
        assertThat(pruned.db.rows("PRAGMA integrity_check")).containsExactly("ok");
    }

    private boolean betweenSteps(final long ms) {
        try {
            if (random.nextInt(3) > 0) {
                writeSomething();
            }
            return random.nextInt(200) == 0;
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }

    private void writeSomething() throws Exception {
        switch (random.nextInt(12)) {
            case 0 -> byHand();
            case 1 -> outOfOrder();
            case 2 -> restart();
            case 3 -> emptyTransaction();
            default -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    slot++;
                    trade(slot);
                    pruned.db.batch(Events.slotEnd(slot));
                }
            }
        }
    }

    private void trade(final long atSlot) throws Exception {
        final int txIndex = random.nextInt(1 << 16);
        final long mint = random.nextInt(KEYS);
        final long wallet = random.nextInt(KEYS);
        pruned.db.batch(PruneDatabase.trade(atSlot, txIndex, mint, wallet));
        model.putIfAbsent(
                ChainPosition.of(atSlot, txIndex, 0),
                new Row(Events.timeOf(atSlot), Events.mint(mint) + "|" + Events.wallet(wallet)));
    }

    private void outOfOrder() throws Exception {
        trade(Math.max(1, slot - random.nextInt(5)));
    }

    private void byHand() throws SQLException {
        final String mint = Events.mint(random.nextInt(KEYS));
        final String wallet = Events.wallet(random.nextInt(KEYS));
        final long id = random.nextBoolean()
                ? ChainPosition.of(random.nextLong(slot), 1 << 16, random.nextInt(4_096))
                : -1 - random.nextInt(1 << 30);
        final long timestamp = Events.timeOf(slot);
        TestDatabase.execute(
                pruned.db.reader,
                "INSERT INTO token_trades (id, mint, timestamp, wallet, side, lamports) VALUES (" + id + ", '" + mint
                        + "', " + timestamp + ", '" + wallet + "', 'buy', 5)");
        model.put(id, new Row(timestamp, mint + "|" + wallet));
    }

    /** Stores addresses that no trade uses. */
    private void emptyTransaction() throws SQLException {
        TestDatabase.execute(
                pruned.db.reader, "INSERT OR IGNORE INTO wallets (address) VALUES ('" + random.nextInt(99) + "')");
    }

    private void restart() throws SQLException {
        pruned.close();
        pruned = open();
    }

    private PruneDatabase open() throws SQLException {
        final PersistConfig of = PersistConfig.of(file);
        return new PruneDatabase(new PersistConfig(
                file, 100, 20_000, 500, 1_024, of.walAutocheckpointPages(), of.walLimitBytes(), 64, 64));
    }
}
