package io.solflow.app.live;

import io.solflow.app.health.Health;
import io.solflow.app.terminal.ByteSize;
import java.util.Locale;

/** Turns two looks at the counters into one line: what happened in between, and where things stand. */
final class StatusLine {

    /**
     * A look at the counters.
     *
     * @param atNs monotonic time of the look.
     * @param updates updates taken from the source.
     * @param trades trades stored.
     * @param slot newest slot, 0 before the first.
     * @param lagSeconds wall clock minus watermark; negative when it means nothing, as in replays.
     * @param backlog ring entries waiting.
     * @param ringSize ring entries in all.
     * @param databaseBytes size of the database with its log.
     * @param gaps holes recorded in the stream since the start.
     * @param gapsStored holes in the database, earlier runs' included.
     * @param endpoint the server in use where there are several, else empty.
     * @param health how the run is.
     */
    public record Look(
            long atNs,
            long updates,
            long trades,
            long slot,
            long lagSeconds,
            long backlog,
            int ringSize,
            long databaseBytes,
            long gaps,
            long gapsStored,
            String endpoint,
            Health health) {}

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RESET = "\u001b[0m";

    private final boolean colour;

    StatusLine(final boolean colour) {
        this.colour = colour;
    }

    String format(final Look before, final Look now) {
        final double seconds = Math.max(1e-3, (now.atNs() - before.atNs()) / 1e9);
        final StringBuilder line = new StringBuilder(160);
        line.append(String.format(
                Locale.ROOT,
                "%,.0f updates/s  %,.0f trades/s  slot %d  lag %s  ring %d%%  %,d rows  %s",
                (now.updates() - before.updates()) / seconds,
                (now.trades() - before.trades()) / seconds,
                now.slot(),
                now.lagSeconds() < 0 ? "-" : now.lagSeconds() + " s",
                100 * now.backlog() / now.ringSize(),
                now.trades(),
                ByteSize.text(now.databaseBytes())));
        if (now.gapsStored() > 0) {
            line.append("  gaps ").append(now.gaps());
            if (now.gapsStored() > now.gaps()) {
                line.append(" (").append(now.gapsStored()).append(" stored)");
            }
        }
        if (!now.endpoint().isEmpty()) {
            line.append("  at ").append(now.endpoint());
        }
        return line.append("  ").append(coloured(now.health())).toString();
    }

    private String coloured(final Health health) {
        if (!colour) {
            return health.shortText();
        }
        return switch (health.level()) {
            case GREEN -> health.shortText();
            case YELLOW -> YELLOW + health.shortText() + RESET;
            case RED -> RED + health.shortText() + RESET;
        };
    }
}
