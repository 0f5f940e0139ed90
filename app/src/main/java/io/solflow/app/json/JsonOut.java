package io.solflow.app.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes one JSON text into memory, as UTF-8. What JSON cannot say, NaN and the infinities, becomes null; an integer that
 * a double cannot hold, as JavaScript's numbers are, becomes a string. One thread.
 */
public final class JsonOut {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    private final JsonGenerator json;

    private JsonOut(final JsonGenerator json) {
        this.json = json;
    }

    /** The bytes of an object with what the writer puts into it. */
    public static byte[] object(final Consumer<JsonOut> members) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            final JsonOut out = new JsonOut(json);
            json.writeStartObject();
            members.accept(out);
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The same as text. */
    public static String text(final Consumer<JsonOut> members) {
        return new String(object(members), StandardCharsets.UTF_8);
    }

    /** A step of writing, which fails only as memory does. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private JsonOut step(final Step step) {
        try {
            step.run();
            return this;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text; null stays null. */
    public JsonOut member(final String name, final String value) {
        return step(() -> json.writeStringField(name, value));
    }

    /** A truth value. */
    public JsonOut member(final String name, final boolean value) {
        return step(() -> json.writeBooleanField(name, value));
    }

    /** A whole number. */
    public JsonOut member(final String name, final long value) {
        return name(name).value(value);
    }

    /** A number. */
    public JsonOut member(final String name, final double value) {
        return name(name).value(value);
    }

    /** Nothing. */
    public JsonOut nothing(final String name) {
        return step(() -> json.writeNullField(name));
    }

    /** An object. */
    public JsonOut object(final String name, final Consumer<JsonOut> members) {
        return name(name).element(members);
    }

    /** An array of texts. */
    public JsonOut texts(final String name, final Collection<String> values) {
        return array(name, out -> values.forEach(out::value));
    }

    /** An array of objects. */
    public <T> JsonOut objects(final String name, final Collection<T> values, final BiConsumer<JsonOut, T> members) {
        return array(name, out -> values.forEach(value -> out.element(inner -> members.accept(inner, value))));
    }

    /** An array of what the writer puts into it. */
    public JsonOut array(final String name, final Consumer<JsonOut> elements) {
        return name(name).array(elements);
    }

    /** An array as an element of another. */
    public JsonOut array(final Consumer<JsonOut> elements) {
        step(json::writeStartArray);
        elements.accept(this);
        return step(json::writeEndArray);
    }

    /** An object as an element of an array. */
    public JsonOut element(final Consumer<JsonOut> members) {
        step(json::writeStartObject);
        members.accept(this);
        return step(json::writeEndObject);
    }

    /** A text as an element of an array; null stays null. */
    public JsonOut value(final String value) {
        return step(() -> json.writeString(value));
    }

    /** A whole number as an element of an array. */
    public JsonOut value(final long value) {
        return value >= -EXACT_IN_DOUBLE && value <= EXACT_IN_DOUBLE
                ? step(() -> json.writeNumber(value))
                : value(Long.toString(value));
    }

    /** A number as an element of an array. */
    public JsonOut value(final double value) {
        return Double.isFinite(value) ? step(() -> json.writeNumber(value)) : step(json::writeNull);
    }

    private JsonOut name(final String name) {
        return step(() -> json.writeFieldName(name));
    }

    /** The bytes of an object that says what went wrong. */
    public static byte[] error(final String message) {
        return object(out -> out.member("error", message));
    }

    /** The bytes of an object with one array in it. */
    public static <T> byte[] list(final String name, final Collection<T> values, final BiConsumer<JsonOut, T> members) {
        return object(out -> out.objects(name, values, members));
    }
}
