package io.solflow.app.web;

import io.solflow.app.json.JsonOut;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is sent for a request. The body belongs to whoever has the reply. */
@SuppressWarnings("ArrayRecordComponent") // bytes to be sent, never compared
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    static final String JSON = "application/json; charset=utf-8";
    static final String TEXT = "text/plain; charset=utf-8";

    static Reply json(final byte[] body) {
        return new Reply(200, JSON, body, Map.of());
    }

    static Reply text(final int status, final String text) {
        return new Reply(status, TEXT, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Reply error(final int status, final String message) {
        return new Reply(status, JSON, JsonOut.error(message), Map.of());
    }

    Reply with(final String name, final String value) {
        return new Reply(status, contentType, body, Map.of(name, value));
    }
}
