package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.core.chain.Key32;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotIndexTest {

    @Test
    void shouldFindWhatWasAddedAndNothingThatWasRemoved() {
        for (int seed = 0; seed < 50; seed++) {
            final Random random = new Random(seed);
            final int hashes = 1 << (1 + random.nextInt(12));
            final SlotIndex index = new SlotIndex();
            final Map<Integer, Integer> hashOfSlot = new HashMap<>();
            for (int i = 0; i < 5_000; i++) {
                final int slot = random.nextInt(1_000);
                final Integer hash = hashOfSlot.remove(slot);
                if (hash == null) {
                    // Few hashes, all over the range of ints: long runs, and some that wrap.
                    final int newHash = random.nextInt(hashes) * 0x9E3779B9;
                    index.add(newHash, slot);
                    hashOfSlot.put(slot, newHash);
                } else {
                    index.remove(hash, slot);
                    assertThat(distance(index, hash, slot)).as("seed %d", seed).isNegative();
                }
            }
            for (final Map.Entry<Integer, Integer> entry : hashOfSlot.entrySet()) {
                assertThat(distance(index, entry.getValue(), entry.getKey()))
                        .as("seed %d", seed)
                        .isNotNegative();
            }
        }
    }

    @Test
    void shouldRefuseToRemoveWhatIsNotThere() {
        final SlotIndex index = new SlotIndex();
        index.add(1, 5);
        assertThatThrownBy(() -> index.remove(1, 6)).hasMessageContaining("slot 6");
    }

    @Test
    void shouldSpreadKeysGroundToShareAPrefix() {
        final int keys = 100_000;
        for (final int shift : new int[] {0, 20, 40}) {
            final SlotIndex index = new SlotIndex();
            for (int i = 0; i < keys; i++) {
                index.add(hash(i, shift), i);
            }
            long steps = 0;
            for (int i = 0; i < keys; i++) {
                steps += distance(index, hash(i, shift), i);
            }
            assertThat((double) steps / keys).as("steps a key, shift %d", shift).isLessThan(2);
        }
    }

    private static int hash(final int key, final int shift) {
        return (int) new Key32().set(1, 2, 3, (long) key << shift).hash();
    }

    /** Steps from the hash's home to the slot, -1 when it is not in the index. */
    private static int distance(final SlotIndex index, final int hash, final int slot) {
        int steps = 0;
        for (int at = index.home(hash); index.entry(at) != SlotIndex.EMPTY; at = index.next(at)) {
            if (SlotIndex.slot(index.entry(at)) == slot && SlotIndex.hash(index.entry(at)) == hash) {
                return steps;
            }
            steps++;
        }
        return -1;
    }
}
