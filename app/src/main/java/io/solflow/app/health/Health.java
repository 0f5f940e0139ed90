package io.solflow.app.health;

import io.solflow.app.terminal.ByteSize;
import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.SourceState;
import io.solflow.ingest.source.stream.SourceStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How a running SolFlow is: a level and what it comes from, worst first. A value; any thread may have it.
 *
 * @param level the worst level of the findings.
 * @param findings what is wrong, empty when the level is green.
 */
public record Health(HealthLevel level, List<Finding> findings) {

    /** Nothing is wrong. */
    public static final Health GREEN = new Health(HealthLevel.GREEN, List.of());

    private static final long SILENT_SECONDS = 15;
    private static final long LAG_SECONDS = 60;
    private static final long AHEAD_SECONDS = 10;
    private static final long LOW_BYTES = 1L << 30;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    /** A share says nothing about a handful. */
    private static final long FEW = 20;

    private static final long GARBAGE_PERCENT = 1;
    private static final long UNREAD_PERCENT = 5;
    private static final int FEW_NAMES = 4;

    /**
     * Something that is wrong.
     *
     * @param text what was found, in plain words.
     * @param heldSeconds since when it holds.
     */
    public record Finding(HealthCause cause, String text, long heldSeconds) {

        /** Code word, duration and text. */
        String line() {
            return cause.code() + (heldSeconds > 0 ? " for " + heldSeconds + " s, " : ", ") + text;
        }
    }

    /** The health that these findings make. */
    public static Health of(final List<Finding> findings) {
        if (findings.isEmpty()) {
            return GREEN;
        }
        final List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing(Finding::cause));
        return new Health(sorted.get(0).cause().level(), List.copyOf(sorted));
    }

    /**
     * What a look finds at this moment.
     *
     * @param lastMinute the growth of the look's tallies over about a minute.
     */
    public static Health of(final HealthInputs look, final HealthTallies lastMinute) {
        final List<Finding> found = new ArrayList<>();
        judgePipeline(look, found);
        look.source().ifPresent(source -> judgeSource(look, source, found));
        judgeStore(look, found);
        judgeInput(lastMinute, found);
        if (!look.retention().isEmpty()) {
            add(found, HealthCause.RETENTION_FAILING, "%s", look.retention());
        }
        if (look.gaps() > 0) {
            add(found, HealthCause.GAPS, "%,d holes of the stream recorded since the start", look.gaps());
        }
        return of(found);
    }

    /** What the status line ends with: the level, and the worst finding when there is one. */
    public String shortText() {
        if (findings.isEmpty()) {
            return level.word();
        }
        return level.word() + ": " + findings.get(0).line()
                + (findings.size() == 1 ? "" : " (and " + (findings.size() - 1) + " more)");
    }

    private static void judgePipeline(final HealthInputs look, final List<Finding> found) {
        if (!look.failure().isEmpty()) {
            add(found, HealthCause.PIPELINE_FAILED, "%s", look.failure());
        }
        if (look.ringFull()) {
            add(
                    found,
                    HealthCause.RING_FULL,
                    "%,d of %,d entries wait; the source is slowed",
                    look.backlog(),
                    look.ringSize());
        }
    }

    private static void judgeSource(final HealthInputs look, final SourceStatus source, final List<Finding> found) {
        look.sourceEnd().ifPresent(end -> judgeEnd(end, found));
        final long quietSeconds = (look.atNs() - source.lastUpdateNs()) / NS_PER_SECOND;
        if (source.state() == SourceState.STREAMING) {
            // behind a full ring it is not the server that is silent
            if (source.lastUpdateNs() != 0 && quietSeconds >= SILENT_SECONDS && !look.ringFull()) {
                add(found, HealthCause.STREAM_SILENT, "no update, not even a ping, for %,d s", quietSeconds);
            }
            if (source.place() > 1) {
                add(
                        found,
                        HealthCause.STAND_IN,
                        "the stream comes from %s, number %d of %d servers",
                        source.endpoint(),
                        source.place(),
                        source.endpoints());
            }
        } else if (source.state() != SourceState.ENDED) {
            add(
                    found,
                    HealthCause.NOT_CONNECTED,
                    "%s: %s",
                    source.state().name().toLowerCase(Locale.ROOT),
                    source.reason());
        }
        if (source.lastBlockTimeSeconds() < 0) {
            return;
        }
        final long behindSeconds = look.nowSeconds() - source.lastBlockTimeSeconds();
        if (behindSeconds > LAG_SECONDS) {
            add(found, HealthCause.LAG, "the newest block time is %,d s behind this machine's clock", behindSeconds);
        } else if (behindSeconds < -AHEAD_SECONDS) {
            add(
                    found,
                    HealthCause.CLOCK_WRONG,
                    "the newest block time is %,d s ahead of this machine's clock",
                    -behindSeconds);
        }
    }

    private static void judgeEnd(final SourceEnd end, final List<Finding> found) {
        switch (end.kind()) {
            case REFUSED -> add(found, HealthCause.SOURCE_REFUSED, "%s", end.message());
            case OTHER_CHAIN -> add(found, HealthCause.OTHER_CHAIN, "%s", end.message());
            case FAILED -> add(found, HealthCause.SOURCE_ENDED, "%s", end.message());
            case STOPPED, SINK_CLOSED -> {
                // wanted, or told by the pipeline's own failure
            }
        }
    }

    private static void judgeStore(final HealthInputs look, final List<Finding> found) {
        switch (look.store().state()) {
            case OK -> {
                // writes
            }
            case FAILED ->
                add(found, HealthCause.STORE_FAILED, "%s", look.store().reason());
            case RETRYING ->
                add(
                        found,
                        switch (look.store().problem()) {
                            case LOCKED -> HealthCause.DATABASE_LOCKED;
                            case FULL -> HealthCause.DISK_FULL;
                            case NONE, ERROR -> HealthCause.DISK_ERROR;
                        },
                        "%s",
                        look.store().reason());
        }
        if (look.walBytes() > look.walLimitBytes()) {
            add(
                    found,
                    HealthCause.WAL_LARGE,
                    "the write-ahead log has %s, its limit is %s",
                    ByteSize.text(look.walBytes()),
                    ByteSize.text(look.walLimitBytes()));
        }
        final long lowBytes = Math.max(LOW_BYTES, 2 * look.walLimitBytes());
        if (look.freeBytes() >= 0 && look.freeBytes() < lowBytes) {
            add(
                    found,
                    HealthCause.DISK_LOW,
                    "%s left on the database's disk, advised are %s",
                    ByteSize.text(look.freeBytes()),
                    ByteSize.text(lowBytes));
        }
    }

    private static void judgeInput(final HealthTallies lastMinute, final List<Finding> found) {
        if (isMuch(lastMinute.malformedUpdates(), lastMinute.updates(), GARBAGE_PERCENT)) {
            add(
                    found,
                    HealthCause.GARBAGE,
                    "%,d of %,d updates of the last minute could not be read",
                    lastMinute.malformedUpdates(),
                    lastMinute.updates());
        }
        lastMinute.programs().stream()
                .filter(swaps -> isMuch(swaps.unread(), swaps.read() + swaps.unread(), UNREAD_PERCENT))
                .findFirst()
                .ifPresent(swaps -> add(
                        found,
                        HealthCause.SWAPS_UNREAD,
                        "%,d of %,d swap instructions of %s in the last minute were unknown or malformed%s",
                        swaps.unread(),
                        swaps.read() + swaps.unread(),
                        swaps.program(),
                        unnamed(swaps)));
        lastMinute.programs().stream()
                .filter(swaps -> swaps.byEvent() > 0)
                .findFirst()
                .ifPresent(swaps -> add(
                        found,
                        HealthCause.SWAPS_BY_EVENT,
                        "%,d swaps of %s in the last minute were read from their events alone; they are stored%s",
                        swaps.byEvent(),
                        swaps.program(),
                        unnamed(swaps)));
        if (lastMinute.lateTrades() > 0) {
            add(
                    found,
                    HealthCause.TRADES_LATE,
                    "%,d trades of the last minute came more than 300 s late",
                    lastMinute.lateTrades());
        }
    }

    private static String unnamed(final HealthTallies.Swaps swaps) {
        return swaps.unnamed().isEmpty()
                ? ""
                : "; no name is known here for "
                        + String.join(
                                ", ",
                                swaps.unnamed()
                                        .subList(
                                                0,
                                                Math.min(
                                                        FEW_NAMES,
                                                        swaps.unnamed().size())));
    }

    private static boolean isMuch(final long part, final long whole, final long percent) {
        return part >= FEW && 100 * part >= percent * whole;
    }

    private static void add(
            final List<Finding> found, final HealthCause cause, final String format, final Object... values) {
        found.add(new Finding(cause, String.format(Locale.ROOT, format, values), 0));
    }
}
