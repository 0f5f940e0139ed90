package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.source.Commitment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random banks and versions of slots against an assembler that keeps everything in maps. */
@Timeout(120)
class SlotVersionsModelTest {

    private static final long SLOT = 462_000_000L;
    private static final long TIME = 1_793_500_000L;
    private static final int SLOTS = 60;

    /** What is left when deaths are taken off: per slot and position the signature; without a position, by signature. */
    private static final class Left {

        private final Map<String, String> bySlotAndPlace = new TreeMap<>();

        void take(final String said) {
            final String[] words = said.split(" ", -1);
            final String place = words[0];
            switch (words[1]) {
                case "dead" -> {
                    if (place.contains("/")) {
                        assertThat(bySlotAndPlace.remove(place)).as(said).isNotNull();
                    } else {
                        bySlotAndPlace.keySet().removeIf(key -> key.startsWith(place + "/"));
                    }
                }
                case "end" -> {}
                default -> {
                    final String before = bySlotAndPlace.put(place, words[1]);
                    assertThat(before == null || before.equals(words[1]))
                            .as("%s over %s", said, before)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldLeaveTheLastVersionOfEverySlotAtProcessed(final long seed) {
        final Random random = new Random(seed);
        final Map<String, String> expected = new TreeMap<>();
        try (PublishedUpdates published = new PublishedUpdates(SLOT)) {
            published.begin(AssemblerConfig.live(Commitment.PROCESSED));
            for (int slot = 0; slot < SLOTS; slot++) {
                final int versions = 1 + random.nextInt(3);
                final List<Integer> places = places(random);
                Map<Integer, Integer> last = Map.of();
                for (int version = 0; version < versions; version++) {
                    if (version > 0) {
                        published.resume();
                    }
                    last = version(random, slot, version, places, last);
                    giveShuffled(published, random, slot, last);
                    if (random.nextBoolean()) {
                        published.give(Updates.meta(SLOT + slot, TIME + slot / 5));
                    }
                }
                final int place = slot;
                last.forEach((index, signature) -> expected.put(place + "/" + index, Integer.toString(signature)));
            }
            assertThat(left(published)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldLeaveTheBankThatTheMetaNames(final long seed) {
        final Random random = new Random(seed);
        final AssemblerConfig config =
                switch ((int) seed % 3) {
                    case 0 -> AssemblerConfig.replay();
                    case 1 -> AssemblerConfig.live(Commitment.CONFIRMED);
                    default -> AssemblerConfig.live(Commitment.PROCESSED);
                };
        final Map<String, String> expected = new TreeMap<>();
        try (PublishedUpdates published = new PublishedUpdates(SLOT)) {
            published.begin(config);
            for (int slot = 0; slot < SLOTS; slot++) {
                final long firstBank = 1L + random.nextInt(1_000);
                final int banks = 1 + random.nextInt(3);
                final int winner = random.nextInt(banks);
                final List<byte[]> updates = new ArrayList<>();
                for (int bank = 0; bank < banks; bank++) {
                    for (final int index : places(random)) {
                        final int signature = 1 + 1_000 * (10 * slot + bank) + index;
                        updates.add(Updates.ofBank(SLOT + slot, index, signature, firstBank + bank));
                        if (bank == winner) {
                            expected.put(slot + "/" + index, Integer.toString(signature));
                        }
                    }
                }
                Collections.shuffle(updates, random);
                updates.forEach(published::give);
                published.give(Updates.metaOfBank(SLOT + slot, TIME + slot / 5, firstBank + winner));
            }
            assertThat(left(published)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static Map<String, String> left(final PublishedUpdates published) {
        final Left left = new Left();
        published.taken().forEach(left::take);
        return left.bySlotAndPlace;
    }

    /** Positions, always with the first one that versions part at, never only zero. */
    private static List<Integer> places(final Random random) {
        final List<Integer> places = new ArrayList<>(List.of(1));
        for (int index = 2; index < 40; index++) {
            if (random.nextInt(3) == 0) {
                places.add(index);
            }
        }
        return places;
    }

    /** Some of the version before, some transactions anew; the one at position 1 always, so that the two contradict. */
    private static Map<Integer, Integer> version(
            final Random random,
            final int slot,
            final int version,
            final List<Integer> places,
            final Map<Integer, Integer> before) {
        final Map<Integer, Integer> transactions = new HashMap<>();
        for (final int index : places) {
            final int anew = 1 + 1_000 * (10 * slot + version) + index;
            if (index == 1 || random.nextInt(3) > 0) {
                transactions.put(index, anew);
            } else if (before.containsKey(index)) {
                transactions.put(index, before.get(index));
            }
        }
        return transactions;
    }

    private static void giveShuffled(
            final PublishedUpdates published,
            final Random random,
            final int slot,
            final Map<Integer, Integer> transactions) {
        final List<Integer> indexes = new ArrayList<>(transactions.keySet());
        Collections.shuffle(indexes, random);
        for (final int index : indexes) {
            published.give(Updates.signed(SLOT + slot, index, transactions.get(index)));
        }
    }
}
