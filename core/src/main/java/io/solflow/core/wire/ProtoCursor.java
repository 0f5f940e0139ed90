package io.solflow.core.wire;

/**
 * A cursor over the fields of protobuf messages within one array. Nested messages are read with the same cursor:
 * {@link #enter} narrows the limit, {@link #leave} restores it. Accepts and rejects what the generated parser does.
 */
final class ProtoCursor {

    static final int WIRE_VARINT = 0;
    static final int WIRE_I64 = 1;
    static final int WIRE_LEN = 2;
    static final int WIRE_START_GROUP = 3;
    static final int WIRE_END_GROUP = 4;
    static final int WIRE_I32 = 5;

    /** Messages and groups within each other, as deep as the generated parser goes. */
    private static final int MAX_DEPTH = 100;

    private byte[] bytes = {};
    private int position;
    private int limit;
    private int depth;

    void wrap(final byte[] source, final int offset, final int length) {
        if (offset < 0 || length < 0 || length > source.length - offset) {
            throw MalformedWireException.INSTANCE;
        }
        bytes = source;
        position = offset;
        limit = offset + length;
        depth = 0;
    }

    /** The next tag, or 0 at the end of the message. */
    int tag() {
        if (position == limit) {
            return 0;
        }
        final int tag = (int) varint();
        if (tag >>> 3 == 0) {
            throw MalformedWireException.INSTANCE;
        }
        return tag;
    }

    long varint() {
        if (position < limit) {
            final byte first = bytes[position];
            if (first >= 0) {
                position++;
                return first;
            }
        }
        return longVarint();
    }

    private long longVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= limit) {
                throw MalformedWireException.INSTANCE;
            }
            final byte b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw MalformedWireException.INSTANCE;
    }

    /** Reads a length, which leaves {@link #position()} at the first of that many bytes. */
    int length() {
        final int length = (int) varint();
        if (length < 0 || length > limit - position) {
            throw MalformedWireException.INSTANCE;
        }
        return length;
    }

    /** Reads a length and narrows the cursor to that many bytes; returns the limit for {@link #leave}. */
    int enter() {
        final int length = length();
        final int outer = limit;
        limit = position + length;
        depth++;
        return outer;
    }

    /** Ends a nested message that was read to its end. */
    void leave(final int outerLimit) {
        limit = outerLimit;
        depth--;
    }

    int position() {
        return position;
    }

    void advance(final int count) {
        position += count;
    }

    /** Passes over the field whose tag was just read. */
    void skip(final int tag) {
        switch (tag & 7) {
            case WIRE_VARINT -> varint();
            case WIRE_I64 -> advanceChecked(8);
            case WIRE_LEN -> advance(length());
            case WIRE_START_GROUP -> skipGroup(tag >>> 3);
            case WIRE_I32 -> advanceChecked(4);
            default -> throw MalformedWireException.INSTANCE;
        }
    }

    private void skipGroup(final int field) {
        if (depth == MAX_DEPTH) {
            throw MalformedWireException.INSTANCE;
        }
        depth++;
        while (true) {
            final int tag = tag();
            if (tag == 0) {
                throw MalformedWireException.INSTANCE;
            }
            if ((tag & 7) == WIRE_END_GROUP) {
                if (tag >>> 3 != field) {
                    throw MalformedWireException.INSTANCE;
                }
                depth--;
                return;
            }
            skip(tag);
        }
    }

    private void advanceChecked(final int count) {
        if (count > limit - position) {
            throw MalformedWireException.INSTANCE;
        }
        position += count;
    }
}
