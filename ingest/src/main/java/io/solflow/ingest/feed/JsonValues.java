package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.solflow.core.chain.Base58;
import io.solflow.core.chain.Pubkey;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Typed readers of the value at which a {@link JsonParser} stands. Each throws {@link UnusableItemException} with the
 * field's name when the value has another type or range, and leaves the parser at the value's last token otherwise.
 */
final class JsonValues {

    /** Longest base58 text that is decoded: decoding is quadratic, and no transaction or CPI holds more. */
    private static final int MAX_BASE58_LENGTH = 65_536;

    private static final int MAX_SHOWN = 160;

    private static final BigInteger MAX_U64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** Reads one element of an array, at which the parser stands. */
    @FunctionalInterface
    interface ElementReader {
        void read(JsonParser json, int index) throws IOException;
    }

    private JsonValues() {}

    static UnusableItemException wrong(final JsonParser json, final String field, final String allowed)
            throws IOException {
        final JsonToken token = json.currentToken();
        final String given = token != null && token.isScalarValue() ? json.getText() : String.valueOf(token);
        return new UnusableItemException(field + " is " + shortened(given) + ", allowed: " + allowed);
    }

    private static String shortened(final String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }

    static boolean isNull(final JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_NULL;
    }

    /** An integer of 64 bits, unsigned. */
    static long u64(final JsonParser json, final String field) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            final BigInteger value = json.getBigIntegerValue();
            if (value.signum() >= 0 && value.compareTo(MAX_U64) <= 0) {
                return value.longValue();
            }
        }
        throw wrong(json, field, "an integer of 0 to 2^64 - 1");
    }

    /** An integer of 32 bits, unsigned. */
    static int u32(final JsonParser json, final String field) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            final BigInteger value = json.getBigIntegerValue();
            if (value.signum() >= 0 && value.bitLength() <= Integer.SIZE) {
                return value.intValue();
            }
        }
        throw wrong(json, field, "an integer of 0 to 2^32 - 1");
    }

    /** An integer that fits a long, signed. */
    static long i64(final JsonParser json, final String field) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getBigIntegerValue().bitLength() < Long.SIZE) {
            return json.getLongValue();
        }
        throw wrong(json, field, "an integer of 64 bits");
    }

    static int integer(final JsonParser json, final String field, final int max) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getBigIntegerValue().bitLength() < Integer.SIZE
                && json.getIntValue() >= 0
                && json.getIntValue() <= max) {
            return json.getIntValue();
        }
        throw wrong(json, field, "an integer of 0 to " + max);
    }

    static String text(final JsonParser json, final String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(json, field, "a string");
        }
        return json.getText();
    }

    /** A text, null for any other value, which is passed over. */
    static String textOrNull(final JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    /** True for true, false for any other value, which is passed over. */
    static boolean isTrue(final JsonParser json) throws IOException {
        json.skipChildren();
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    static ByteString base58(final JsonParser json, final String field) throws IOException {
        return base58(text(json, field), field);
    }

    static ByteString base58(final String text, final String field) {
        if (text.length() > MAX_BASE58_LENGTH) {
            throw new UnusableItemException(
                    field + " has " + text.length() + " characters, allowed: " + MAX_BASE58_LENGTH);
        }
        try {
            return UnsafeByteOperations.unsafeWrap(Base58.decode(text));
        } catch (final IllegalArgumentException e) {
            throw new UnusableItemException(field + ": " + shortened(e.getMessage()));
        }
    }

    static ByteString key(final String text, final String field) {
        final ByteString key = base58(text, field);
        if (key.size() != Pubkey.LENGTH) {
            throw new UnusableItemException(
                    field + " '" + text + "' has " + key.size() + " bytes, allowed: " + Pubkey.LENGTH);
        }
        return key;
    }

    /** An array, or null for an empty one. */
    static void array(final JsonParser json, final String field, final ElementReader reader) throws IOException {
        if (isNull(json)) {
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(json, field, "an array");
        }
        int index = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            reader.read(json, index++);
        }
    }

    static void object(final JsonParser json, final String field) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(json, field, "an object");
        }
    }

    static List<String> texts(final JsonParser json, final String field) throws IOException {
        final List<String> texts = new ArrayList<>();
        array(json, field, (element, index) -> texts.add(text(element, field)));
        return texts;
    }

    /** An array of integers of one byte each. */
    static ByteString indexes(final JsonParser json, final String field) throws IOException {
        final ByteString.Output bytes = ByteString.newOutput();
        array(json, field, (element, index) -> bytes.write(integer(element, field, 255)));
        return bytes.toByteString();
    }

    /** Puts the scalars of an object under their dotted paths; arrays are left out. */
    static void flatten(final JsonParser json, final String path, final Map<String, String> target) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> {
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    final String name = json.currentName();
                    json.nextToken();
                    flatten(json, path.isEmpty() ? name : path + '.' + name, target);
                }
            }
            case START_ARRAY -> json.skipChildren();
            default -> target.put(path, json.getText());
        }
    }

    /** Depth for {@link #leave}, taken where a value starts. */
    static int enter(final JsonParser json) {
        return json.currentToken().isStructStart() ? json.getParsingContext().getNestingDepth() : Integer.MAX_VALUE;
    }

    /** Passes over what is left of the value at whose start {@code depth} was taken. */
    static void leave(final JsonParser json, final int depth) throws IOException {
        while (json.getParsingContext().getNestingDepth() >= depth) {
            if (json.nextToken() == null) {
                return;
            }
        }
    }
}
