package io.solflow.app.support;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON strictly into maps, lists, texts, numbers, truth values and null. */
public final class JsonTree {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonTree() {}

    /** An object. */
    @SuppressWarnings("unchecked") // JSON objects have text for names
    public static Map<String, Object> object(final String text) {
        return (Map<String, Object>) read(text);
    }

    /** The objects of an array. */
    @SuppressWarnings("unchecked") // a test that asks for objects fails when there are others
    public static List<Map<String, Object>> objects(final Object array) {
        return (List<Map<String, Object>>) array;
    }

    private static Object read(final String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            final Object value = value(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("more than one value: " + text);
            }
            return value;
        } catch (final IOException e) {
            throw new UncheckedIOException(e.getMessage() + " in " + text, e);
        }
    }

    private static Object value(final JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> members(json);
            case START_ARRAY -> elements(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("unexpected " + json.currentToken());
        };
    }

    private static Map<String, Object> members(final JsonParser json) throws IOException {
        final Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String name = json.currentName();
            json.nextToken();
            members.put(name, value(json));
        }
        return members;
    }

    private static List<Object> elements(final JsonParser json) throws IOException {
        final List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(json));
        }
        return elements;
    }
}
