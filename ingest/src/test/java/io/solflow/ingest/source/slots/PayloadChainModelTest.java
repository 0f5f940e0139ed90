package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.source.Commitment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random chains through random streams against what has to hold for any: each block of the chain is delivered or in a hole,
 * and nothing that is neither lies below what is passed.
 */
@Timeout(60)
class PayloadChainModelTest {

    private static final long SLOT = 400_000_000L;
    private static final int SLOTS = 600;
    private static final int LATEST = 4;
    private static final AssemblerConfig CONFIG = AssemblerConfig.live(Commitment.CONFIRMED);

    private final TreeMap<Long, Long> parents = new TreeMap<>();
    private final TreeSet<Long> delivered = new TreeSet<>();
    private final TreeSet<Long> recorded = new TreeSet<>();
    private final TreeSet<Long> leftOut = new TreeSet<>();
    private PayloadChain chain;
    private long believed = SLOT;
    private long nowNs;
    private String seedText;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldDeliverOrTellEachBlockAndNeverPassOneThatIsNeither(final long seed) {
        seedText = "seed " + seed;
        final SplittableRandom random = new SplittableRandom(seed);
        final boolean metas = seed % 4 != 0;
        begin(random);
        long from = SLOT;
        while (from < SLOT + SLOTS) {
            final long to = Math.min(SLOT + SLOTS, from + 1 + random.nextInt(200));
            stream(from, to, metas, random);
            if (random.nextInt(3) == 0) {
                // what was left out is there at the next stream
                leftOut.clear();
            }
            final long next = random.nextInt(8) == 0 ? chain.passed() + random.nextInt(40) : chain.passed() - 32;
            from = Math.max(to - 100, Math.max(SLOT, next));
            from = to == SLOT + SLOTS ? to : from;
        }
        advance(true);

        for (final long block : parents.keySet()) {
            if (block <= chain.passed()) {
                assertThat(delivered.contains(block) || recorded.contains(block))
                        .as("%s, block %d", seedText, block - SLOT)
                        .isTrue();
            }
        }
        assertThat(chain.passed()).as(seedText).isEqualTo(delivered.last());
        if (metas) {
            // only what never came, or came after its row, or lies in one hole with it
            assertThat(recorded.size()).as(seedText).isLessThanOrEqualTo(SLOTS);
        }
    }

    /** A chain that nothing is left out of, however its blocks are mixed within what comes late. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldTellNoHoleWhereNothingIsLeftOut(final long seed) {
        seedText = "seed " + seed;
        final SplittableRandom random = new SplittableRandom(seed);
        begin(random);
        leftOut.clear();
        stream(SLOT, SLOT + SLOTS / 2, true, random);
        chain.onResume(nowNs);
        stream(Math.max(SLOT, chain.passed() - 32), SLOT + SLOTS, true, random);
        advance(true);

        assertThat(recorded).as(seedText).isEmpty();
        assertThat(chain.passed()).as(seedText).isEqualTo(parents.lastKey());
    }

    private void begin(final SplittableRandom random) {
        nowNs = random.nextLong();
        chain = new PayloadChain(CONFIG, SlotClock.live(), SLOT);
        long parent = SLOT;
        for (long slot = SLOT + 1; slot <= SLOT + SLOTS; slot++) {
            if (random.nextInt(12) != 0) {
                parents.put(slot, parent);
                parent = slot;
                if (random.nextInt(25) == 0) {
                    leftOut.add(slot);
                }
            }
        }
    }

    /** One stream over the chain's blocks, with some late, some twice, some statuses far ahead. */
    private void stream(final long from, final long to, final boolean metas, final SplittableRandom random) {
        chain.onResume(nowNs);
        final List<Long> order = new ArrayList<>();
        for (final long block : parents.subMap(from, false, to, true).keySet()) {
            if (!leftOut.contains(block)) {
                order.add(block);
                if (random.nextInt(20) == 0) {
                    order.add(block);
                }
            }
        }
        final Map<Integer, Double> places = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            places.put(i, i + random.nextDouble() * LATEST);
        }
        final List<Long> mixed = places.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(entry -> order.get(entry.getKey()))
                .toList();
        for (final long block : mixed) {
            if (random.nextInt(5) == 0) {
                chain.onStatus(block + 30 + random.nextInt(100), 0);
            }
            chain.onContent(block);
            if (metas) {
                chain.onMeta(block, parents.get(block));
            }
            delivered.add(block);
            believed = Math.max(believed, block);
            chain.onPayload(block, metas ? parents.get(block) : PayloadChain.NONE, nowNs);
            chain.onStatus(block, random.nextBoolean() ? parents.get(block) : 0);
            advance(false);
            nowNs += random.nextInt(200_000_000);
        }
    }

    private void advance(final boolean over) {
        while (chain.advance(believed, nowNs, over)) {
            for (long slot = chain.holeFrom(); slot <= chain.holeTo(); slot++) {
                recorded.add(slot);
            }
        }
        for (final long block : parents.headMap(chain.passed(), true).keySet()) {
            assertThat(delivered.contains(block) || recorded.contains(block))
                    .as("%s, block %d, passed %d", seedText, block - SLOT, chain.passed() - SLOT)
                    .isTrue();
        }
    }
}
