package io.solflow.app.webhook;

import io.solflow.app.config.Setting;
import io.solflow.app.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The address that wants to be told of signals. Its path and query may hold a secret, so no text here shows them. */
public final class Webhook {

    /** What came of one telling. */
    enum Answer {
        /** A status of 2xx. */
        TAKEN,
        /** Worth another try: no answer, a status of 5xx, 408 or 429. */
        LATER,
        /** Any other status: the same would be said again. */
        REFUSED
    }

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final URI uri;
    private HttpClient client;
    private String lastAnswer = "";

    private Webhook(final URI uri) {
        this.uri = uri;
    }

    /** The address given by its variable; empty when there is none. */
    public static Optional<Webhook> of(final Settings settings) {
        return settings.find(Setting.WEBHOOK_URL, URI.class).map(Webhook::new);
    }

    /** Tells JSON; on a thread that may wait. */
    Answer tell(final String json) throws InterruptedException {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        }
        final HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            final int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            lastAnswer = "status " + status;
            if (status / 100 == 2) {
                return Answer.TAKEN;
            }
            return status / 100 == 5 || status == TIMEOUT || status == TOO_MANY ? Answer.LATER : Answer.REFUSED;
        } catch (final IOException e) {
            lastAnswer = e.getClass().getSimpleName();
            return Answer.LATER;
        }
    }

    /** What came of the last telling, in words. */
    String lastAnswer() {
        return lastAnswer;
    }

    /** Scheme, host and port. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
