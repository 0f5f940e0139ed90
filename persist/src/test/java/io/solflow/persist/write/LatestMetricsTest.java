package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.UpdateEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatestMetricsTest {

    @Test
    void shouldKeepTheLastRowOfEachMintLikeAMap() {
        final long seed = 91;
        final Random random = new Random(seed);
        final LatestMetrics latest = new LatestMetrics();
        for (int round = 0; round < 20; round++) {
            final Map<Long, List<Long>> model = new LinkedHashMap<>();
            final int mints = 1 + random.nextInt(3000);
            for (int i = 0; i < 4000; i++) {
                final long mint = random.nextInt(mints);
                final UpdateEvent event = new UpdateEvent();
                Events.withMetrics(event, mint, i, mint);
                latest.put(event.metrics().values(), 0, 1000 + i);
                model.put(mint, List.of((long) i, 1000L + i));
            }
            assertThat(latest.size()).as("seed %d round %d", seed, round).isEqualTo(model.size());
            int row = 0;
            for (final Map.Entry<Long, List<Long>> entry : model.entrySet()) {
                assertThat(latest.mint(row, new Key32())).isEqualTo(Events.key(1, entry.getKey()));
                assertThat(latest.get(row, MetricsRows.NET_FLOW_LAMPORTS))
                        .isEqualTo(entry.getValue().get(0));
                assertThat(latest.updatedAt(row)).isEqualTo(entry.getValue().get(1));
                row++;
            }
            latest.clear();
            assertThat(latest.size()).isZero();
        }
    }

    @Test
    void shouldLetGoOfTheRoomOfAnUnusuallyLargeTransaction() {
        final LatestMetrics latest = new LatestMetrics();
        for (int mint = 0; mint <= LatestMetrics.KEPT_ROWS; mint++) {
            put(latest, mint);
        }
        assertThat(latest.size()).isEqualTo(LatestMetrics.KEPT_ROWS + 1);
        latest.clear();
        assertThat(latest.capacity()).isLessThan(LatestMetrics.KEPT_ROWS);

        put(latest, 7);
        assertThat(latest.size()).isEqualTo(1);
        assertThat(latest.mint(0, new Key32())).isEqualTo(Events.key(1, 7));
    }

    private static void put(final LatestMetrics latest, final long mint) {
        final UpdateEvent event = new UpdateEvent();
        Events.withMetrics(event, mint, mint, mint);
        latest.put(event.metrics().values(), 0, 1000);
    }
}
