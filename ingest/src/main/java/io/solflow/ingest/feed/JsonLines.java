package io.solflow.ingest.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a stream into lines of bytes; the buffer grows to the longest line. */
final class JsonLines {

    private final InputStream input;
    private byte[] line = new byte[1 << 16];
    private int length;
    private long number;

    JsonLines(final InputStream input) {
        this.input = input;
    }

    /** Moves to the next line; false at the end. */
    boolean next() throws IOException {
        length = 0;
        int value = input.read();
        if (value < 0) {
            return false;
        }
        number++;
        while (value >= 0 && value != '\n') {
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.multiplyExact(length, 2));
            }
            line[length++] = (byte) value;
            value = input.read();
        }
        return true;
    }

    /** The line's bytes, valid up to {@link #length()} until the next one is read. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    /** Number of the line, from 1. */
    long number() {
        return number;
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
