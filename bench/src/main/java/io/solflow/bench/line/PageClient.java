package io.solflow.bench.line;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the product's page how many clients its event stream has. */
final class PageClient {

    private static final Pattern CLIENTS = Pattern.compile("\"clients\":([0-9]+)}");
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_MS = 100;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest look;

    PageClient(final int port) {
        look = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/pipeline"))
                .build();
    }

    /** A port of the loopback on which nobody listens. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** How many the product counts; one that went away is noticed when it is written to. */
    int clients() throws IOException, InterruptedException {
        final String pipeline =
                client.send(look, HttpResponse.BodyHandlers.ofString()).body();
        final Matcher count = CLIENTS.matcher(pipeline);
        if (!count.find()) {
            throw new IOException("no count of clients in " + pipeline);
        }
        return Integer.parseInt(count.group(1));
    }

    /** Waits until the product counts so many. */
    void awaitClients(final int count) throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        for (int counted = clients(); counted != count; counted = clients()) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IOException("the product counts " + counted + " clients, expected " + count);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }
}
