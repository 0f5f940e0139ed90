package io.solflow.bench.line;

import io.solflow.bench.report.Bar;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** From the launch of the jar to the first new trade that a reader sees, with a million trades within the longest window, by phase. */
public final class LineStartSuite implements Suite {

    private static final int CHAIN_RATE = 100;
    private static final long TRADES = 1_000_000;
    private static final long QUICK_TRADES = 5_000;
    private static final double LIMIT_SECONDS = 2;

    @Override
    public String name() {
        return "line-start";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final LinePlace place = new LinePlace(context);
        final long trades = context.quick() ? QUICK_TRADES : TRADES;
        final Path database = place.newDatabase();
        final SlotFeed feed = new Ahead(new MarketSlots(LinePlace.market(CHAIN_RATE)));
        store(place, database, feed, trades);
        final List<StartPhases> starts = new ArrayList<>();
        for (int sample = 0; sample < context.samples(); sample++) {
            starts.add(StartPhases.of(place.jar(), database, feed));
            context.say(starts.get(sample).toString());
        }
        feed.close();
        Product.require(place.jar(), "verify", "--db", database.toString());
        final String conditions =
                String.format(Locale.ROOT, "%,d trades stored within four hours", LineRun.storedTrades(database));
        context.add(new Row("launch → first new trade visible", conditions, figure(starts, StartPhases::totalSeconds))
                .bar(Bar.atMost(LIMIT_SECONDS)));
        context.add(new Row("of it: launch to store open", conditions, figure(starts, StartPhases::openSeconds)));
        context.add(new Row("of it: windows refilled", conditions, figure(starts, StartPhases::refillSeconds)));
        context.add(new Row("of it: first commit visible", conditions, figure(starts, StartPhases::commitSeconds)));
        place.remove(database);
    }

    private static void store(final LinePlace place, final Path database, final SlotFeed feed, final long trades)
            throws Exception {
        final LineSettings settings =
                new LineSettings(place.jar(), database, Arrival.SLOTS, trades, 0, CHAIN_RATE, 0, List.of(), List.of());
        try (LineRun run = new LineRun(settings, SlotFeed.kept(feed))) {
            run.warmUp();
            run.stopAndVerify();
        }
    }

    private static Figure figure(final List<StartPhases> starts, final ToDoubleFunction<StartPhases> value) {
        return Figure.of("SolFlow", "s", starts.stream().mapToDouble(value).toArray());
    }
}
