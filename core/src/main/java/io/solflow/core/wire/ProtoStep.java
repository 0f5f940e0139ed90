package io.solflow.core.wire;

/**
 * Steps over the fields of protobuf messages within one array, as functions of a position, so that positions stay in
 * registers. A message is read by a loop {@code while (at < end)}: the {@link #tag} at {@code at}, then {@link #afterNumber},
 * then the field or {@link #skip}. No function reads at or beyond {@code end}, nor returns a position beyond it. Accepts and
 * rejects what the generated parser does.
 *
 * <p>What is read and where it ends are asked separately: the compiler joins the two, and a position then waits only for
 * the length that it depends on. Packing both into one long was slower.
 */
final class ProtoStep {

    /** Messages and groups within each other, as deep as the generated parser goes. */
    private static final int MAX_DEPTH = 100;

    private static final int LARGEST_WITHOUT_FIELD = 7;
    private static final int LONGEST_VARINT = 10;

    private ProtoStep() {}

    /** Fails unless the range lies within the array. */
    static void checkRange(final byte[] bytes, final int offset, final int length) {
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw MalformedWireException.INSTANCE;
        }
    }

    /** The tag at {@code at}, which is before {@code end}; never 0. */
    static int tag(final byte[] bytes, final int at, final int end) {
        final byte first = bytes[at];
        return first > LARGEST_WITHOUT_FIELD ? first : longTag(bytes, at, end);
    }

    private static int longTag(final byte[] bytes, final int at, final int end) {
        final int tag = (int) varint(bytes, at, end);
        if (tag >>> 3 == 0) {
            throw MalformedWireException.INSTANCE;
        }
        return tag;
    }

    /** The low 32 bits of the number at {@code at}. */
    static int number(final byte[] bytes, final int at, final int end) {
        return at < end && bytes[at] >= 0 ? bytes[at] : (int) varint(bytes, at, end);
    }

    /** The number at {@code at}. */
    static long varint(final byte[] bytes, final int at, final int end) {
        long value = 0;
        int position = at;
        for (int shift = 0; position < end && shift < Long.SIZE; shift += 7) {
            final byte b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw MalformedWireException.INSTANCE;
    }

    /** Where the number at {@code at} ends: after a tag the field, after a length the bytes. */
    static int afterNumber(final byte[] bytes, final int at, final int end) {
        return at < end && bytes[at] >= 0 ? at + 1 : afterLongNumber(bytes, at, end);
    }

    private static int afterLongNumber(final byte[] bytes, final int at, final int end) {
        if (end - at > 1 && bytes[at + 1] >= 0) {
            return at + 2;
        }
        final int limit = Math.min(end - at, LONGEST_VARINT) + at;
        for (int position = at; position < limit; position++) {
            if (bytes[position] >= 0) {
                return position + 1;
            }
        }
        throw MalformedWireException.INSTANCE;
    }

    /** Where the length-delimited field whose length stands at {@code at} ends. */
    static int stop(final byte[] bytes, final int at, final int end) {
        if (at < end) {
            final byte length = bytes[at];
            if (length >= 0 && length < end - at) {
                return at + 1 + length;
            }
        }
        return longStop(bytes, at, end);
    }

    private static int longStop(final byte[] bytes, final int at, final int end) {
        if (end - at > 2 && bytes[at] < 0 && bytes[at + 1] >= 0) {
            final int length = (bytes[at] & 0x7F) | (bytes[at + 1] << 7);
            if (length <= end - at - 2) {
                return at + 2 + length;
            }
        }
        final int length = (int) varint(bytes, at, end);
        final int start = afterNumber(bytes, at, end);
        if (length < 0 || length > end - start) {
            throw MalformedWireException.INSTANCE;
        }
        return start + length;
    }

    /**
     * Passes over a field whose tag was just read.
     *
     * @param depth how many messages and groups the field is in.
     * @return where the next step begins.
     */
    static int skip(final int tag, final byte[] bytes, final int at, final int end, final int depth) {
        return switch (tag & 7) {
            case ProtoCursor.WIRE_LEN -> stop(bytes, at, end);
            case ProtoCursor.WIRE_VARINT -> afterNumber(bytes, at, end);
            case ProtoCursor.WIRE_I64 -> afterFixed(at, 8, end);
            case ProtoCursor.WIRE_I32 -> afterFixed(at, 4, end);
            case ProtoCursor.WIRE_START_GROUP -> afterGroup(tag >>> 3, bytes, at, end, depth);
            default -> throw MalformedWireException.INSTANCE;
        };
    }

    private static int afterFixed(final int at, final int length, final int end) {
        if (length > end - at) {
            throw MalformedWireException.INSTANCE;
        }
        return at + length;
    }

    private static int afterGroup(
            final int field, final byte[] bytes, final int start, final int end, final int depth) {
        if (depth == MAX_DEPTH) {
            throw MalformedWireException.INSTANCE;
        }
        int at = start;
        while (at < end) {
            final int tag = tag(bytes, at, end);
            at = afterNumber(bytes, at, end);
            if ((tag & 7) == ProtoCursor.WIRE_END_GROUP) {
                if (tag >>> 3 != field) {
                    throw MalformedWireException.INSTANCE;
                }
                return at;
            }
            at = skip(tag, bytes, at, end, depth + 1);
        }
        throw MalformedWireException.INSTANCE;
    }
}
