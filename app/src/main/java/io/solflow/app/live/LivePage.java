package io.solflow.app.live;

import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.HttpSettings;
import io.solflow.app.config.Setting;
import io.solflow.app.config.UsageException;
import io.solflow.app.config.VersionProvider;
import io.solflow.app.market.Market;
import io.solflow.app.query.SqlBox;
import io.solflow.app.web.PipelineLook;
import io.solflow.app.web.WebConfig;
import io.solflow.app.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of a run. It is opened by a thread of its own once the stream has begun, so that the start waits for
 * nothing; closed before the engine finishes, so that no reader keeps the write-ahead log.
 */
public final class LivePage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);

    private static final long POLL_MS = 50;
    /** A page is most wanted when there is no stream. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(3);

    private static final long BEAT_MS = 1_000;
    private static final long CLOSE_MS = 3_000;

    private final Optional<HttpSettings.Resolved> options;
    private final Path database;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile UsageException failure;
    private Thread thread;

    private LivePage(final Optional<HttpSettings.Resolved> options, final Path database) {
        this.options = options;
        this.database = database;
    }

    /** The page of a run into this database, or none. */
    public static LivePage of(final Optional<HttpSettings.Resolved> options, final Path database) {
        return new LivePage(options, database);
    }

    /** No page. */
    static LivePage none() {
        return new LivePage(Optional.empty(), Path.of(""));
    }

    /** Begins, and returns at once. */
    void start(final Supplier<PipelineLook> look, final BooleanSupplier streaming) {
        options.ifPresent(wanted -> {
            thread = new Thread(() -> serve(wanted, look, streaming), "solflow-http-open");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Why an address that the user has named could not be opened. */
    Optional<UsageException> failure() {
        return Optional.ofNullable(failure);
    }

    private void serve(
            final HttpSettings.Resolved wanted, final Supplier<PipelineLook> look, final BooleanSupplier streaming) {
        final WebConfig config = wanted.config().get();
        try {
            final long startNs = System.nanoTime();
            while (!streaming.getAsBoolean() && System.nanoTime() - startNs < PATIENCE_NS) {
                if (closing.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            final WebServer.Source source = new WebServer.Source(
                    database.getFileName().toString(),
                    new Market(() -> DatabaseReader.open(database)),
                    new SqlBox(() -> DatabaseReader.open(database)));
            try (WebServer server =
                    WebServer.open(config, source, Optional.of(look), VersionProvider.version(), BEAT_MS)) {
                LOG.info("page at http://{}/", address(config, server.port()));
                closing.await();
            }
        } catch (final IOException e) {
            refused(config, wanted.explicit(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final RuntimeException e) {
            LOG.warn("no page: {}", e.getMessage());
            LOG.debug("cause of the failure", e);
        }
    }

    private void refused(final WebConfig config, final boolean explicit, final IOException cause) {
        if (explicit) {
            failure = HttpSettings.taken(config, cause);
        } else {
            LOG.warn(
                    "no page: {} cannot be opened ({}); name another address by --http or {}, or say off",
                    config,
                    cause.getMessage(),
                    Setting.HTTP.variable());
        }
    }

    private static String address(final WebConfig config, final int port) {
        final String text = config.toString();
        return text.substring(0, text.lastIndexOf(':') + 1) + port;
    }

    /** Closes the server, and waits for that a few seconds at most. Idempotent. */
    @Override
    public void close() {
        closing.countDown();
        if (thread != null) {
            try {
                thread.join(CLOSE_MS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
