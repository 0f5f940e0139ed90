package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the transactions and blocks in a JSON value, whatever they are wrapped in: the {@code result} of a response, one or
 * a list; the {@code data} of a page; the {@code params}, {@code result} and {@code value} of a notification; a
 * {@code block} beside its slot. Reads one value of a document after the other; holds one item at a time.
 */
final class RpcResponses {

    /** Takes what is found. */
    interface Sink {

        /** A usable transaction or block. */
        void item(RpcItem item) throws IOException;

        /** Why something is left out. */
        void skipped(String message);
    }

    private final Sink sink;

    RpcResponses(final Sink sink) {
        this.sink = sink;
    }

    /**
     * Reads the value at which the parser stands, to its end.
     *
     * @throws IOException when this is no JSON or cannot be read.
     */
    void read(final JsonParser json) throws IOException {
        read(json, "");
    }

    private void read(final JsonParser json, final String place) throws IOException {
        final int depth = JsonValues.enter(json);
        if (json.currentToken() == JsonToken.START_ARRAY) {
            try {
                readList(json, place);
            } catch (final UnusableItemException e) {
                JsonValues.leave(json, depth);
                sink.skipped(place + e.getMessage());
            }
            return;
        }
        final Response response = new Response(place);
        try {
            response.readObject(json, "response");
            if (!response.finish()) {
                return;
            }
        } catch (final UnusableItemException e) {
            JsonValues.leave(json, depth);
            final String signature = response.item.signature();
            sink.skipped(place + (signature.isEmpty() ? "" : signature + ": ") + e.getMessage());
            return;
        }
        sink.item(response.item);
    }

    /** Reads a list of responses; one of numbers or texts, as getBlocks answers with, is refused as a whole. */
    private void readList(final JsonParser json, final String place) throws IOException {
        JsonValues.array(json, "responses", (element, index) -> {
            if (index == 0 && element.currentToken().isScalarValue() && !JsonValues.isNull(element)) {
                throw JsonValues.wrong(element, "response", "an object");
            }
            read(element, place + '[' + index + "] ");
        });
    }

    /** One object with its wrappers. */
    private final class Response {

        private final String place;
        private final RpcItem item;
        private boolean hasList;
        private boolean isNull;
        private String method = "";
        private String error;
        private String blockError = "";

        Response(final String place) {
            this.place = place;
            item = new RpcItem(message -> sink.skipped(place + message));
        }

        void readObject(final JsonParser json, final String name) throws IOException {
            if (JsonValues.isNull(json)) {
                isNull = true;
                return;
            }
            JsonValues.object(json, name);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                final String field = json.currentName();
                json.nextToken();
                if (!item.readField(field, json)) {
                    readWrapper(field, json);
                }
            }
        }

        private void readWrapper(final String field, final JsonParser json) throws IOException {
            switch (field) {
                case "result", "value" -> readInner(field, json);
                case "block" -> {
                    item.mayBeFiltered();
                    readObject(json, field);
                }
                case "params", "data" -> {
                    // a request has a list of params, an account its bytes as data
                    if (json.currentToken() == JsonToken.START_OBJECT) {
                        readObject(json, field);
                    } else if (field.equals("data") && json.currentToken() == JsonToken.START_ARRAY) {
                        readData(json);
                    } else {
                        json.skipChildren();
                    }
                }
                case "context" -> item.readContext(json);
                case "method" -> {
                    final String name = JsonValues.textOrNull(json);
                    method = name == null ? method : name;
                }
                case "error" -> error = JsonValues.isNull(json) ? error : text(json);
                case "err" -> blockError = JsonValues.isNull(json) ? blockError : text(json);
                default -> json.skipChildren();
            }
        }

        private void readInner(final String field, final JsonParser json) throws IOException {
            if (json.currentToken() == JsonToken.START_ARRAY) {
                hasList = true;
                readList(json, place + field);
            } else {
                readObject(json, field);
            }
        }

        private void readData(final JsonParser json) throws IOException {
            boolean onlyTexts = false;
            int index = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                onlyTexts = json.currentToken().isScalarValue() && !JsonValues.isNull(json);
                if (!onlyTexts) {
                    read(json, place + "data[" + index + "] ");
                }
                index++;
            }
            hasList |= !onlyTexts;
        }

        /** True when there is an item, false when it was only a wrapper around others. */
        boolean finish() {
            if (error != null) {
                throw new UnusableItemException("the response is an error: " + error);
            }
            if (!item.isBlock() && !item.isTransaction()) {
                if (hasList) {
                    return false;
                }
                throw new UnusableItemException(whatItIs());
            }
            item.finish();
            return true;
        }

        private String whatItIs() {
            if (isNull) {
                final String cause = blockError.isEmpty() ? "" : ": " + blockError;
                return (method.isEmpty() ? "the result" : "the block of " + method) + " is null" + cause;
            }
            return method.isEmpty()
                    ? "neither a transaction nor a block"
                    : method + " holds no transaction and no block";
        }

        private String text(final JsonParser json) throws IOException {
            final Map<String, String> values = new HashMap<>();
            JsonValues.flatten(json, "", values);
            final String code = values.getOrDefault("code", "");
            final String message = values.getOrDefault("message", values.getOrDefault("", values.toString()));
            return (code + ' ' + message).strip();
        }
    }
}
