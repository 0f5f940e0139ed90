package io.solflow.app.command;

import io.solflow.app.live.StopSignals;
import io.solflow.ingest.capture.RecordedUpdates;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.feed.JsonRpcFiles;
import io.solflow.ingest.feed.JsonRpcSummary;
import io.solflow.ingest.source.UpdateRouter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Plays recorded data into a router, and says what of it could not be used. Used by one thread. */
final class ReplayInput {

    private final UpdateRouter router;
    private final StopSignals signals;
    private final PrintStream err;
    private long captureUpdates;
    private long transactions;
    private long skipped;
    private long repeated;

    ReplayInput(final UpdateRouter router, final StopSignals signals, final PrintStream err) {
        this.router = router;
        this.signals = signals;
        this.err = err;
    }

    void playCapture(final Path path) throws IOException {
        final long before = router.updates();
        try (RecordedUpdates updates = InputFiles.openCapture(path)) {
            boolean open = true;
            while (open && !signals.requested() && updates.next()) {
                open = router.onUpdate(updates.bytes(), updates.offset(), updates.length(), System.nanoTime());
            }
            if (updates.truncatedAt() != RecordedUpdates.WHOLE) {
                err.println("note: " + path + " ends in the middle of an update at byte " + updates.truncatedAt()
                        + ", as a capture does that was killed; everything before it was played");
            }
        }
        captureUpdates += router.updates() - before;
    }

    /** Plays JSON files and folders together, in chain order; they wait for their turn in {@code temporary}. */
    void playJson(final List<Path> paths, final Path temporary) throws IOException {
        try (JsonRpcFiles files = InputFiles.openJson(paths, temporary)) {
            final BlockUpdates updates = BlockUpdates.plain();
            boolean open = true;
            for (Block block = files.next(); block != null && open && !signals.requested(); block = files.next()) {
                for (final byte[] update : updates.bytes(block)) {
                    open = open && router.onUpdate(update, 0, update.length, System.nanoTime());
                }
            }
            report(files.summary());
        }
    }

    private void report(final JsonRpcSummary summary) {
        transactions += summary.transactions();
        skipped += summary.skipped();
        repeated += summary.duplicates();
        summary.skippedMessages().forEach(message -> err.println("skipped: " + message));
        if (summary.skipped() > summary.skippedMessages().size()) {
            err.println("skipped: " + summary.skipped() + " items in all");
        }
        summary.notes().forEach(note -> err.println("note: " + note));
        if (summary.assumed() > summary.notes().size()) {
            err.println("note: " + summary.assumed() + " notes in all");
        }
    }

    /** Prints what was left out of the input, and what it held more than once or the engine knew already. */
    void printSummary(final PrintStream out, final long knownTransactions) {
        out.printf(
                Locale.ROOT,
                "input         %,d items skipped, %,d transactions repeated%n",
                skipped,
                repeated + knownTransactions);
    }

    /** True when nothing of all input could be used: no update of a capture, and no transaction, nor a block that has none. */
    boolean nothingRead() {
        return captureUpdates == 0 && transactions == 0 && (skipped > 0 || router.updates() == 0);
    }
}
