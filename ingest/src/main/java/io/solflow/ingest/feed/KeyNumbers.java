package io.solflow.ingest.feed;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The number of each key of one transaction, in the chain's order: static, loaded writable, loaded readonly. */
final class KeyNumbers {

    private final Map<String, Integer> numbers = new HashMap<>();
    private int count;

    void add(final String key) {
        numbers.putIfAbsent(key, count++);
    }

    int of(final String key) {
        final Integer number = numbers.get(key);
        if (number == null || number > 255) {
            throw new UnusableItemException("instruction names " + key + ", which is not among the account keys");
        }
        return number;
    }

    ByteString of(final List<String> keys) {
        final byte[] bytes = new byte[keys.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) of(keys.get(i));
        }
        return ByteString.copyFrom(bytes);
    }
}
