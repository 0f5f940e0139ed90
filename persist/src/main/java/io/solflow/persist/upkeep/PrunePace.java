package io.solflow.persist.upkeep;

import io.solflow.persist.file.DatabaseLock;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How a prune shares the database with whoever writes it: how long a transaction should hold the write lock, and how long
 * to leave it alone after that. A writer that waits looks at the lock again after 1, 2, 5, 10, 15, 20 and then each 25 ms,
 * so a pause of {@value #WRITER_LOOKS_MS} ms is enough for one that has waited for a step to have its turn.
 */
abstract class PrunePace {

    static final int WRITER_LOOKS_MS = 25;

    private static final int COMMAND_STEP_MS = 20;
    private static final int ALONE_REST_MS = 1;
    private static final int SIDE_STEP_MS = 10;
    private static final int SIDE_REST_MS = 100;
    private static final int BEHIND_REST_MS = 40;
    /** One step that a busy machine has stretched tells nothing of the next. */
    private static final int MAX_REST_MS = 2_000;

    private final long stepNs;

    private PrunePace(final int stepMs) {
        stepNs = TimeUnit.MILLISECONDS.toNanos(stepMs);
    }

    /** For somebody who waits for the end: with hardly a pause while no SolFlow runs on the database, else half of the time. */
    static PrunePace ofCommand(final Path database) {
        return new PrunePace(COMMAND_STEP_MS) {
            @Override
            long afterWriteMs(final long tookNs, final boolean farBehind) {
                return DatabaseLock.owner(database).isPresent()
                        ? Math.max(WRITER_LOOKS_MS, TimeUnit.NANOSECONDS.toMillis(tookNs))
                        : ALONE_REST_MS;
            }

            @Override
            long afterReadMs(final long tookNs) {
                return 0;
            }
        };
    }

    /** For a run that is not to notice: a tenth of the time, a fifth when there is much to catch up with. */
    static PrunePace ofSide() {
        return new PrunePace(SIDE_STEP_MS) {
            @Override
            long afterWriteMs(final long tookNs, final boolean farBehind) {
                final long tookMs = TimeUnit.NANOSECONDS.toMillis(tookNs);
                final long restMs =
                        farBehind ? Math.max(BEHIND_REST_MS, 4 * tookMs) : Math.max(SIDE_REST_MS, 10 * tookMs);
                return Math.min(restMs, MAX_REST_MS);
            }

            @Override
            long afterReadMs(final long tookNs) {
                return Math.max(1, 4 * TimeUnit.NANOSECONDS.toMillis(tookNs));
            }
        };
    }

    /** How long a transaction should hold the write lock. */
    final long stepNs() {
        return stepNs;
    }

    /** How long to leave the lock alone after it was held so long. */
    abstract long afterWriteMs(long tookNs, boolean farBehind);

    /** How long to rest after reading so long, without a lock. */
    abstract long afterReadMs(long tookNs);
}
