package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.config.DatabaseReader;
import io.solflow.app.engine.Engine;
import io.solflow.app.support.CommitCheck;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Tables;
import io.solflow.app.support.WalFile;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.ReadConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a disk may hold after the power went: the write-ahead log of a real run cut at every frame, within frames, with
 * torn and lost frames, and the file with some pages of a checkpoint written and others not. Each must open as one of the
 * run's commits, whole, and the run resumed from there must end in the tables of a run that nothing disturbed.
 *
 * <p>{@code -Dsolflow.powerSeconds} is how long the market lasts, {@code -Dsolflow.powerResumes} at how many cuts the run
 * is resumed, {@code -Dsolflow.powerSeed} draws the damage.
 */
@Timeout(1_200)
class PowerLossTest {

    private static final int SECONDS = Integer.getInteger("solflow.powerSeconds", 4);
    private static final int RESUMES = Integer.getInteger("solflow.powerResumes", 3);
    private static final long SEED = Long.getLong("solflow.powerSeed", 20_261_124L);
    private static final int SECTOR_BYTES = 512;
    private static final int NEVER_PAGES = 1_000_000;
    private static final int OFTEN_PAGES = 150;

    private static final String STATE = "SELECT (SELECT slot FROM checkpoint), (SELECT watermark FROM checkpoint),"
            + " (SELECT count(*) FROM trades), (SELECT max(id) FROM trades), (SELECT sum(lamports) FROM trades),"
            + " (SELECT count(*) FROM mints), (SELECT count(*) FROM wallets), (SELECT count(*) || ' ' ||"
            + " sum(updated_at) FROM token_rolling_metrics)";
    private static final String NO_TABLES = "no tables";

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final ServedMarket market =
            new ServedMarket(MarketConfig.of(100, 30, SEED).lasting(SECONDS));

    /** Without checkpoints all is in the log; with many, the log has been started over and over. */
    @ParameterizedTest
    @ValueSource(ints = {NEVER_PAGES, OFTEN_PAGES})
    void shouldOpenAsOneOfTheCommitsAndResumeToTheSameTables(final int walAutocheckpointPages) throws Exception {
        final Path whole = folder.resolve("whole.db");
        PipelineRun.play(whole, market.updates(0, market.lastSlot()));
        final Path atPowerLoss = folder.resolve("at-power-loss.db");
        final int copied = runUntilPowerLoss(folder.resolve("running.db"), walAutocheckpointPages, atPowerLoss);
        final Path cut = folder.resolve("cut.db");
        copy(atPowerLoss, cut);
        final NavigableMap<Integer, String> commits = commits(cut, copied);
        copy(atPowerLoss, cut);
        final int cuts = cutEverywhere(cut, commits);

        final List<Integer> resumed = some(List.copyOf(commits.keySet()), RESUMES);
        for (final int frame : resumed) {
            final Path database = folder.resolve("resumed" + frame + ".db");
            copy(atPowerLoss, database);
            try (WalFile wal = WalFile.of(database)) {
                wal.cut(wal.end(frame));
            }
            assertOneCommit("cut behind frame " + frame, database);
            resumeToTheSameTables("cut behind frame " + frame, database, whole);
        }
        System.out.printf(
                "drill: power loss, %,d trades, checkpoint %s: cut at %,d frames of %,d commits, resumed at %d%n",
                market.expected().size(),
                walAutocheckpointPages == NEVER_PAGES ? "never" : "often",
                cuts,
                commits.size(),
                resumed.size());
    }

    /** A checkpoint copies pages in any order; the log is on the disk before it begins and is kept until it ends. */
    @ParameterizedTest
    @ValueSource(ints = {NEVER_PAGES, OFTEN_PAGES})
    void shouldOpenWhenACheckpointWasCutOff(final int walAutocheckpointPages) throws Exception {
        final Path whole = folder.resolve("whole.db");
        PipelineRun.play(whole, market.updates(0, market.lastSlot()));
        final Path before = folder.resolve("before.db");
        runUntilPowerLoss(folder.resolve("running.db"), walAutocheckpointPages, before);
        final byte[] old = Files.readAllBytes(before);
        final byte[] checkpointed = checkpointed(before);
        final String state = state(before);
        for (int i = 1; i <= RESUMES; i++) {
            final String when = "checkpoint cut off, mixture " + i + ", seed " + SEED;
            final Path database = folder.resolve("mixed" + i + ".db");
            copy(before, database);
            Files.write(database, mixed(old, checkpointed));
            assertThat(state(database)).as(when).isEqualTo(state);
            assertOneCommit(when, database);
            resumeToTheSameTables(when, database, whole);
        }
    }

    /** Plays three quarters of the market and copies the files; gives the frames that are in the database already. */
    private int runUntilPowerLoss(final Path running, final int walAutocheckpointPages, final Path copy)
            throws Exception {
        final List<byte[]> updates = market.updates(0, market.slot(market.size() * 3 / 4));
        final PersistConfig of = PersistConfig.of(running);
        final PersistConfig manyCommits = new PersistConfig(
                running, 100, 40, of.busyTimeoutMs(), 256, walAutocheckpointPages, of.walLimitBytes(), 64, 64);
        try (Engine engine = PipelineRun.playOn(manyCommits, updates);
                Connection connection = DatabaseReader.open(engine.store().database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
            copy(running, copy);
            return row.getInt(3);
        }
    }

    /** The state that each commit left, by its last frame; the first is what the file holds without the log. */
    private static NavigableMap<Integer, String> commits(final Path database, final int copied) throws Exception {
        final NavigableMap<Integer, String> commits = new TreeMap<>();
        try (WalFile wal = WalFile.of(database)) {
            for (int frame = wal.frames(); frame >= copied; frame--) {
                if (frame == copied || wal.isCommit(frame)) {
                    wal.cut(wal.end(frame));
                    commits.put(frame, state(database));
                }
            }
        }
        return commits;
    }

    /** Takes the log away from its end, frame by frame; gives how many. */
    private int cutEverywhere(final Path database, final NavigableMap<Integer, String> commits) throws Exception {
        try (WalFile wal = WalFile.of(database)) {
            for (int frame = wal.frames(); frame > commits.firstKey(); frame--) {
                final String when = "frame " + frame + " of " + wal.frames() + ", seed " + SEED;
                wal.cut(wal.end(frame));
                assertThat(state(database))
                        .as("cut behind %s", when)
                        .isEqualTo(commits.floorEntry(frame).getValue());
                damage(wal, frame);
                assertThat(state(database))
                        .as("damage %d to %s", frame % 4, when)
                        .isEqualTo(commits.lowerEntry(frame).getValue());
            }
            return wal.frames() - commits.firstKey();
        }
    }

    /** Spoils the last frame in one of the ways in which a write is cut off. */
    private void damage(final WalFile wal, final int frame) throws IOException {
        final byte[] garbage = new byte[wal.frameBytes()];
        random.nextBytes(garbage);
        final int lost = SECTOR_BYTES * random.nextInt(1, wal.frameBytes() / SECTOR_BYTES);
        switch (frame % 4) {
            case 0 -> wal.overwrite(frame, 0, new byte[wal.frameBytes()]);
            case 1 -> wal.overwrite(frame, 0, garbage);
            case 2 -> wal.overwrite(frame, wal.frameBytes() - lost, Arrays.copyOf(garbage, lost));
            default -> wal.cut(wal.end(frame - 1) + random.nextInt(wal.frameBytes()));
        }
    }

    /** What a reader sees, after an integrity check. The index of the log is in memory and does not survive. */
    private static String state(final Path database) throws Exception {
        Files.deleteIfExists(Path.of(database + "-shm"));
        try (Connection connection = ReadConnection.open(database, 0);
                Statement statement = connection.createStatement()) {
            assertThat(first(statement, "PRAGMA integrity_check")).isEqualTo("ok");
            return first(statement, "SELECT count(*) FROM sqlite_schema").equals("0")
                    ? NO_TABLES
                    : first(statement, STATE);
        }
    }

    private static String first(final Statement statement, final String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            final List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(row.getString(i));
            }
            return String.join("|", values);
        }
    }

    private void assertOneCommit(final String when, final Path database) throws Exception {
        if (!state(database).equals(NO_TABLES)) {
            CommitCheck.assertOneCommit(when, database, market.expected());
        }
    }

    private void resumeToTheSameTables(final String when, final Path database, final Path whole) throws Exception {
        PipelineRun.resume(PersistConfig.of(database), market);
        Tables.assertUndisturbed(when, database, whole);
    }

    private static byte[] checkpointed(final Path before) throws Exception {
        final Path copy = before.resolveSibling("checkpointed.db");
        copy(before, copy);
        try (Connection connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(FULL)");
            return Files.readAllBytes(copy);
        }
    }

    /** Sector by sector the old or the new one; the file may be shorter than the new one. */
    private byte[] mixed(final byte[] old, final byte[] checkpointed) {
        final int sectors = checkpointed.length / SECTOR_BYTES;
        final int kept = random.nextInt(old.length / SECTOR_BYTES, sectors + 1);
        final ByteBuffer result = ByteBuffer.allocate(kept * SECTOR_BYTES);
        for (int sector = 0; sector < kept; sector++) {
            final int at = sector * SECTOR_BYTES;
            final boolean written = random.nextBoolean();
            if (written) {
                result.put(at, checkpointed, at, SECTOR_BYTES);
            } else if (at < old.length) {
                result.put(at, old, at, SECTOR_BYTES);
            }
        }
        return result.array();
    }

    private static List<Integer> some(final List<Integer> frames, final int count) {
        final List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < Math.min(count, frames.size()); i++) {
            chosen.add(frames.get((int) ((long) i * frames.size() / Math.min(count, frames.size()))));
        }
        return chosen;
    }

    private static void copy(final Path database, final Path target) throws IOException {
        for (final String suffix : List.of("", "-wal")) {
            Files.copy(Path.of(database + suffix), Path.of(target + suffix), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(Path.of(target + "-shm"));
    }
}
