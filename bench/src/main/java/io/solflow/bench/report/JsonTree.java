package io.solflow.bench.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value as plain objects: maps, lists, strings, doubles, booleans. */
final class JsonTree {

    private JsonTree() {}

    /** Reads the next value. */
    static Object read(final JsonParser json) throws IOException {
        json.nextToken();
        return value(json);
    }

    private static Object value(final JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
            default -> throw new IllegalArgumentException("unexpected " + json.currentToken());
        };
    }

    private static Map<String, Object> object(final JsonParser json) throws IOException {
        final Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String name = json.currentName();
            members.put(name, read(json));
        }
        return members;
    }

    private static List<Object> array(final JsonParser json) throws IOException {
        final List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(json));
        }
        return elements;
    }
}
