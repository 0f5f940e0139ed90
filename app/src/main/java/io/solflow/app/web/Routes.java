package io.solflow.app.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.solflow.app.market.BadParameterException;
import io.solflow.app.market.BusyException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request through the gate to what answers it, and writes the reply with its headers. Any thread. */
final class Routes implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private static final String STREAM = "/api/stream";
    private static final String QUERY = "/api/query";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src"
                    + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    /** Makes a reply, or says why not. */
    @FunctionalInterface
    interface Answering {
        Reply answer(Request request) throws Exception;
    }

    private final Gate gate;
    private final Map<String, Answering> pages;
    private final Answering token;
    private final Answering query;
    private final StaticFiles files;
    private final EventClients clients;
    private final Runnable onClient;

    /**
     * What there is.
     *
     * @param pages by path.
     * @param token all below {@link Api#TOKEN_PREFIX}.
     * @param query the one that is posted to.
     * @param files everything else.
     * @param onClient told of each new client of the event stream.
     */
    Routes(
            final Gate gate,
            final Map<String, Answering> pages,
            final Answering token,
            final Answering query,
            final StaticFiles files,
            final EventClients clients,
            final Runnable onClient) {
        this.gate = gate;
        this.pages = pages;
        this.token = token;
        this.query = query;
        this.files = files;
        this.clients = clients;
        this.onClient = onClient;
    }

    @Override
    public void handle(final HttpExchange exchange) throws IOException {
        final Request request = new Request(exchange);
        HEADERS.forEach(exchange.getResponseHeaders()::set);
        boolean streams = false;
        try {
            streams = request.path().equals(STREAM) && stream(exchange, request);
            if (!streams) {
                send(exchange, request, reply(exchange, request));
            }
        } catch (final Refusal e) {
            send(exchange, request, Reply.error(e.status(), e.getMessage()));
        } catch (final BadParameterException e) {
            send(exchange, request, Reply.error(400, e.getMessage()));
        } finally {
            if (!streams) {
                exchange.close();
            }
        }
    }

    private boolean stream(final HttpExchange exchange, final Request request) throws Refusal {
        gate.requireOwnName(exchange.getRequestHeaders());
        if (!mayAsk(exchange) || !request.method().equals("GET")) {
            return false;
        }
        final Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/event-stream; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        // for proxies that would collect events before they pass them on
        headers.set("X-Accel-Buffering", "no");
        clients.add(exchange);
        onClient.run();
        return true;
    }

    private boolean mayAsk(final HttpExchange exchange) {
        return !gate.needsToken() || gate.isKnown(exchange.getRequestHeaders());
    }

    private Reply reply(final HttpExchange exchange, final Request request) throws Refusal {
        gate.requireOwnName(exchange.getRequestHeaders());
        if (gate.needsToken() && isVisit(request)) {
            return new Reply(302, Reply.TEXT, new byte[0], Map.of("Location", "/", "Set-Cookie", gate.setCookie()));
        }
        if (!mayAsk(exchange)) {
            return stranger();
        }
        final boolean posts = request.path().equals(QUERY);
        final boolean allowed = posts
                ? request.method().equals("POST")
                : request.method().equals("GET")
                        || (request.method().equals("HEAD") && !request.path().equals(STREAM));
        if (!allowed) {
            return Reply.error(
                            405,
                            "method is '" + request.method() + "', allowed for this path: " + (posts ? "POST" : "GET"))
                    .with("Allow", posts ? "POST" : "GET, HEAD");
        }
        return answer(posts ? query : answering(request.path()), request);
    }

    private Answering answering(final String path) {
        if (path.startsWith(Api.TOKEN_PREFIX)) {
            return token;
        }
        return pages.getOrDefault(path, files::get);
    }

    /** True when a browser brings the token, to be given a cookie for it. */
    private boolean isVisit(final Request request) {
        return request.path().equals("/")
                && request.method().equals("GET")
                && gate.isToken(request.params(Set.of("token")).text("token", "", Integer.MAX_VALUE));
    }

    private static Reply stranger() {
        return Reply.error(
                        401,
                        "the token is missing or wrong; allowed: Authorization: Bearer TOKEN, or a browser that has opened /?token=TOKEN")
                .with("WWW-Authenticate", "Bearer");
    }

    private static Reply answer(final Answering answering, final Request request) throws Refusal {
        try {
            return answering.answer(request);
        } catch (final Refusal e) {
            throw e;
        } catch (final BadParameterException e) {
            throw new Refusal(400, e.getMessage());
        } catch (final BusyException e) {
            throw new Refusal(429, e.getMessage());
        } catch (final SQLException e) {
            throw new Refusal(503, "the database cannot be read: " + e.getMessage());
        } catch (final Exception e) {
            LOG.debug("{} {} failed", request.method(), request.path(), e);
            throw new Refusal(503, "SolFlow cannot answer: " + e.getMessage());
        }
    }

    private static void send(final HttpExchange exchange, final Request request, final Reply reply) throws IOException {
        final Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.contentType());
        headers.set("Cache-Control", "no-store");
        reply.headers().forEach(headers::set);
        final int length = reply.body().length;
        if (request.method().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(length));
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(reply.body());
        }
    }
}
