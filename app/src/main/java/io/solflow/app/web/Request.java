package io.solflow.app.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A request as handlers see it. One thread. */
final class Request {

    private final HttpExchange exchange;

    Request(final HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** The path with percent-encoding undone; it may hold anything, and is empty where the address has none. */
    String path() {
        final String path = exchange.getRequestURI().getPath();
        return path == null ? "" : path;
    }

    /** The path and the query part as they were sent. */
    String target() {
        return exchange.getRequestURI().toString();
    }

    /** A header's value, empty when it is not there. */
    String header(final String name) {
        final String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    Params params(final Set<String> known) {
        return Params.parse(exchange.getRequestURI().getRawQuery(), known);
    }

    /**
     * The body as text.
     *
     * @throws Refusal when it is too long or not UTF-8.
     */
    String text(final int maxBytes) throws IOException, Refusal {
        final byte[] bytes;
        try (InputStream in = exchange.getRequestBody()) {
            bytes = in.readNBytes(maxBytes + 1);
        }
        if (bytes.length > maxBytes) {
            throw new Refusal(413, "the body is longer than " + maxBytes + " bytes, allowed: at most so many");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (final CharacterCodingException e) {
            throw new Refusal(400, "the body is not UTF-8, allowed: SQL as UTF-8 text");
        }
    }
}
