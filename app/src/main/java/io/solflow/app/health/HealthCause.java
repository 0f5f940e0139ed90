package io.solflow.app.health;

/**
 * What can be wrong with a running SolFlow, worst first. The code word is stable, so that alerts may match it. Each says
 * what to do about it.
 */
public enum HealthCause {
    PIPELINE_FAILED(
            "pipeline-failed",
            HealthLevel.RED,
            "start SolFlow again: it resumes at its checkpoint; report the failure"),
    STORE_FAILED(
            "store-failed",
            HealthLevel.RED,
            "look at the disk, check the database with 'verify', start again: the stream resumes at the checkpoint"),
    SOURCE_REFUSED("source-refused", HealthLevel.RED, "fix what the message names, then check with 'doctor'"),
    OTHER_CHAIN(
            "other-chain",
            HealthLevel.RED,
            "use a new database for the new chain, or set GEYSER_URL to a server of the stored chain"),
    SOURCE_ENDED("source-ended", HealthLevel.RED, "start SolFlow again: it resumes at its checkpoint"),
    DISK_FULL(
            "disk-full",
            HealthLevel.RED,
            "make room on the database's disk; nothing is lost, writing goes on by itself"),
    DATABASE_LOCKED(
            "database-locked",
            HealthLevel.RED,
            "end the transaction of the other program that writes; nothing is lost, writing goes on by itself"),
    DISK_ERROR(
            "disk-error",
            HealthLevel.RED,
            "look at the disk and the system's log; the batch is kept and tried again for as long as it takes"),
    NOT_CONNECTED("not-connected", HealthLevel.YELLOW, "check the server and the network with 'doctor'", 0, 5),
    CLOCK_WRONG("clock-wrong", HealthLevel.YELLOW, "set this machine's clock, best by NTP"),
    STREAM_SILENT("stream-silent", HealthLevel.YELLOW, "wait: after 30 s of silence it is connected anew"),
    RING_FULL(
            "ring-full",
            HealthLevel.YELLOW,
            "find what slows the database: its disk, or a program that locks it",
            3,
            0),
    LAG(
            "lag",
            HealthLevel.YELLOW,
            "wait if it is catching up; otherwise check the server, the network and ring-full",
            3,
            0),
    DISK_LOW("disk-low", HealthLevel.YELLOW, "make room on the database's disk before it is full"),
    WAL_LARGE("wal-large", HealthLevel.YELLOW, "end the reader that keeps one query or transaction open for long"),
    RETENTION_FAILING(
            "retention-failing",
            HealthLevel.YELLOW,
            "mend what the message names; the database grows until then, old rows are tried again each minute"),
    GARBAGE("garbage", HealthLevel.YELLOW, "ask the provider: these updates are not what Yellowstone sends"),
    SWAPS_UNREAD(
            "swaps-unread",
            HealthLevel.YELLOW,
            "the program may have a new version: get a newer SolFlow; trades are missing"),
    TRADES_LATE(
            "trades-late",
            HealthLevel.YELLOW,
            "these trades count in the longer windows only; ask the provider about the delay"),
    STAND_IN(
            "stand-in",
            HealthLevel.YELLOW,
            "check the servers before it with 'doctor'; they are tried again every 5 minutes"),
    GAPS("gaps", HealthLevel.YELLOW, "see ingest_gaps or 'verify'; slots that are missing are not filled later"),
    /** A notice: nothing is lost. */
    SWAPS_BY_EVENT(
            "swaps-by-event",
            HealthLevel.GREEN,
            "nothing is lost: report the discriminators, so that the instructions get their names");

    private final String code;
    private final HealthLevel level;
    private final String advice;
    private final long countsAfterSeconds;
    private final long reportedAfterSeconds;

    HealthCause(final String code, final HealthLevel level, final String advice) {
        this(code, level, advice, 0, 0);
    }

    HealthCause(
            final String code,
            final HealthLevel level,
            final String advice,
            final long countsAfterSeconds,
            final long reportedAfterSeconds) {
        this.code = code;
        this.level = level;
        this.advice = advice;
        this.countsAfterSeconds = countsAfterSeconds;
        this.reportedAfterSeconds = reportedAfterSeconds;
    }

    /** The stable code word. */
    public String code() {
        return code;
    }

    public HealthLevel level() {
        return level;
    }

    /** What to do about it. */
    public String advice() {
        return advice;
    }

    /** How long it has to hold before it counts: a burst may fill the ring for a moment. */
    long countsAfterSeconds() {
        return countsAfterSeconds;
    }

    /** How long it has to hold before it is logged and remembered: every start begins without a connection. */
    long reportedAfterSeconds() {
        return reportedAfterSeconds;
    }
}
