package io.solflow.bench.sqlite;

import io.solflow.core.chain.Key32;
import java.util.SplittableRandom;
import org.agrona.collections.Long2LongHashMap;

/** Numbered addresses, the same for the same seed: keys and their base58 texts, and the number of a key. */
final class MarketKeys {

    static final int NO_NUMBER = -1;

    private final Key32[] keys;
    private final String[] texts;
    private final Long2LongHashMap numbers = new Long2LongHashMap(NO_NUMBER);

    MarketKeys(final int size, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        keys = new Key32[size];
        texts = new String[size];
        for (int i = 0; i < size; i++) {
            keys[i] = new Key32().set(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            texts[i] = keys[i].toString();
            numbers.put(keys[i].word0(), i);
        }
    }

    int size() {
        return keys.length;
    }

    Key32 key(final int number) {
        return keys[number];
    }

    String text(final int number) {
        return texts[number];
    }

    /** The number of the key with this first word. */
    int numberOf(final long word0) {
        return (int) numbers.get(word0);
    }
}
