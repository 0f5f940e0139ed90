package io.solflow.bench.line;

import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;

/**
 * Closed loop beside readers: what the line sustains while two hundred clients of the page's event stream read, and while as
 * many read nothing and a reader of the database has been within a transaction for a minute; against what the same process
 * sustains without them just before and after. How far two such parts without readers differ is the noise, printed first.
 */
public final class LineReadersSuite implements Suite {

    static final int CHAIN_RATE = 2_500;

    private static final int CLIENTS = 200;
    private static final int QUICK_CLIENTS = 5;
    private static final long WARM_UP_TRADES = 150_000;
    private static final long QUICK_WARM_UP_TRADES = 5_000;
    private static final double SECONDS = 8;
    private static final double QUICK_SECONDS = 1;
    private static final double STUCK_SECONDS = 60;
    private static final double FASTEST = 60_000;
    private static final double QUICK_FASTEST = 20_000;
    private static final int CLOSED_LOOPS = 5;

    @Override
    public String name() {
        return "line-readers";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final LinePlace place = new LinePlace(context);
        final boolean quick = context.quick();
        final long warmUpTrades = quick ? QUICK_WARM_UP_TRADES : WARM_UP_TRADES;
        final double seconds = quick ? QUICK_SECONDS : SECONDS;
        final double stuckSeconds = quick ? QUICK_SECONDS : STUCK_SECONDS;
        final Tape tape = place.tape(
                CHAIN_RATE,
                warmUpTrades
                        + ReaderRounds.STUCK_RATE * stuckSeconds
                        + CLOSED_LOOPS * seconds * (quick ? QUICK_FASTEST : FASTEST));
        final ReaderRounds rounds = new ReaderRounds(
                context, place, tape, quick ? QUICK_CLIENTS : CLIENTS, warmUpTrades, seconds, stuckSeconds);
        for (int sample = 0; sample < context.samples(); sample++) {
            rounds.run();
        }
        rounds.report();
    }
}
