package io.solflow.bench.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.simulator.MarketConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeTest {

    private static final MarketConfig MARKET = MarketConfig.of(500, 50, 3).lasting(4);

    @TempDir
    Path folder;

    @Test
    void shouldPlayTheMarketThatWasEncoded() throws Exception {
        final Tape tape = Tape.of(folder.resolve("market.tape"), MARKET);
        long trades = 0;
        try (SlotFeed market = new MarketSlots(MARKET);
                SlotFeed played = tape.play()) {
            for (WireSlot expected = market.next(); expected != null; expected = market.next()) {
                final WireSlot slot = played.next();
                trades += slot.trades();
                assertThat(slot.slot()).isEqualTo(expected.slot());
                assertThat(slot.bytes()).isEqualTo(expected.bytes());
                assertThat(slot.size()).isEqualTo(expected.size());
                for (int i = 0; i < slot.size(); i++) {
                    assertThat(slot.offset(i)).isEqualTo(expected.offset(i));
                    assertThat(slot.lastTradeId(i)).isEqualTo(expected.lastTradeId(i));
                }
            }
            assertThat(played.next()).isNull();
        }
        assertThat(trades).isBetween(1_900L, 2_100L);
    }

    @Test
    void shouldEncodeAnotherMarketAnew() throws Exception {
        final Path file = folder.resolve("market.tape");
        Tape.of(file, MARKET);
        final MarketConfig later = MARKET.startingAt(MARKET.startSlot() + 1_000, MARKET.startTimeSeconds() + 400);

        try (SlotFeed played = Tape.of(file, later).play()) {
            assertThat(played.next().slot()).isEqualTo(later.startSlot());
        }
    }
}
