package io.solflow.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.config.DatabaseReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The finished jar's {@code run} on one database, started and killed with SIGKILL again and again at random moments: while
 * it starts, right after its first commit, and while it streams.
 */
public final class KilledRun {

    private static final int MAX_START_MS = 1_500;
    private static final int MAX_STREAM_MS = 400;
    private static final int SIGKILL_EXIT = 128 + 9;

    private final LiveJar run;
    private final Random random;
    private int killsAtStart;

    public KilledRun(final Path database, final int port, final Random random) {
        run = new LiveJar(database, port);
        this.random = random;
    }

    /** Starts on the new database and kills after the first checkpoint: before it, a run knows no slot to return to. */
    public void killAfterFirstCheckpoint() throws Exception {
        run.start();
        run.awaitSlot(0);
        kill(run.jar());
    }

    /** Starts, kills, and returns what a reader had seen just before, whose connection may stay open over the kill. */
    public LiveJar.Committed killAtRandomMoment() throws Exception {
        final boolean whileStarting = random.nextInt(3) == 0;
        killsAtStart += whileStarting ? 1 : 0;
        final boolean readerStays = random.nextBoolean();
        final LiveJar.Committed before = run.committed();
        run.start();
        if (whileStarting) {
            pause(random.nextInt(MAX_START_MS));
        } else {
            run.awaitSlot(before.slot() + 1);
            pause(random.nextInt(MAX_STREAM_MS));
        }
        return readerStays ? killBesideReader() : killAlone();
    }

    /** A reader that outlives the writer keeps the index of the write-ahead log alive. */
    private LiveJar.Committed killBesideReader() throws Exception {
        try (Connection reader = DatabaseReader.open(run.database())) {
            final LiveJar.Committed seen = LiveJar.committed(reader);
            kill(run.jar());
            return seen;
        }
    }

    private LiveJar.Committed killAlone() throws Exception {
        final LiveJar.Committed seen = run.committed();
        kill(run.jar());
        return seen;
    }

    /** Starts, lets it go on to a slot for so long at most, and ends it with SIGTERM. */
    public void finishAt(final long slot, final Duration patience) throws Exception {
        run.start();
        run.awaiting().atMost(patience).until(() -> run.committed().slot() >= slot);
        run.stop();
    }

    /** Kills at any time of a start; the others came while updates were written. */
    public int killsAtStart() {
        return killsAtStart;
    }

    public LiveJar.Committed committed() throws SQLException {
        return run.committed();
    }

    /** The moment of the kill is part of the drill, nothing is waited for; a process that ends early fails the kill. */
    private void pause(final int ms) throws InterruptedException {
        run.jar().process().waitFor(ms, TimeUnit.MILLISECONDS);
    }

    /** Kills a process that must have lived until now. */
    public static void kill(final Jar run) throws IOException, InterruptedException {
        run.process().destroyForcibly();
        final Jar.Result result = run.await();
        assertThat(result.exitCode()).as("exit code of\n%s", result.err()).isEqualTo(SIGKILL_EXIT);
    }
}
