package io.solflow.ingest.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Damages protobuf messages: bytes cut, flipped and overwritten, and, within nested messages whose lengths are then made
 * right again, fields reordered, repeated, dropped, split in two messages, retyped, and unknown ones put in.
 */
final class Mutator {

    private static final int VARINT = 0;
    private static final int LEN = 2;
    private static final int START_GROUP = 3;

    private final Random random;

    /** A field as it lies in its message; the value of a length-delimited one is without its length. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Field(int number, int wireType, byte[] value) {}

    Mutator(final Random random) {
        this.random = random;
    }

    byte[] mutate(final byte[] message) {
        byte[] mutated = message;
        do {
            mutated = random.nextInt(4) == 0 ? damageBytes(mutated) : damageFields(mutated);
        } while (random.nextInt(3) == 0);
        return mutated;
    }

    private byte[] damageBytes(final byte[] message) {
        if (message.length == 0) {
            return randomBytes(1 + random.nextInt(20));
        }
        final byte[] damaged = message.clone();
        final int at = random.nextInt(damaged.length);
        switch (random.nextInt(5)) {
            case 0 -> {
                return Arrays.copyOf(damaged, at);
            }
            case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> damaged[at] = (byte) random.nextInt();
            case 3 -> Arrays.fill(damaged, at, Math.min(damaged.length, at + 1 + random.nextInt(12)), (byte) 0xFF);
            default -> {
                // a few bytes put in or taken out, which moves every boundary behind them
                final ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.write(damaged, 0, at);
                final int taken = random.nextInt(4);
                out.writeBytes(randomBytes(random.nextInt(4)));
                out.write(damaged, Math.min(damaged.length, at + taken), Math.max(0, damaged.length - at - taken));
                return out.toByteArray();
            }
        }
        return damaged;
    }

    private byte[] damageFields(final byte[] message) {
        final List<Field> fields = split(message);
        if (fields == null) {
            return damageBytes(message);
        }
        final int at = fields.isEmpty() ? -1 : random.nextInt(fields.size());
        if (at >= 0 && fields.get(at).wireType == LEN && random.nextInt(8) != 0) {
            final Field field = fields.get(at);
            fields.set(at, new Field(field.number, LEN, damageFields(field.value)));
        } else {
            damageList(fields, at);
        }
        return join(fields);
    }

    private void damageList(final List<Field> fields, final int at) {
        final int change = at < 0 ? 0 : random.nextInt(9);
        switch (change) {
            case 0 -> fields.add(random.nextInt(fields.size() + 1), randomField(0));
            case 1 -> Collections.shuffle(fields, random);
            case 2 -> fields.add(random.nextInt(fields.size() + 1), fields.get(at));
            case 3 -> fields.remove(at);
            case 4 -> fields.set(at, new Field(fields.get(at).number, random.nextInt(8), fields.get(at).value));
            case 5 -> fields.set(at, new Field(1 + random.nextInt(14), fields.get(at).wireType, fields.get(at).value));
            case 6 -> fields.set(at, new Field(fields.get(at).number, VARINT, varint(randomLong(), random.nextInt(3))));
            case 7 -> splitInTwo(fields, at);
            default -> fields.set(at, new Field(fields.get(at).number, LEN, randomBytes(random.nextInt(70))));
        }
    }

    /** One message as two of the same field, which a parser merges. */
    private void splitInTwo(final List<Field> fields, final int at) {
        final Field field = fields.get(at);
        final List<Field> inner = field.wireType == LEN ? split(field.value) : null;
        if (inner == null || inner.isEmpty()) {
            return;
        }
        final int cut = random.nextInt(inner.size() + 1);
        fields.set(at, new Field(field.number, LEN, join(inner.subList(0, cut))));
        fields.add(
                at + 1 + random.nextInt(fields.size() - at),
                new Field(field.number, LEN, join(inner.subList(cut, inner.size()))));
    }

    private Field randomField(final int depth) {
        final int number = random.nextInt(4) == 0 ? 1 + random.nextInt(1 << 20) : 1 + random.nextInt(14);
        return switch (random.nextInt(depth > 3 ? 4 : 6)) {
            case 0 -> new Field(number, VARINT, varint(randomLong(), random.nextInt(3)));
            case 1 -> new Field(number, 1, randomBytes(8));
            case 2 -> new Field(number, 5, randomBytes(4));
            case 3 -> new Field(number, LEN, randomBytes(random.nextInt(40)));
            default -> group(number, depth);
        };
    }

    private Field group(final int number, final int depth) {
        final List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            fields.add(randomField(depth + 1));
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        // now and then around the depth at which a parser gives up
        final int nested = random.nextInt(50) == 0 ? 90 + random.nextInt(15) : 0;
        for (int i = 0; i < nested; i++) {
            out.write(1 << 3 | START_GROUP);
        }
        out.writeBytes(join(fields));
        for (int i = 0; i < nested; i++) {
            out.write(1 << 3 | 4);
        }
        final int end = random.nextInt(10) == 0 ? number + 1 : number;
        if (random.nextInt(20) != 0) {
            out.writeBytes(varint((long) end << 3 | 4, 0));
        }
        return new Field(number, START_GROUP, out.toByteArray());
    }

    private byte[] join(final List<Field> fields) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final Field field : fields) {
            final int padding = random.nextInt(40) == 0 ? 1 + random.nextInt(5) : 0;
            out.writeBytes(varint((long) field.number << 3 | field.wireType, padding));
            if (field.wireType == LEN) {
                out.writeBytes(varint(field.value.length, padding));
            }
            out.writeBytes(field.value);
        }
        return out.toByteArray();
    }

    /** The fields of a message without groups; null when the bytes are none. */
    private static List<Field> split(final byte[] message) {
        final List<Field> fields = new ArrayList<>();
        int at = 0;
        while (at < message.length) {
            final int afterTag = skipVarint(message, at);
            if (afterTag < 0) {
                return null;
            }
            final int tag = (int) readVarint(message, at);
            final int start;
            final int end;
            switch (tag & 7) {
                case VARINT -> {
                    start = afterTag;
                    end = skipVarint(message, afterTag);
                }
                case 1 -> {
                    start = afterTag;
                    end = afterTag + 8;
                }
                case LEN -> {
                    start = skipVarint(message, afterTag);
                    final long length = start < 0 ? -1 : readVarint(message, afterTag);
                    end = length < 0 || length > message.length - start ? -1 : start + (int) length;
                }
                case 5 -> {
                    start = afterTag;
                    end = afterTag + 4;
                }
                default -> {
                    return null;
                }
            }
            if (tag >>> 3 == 0 || end < 0 || end > message.length) {
                return null;
            }
            fields.add(new Field(tag >>> 3, tag & 7, Arrays.copyOfRange(message, start, end)));
            at = end;
        }
        return fields;
    }

    private static int skipVarint(final byte[] bytes, final int offset) {
        for (int at = offset; at < bytes.length && at < offset + 10; at++) {
            if (bytes[at] >= 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private static long readVarint(final byte[] bytes, final int offset) {
        long value = 0;
        int shift = 0;
        int at = offset;
        while (bytes[at] < 0) {
            value |= (long) (bytes[at++] & 0x7F) << shift;
            shift += 7;
        }
        return value | (long) bytes[at] << shift;
    }

    /** A varint, with needless zero bytes at its end when padded. */
    private static byte[] varint(final long value, final int padding) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        if (padding == 0) {
            out.write((int) rest);
            return out.toByteArray();
        }
        out.write((int) rest | 0x80);
        for (int i = 1; i < padding; i++) {
            out.write(0x80);
        }
        out.write(0);
        return out.toByteArray();
    }

    private long randomLong() {
        return random.nextLong() >>> random.nextInt(64);
    }

    private byte[] randomBytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
