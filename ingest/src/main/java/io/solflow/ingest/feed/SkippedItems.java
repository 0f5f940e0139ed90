package io.solflow.ingest.feed;

import java.util.ArrayList;
import java.util.List;

/** Counts what a reader left out or had to assume, and keeps the first messages. */
final class SkippedItems {

    private final int maxMessages;
    private final List<String> messages = new ArrayList<>();
    private long count;

    SkippedItems(final int maxMessages) {
        this.maxMessages = maxMessages;
    }

    void add(final String message) {
        count++;
        if (messages.size() < maxMessages) {
            messages.add(message);
        }
    }

    long count() {
        return count;
    }

    List<String> messages() {
        return List.copyOf(messages);
    }
}
