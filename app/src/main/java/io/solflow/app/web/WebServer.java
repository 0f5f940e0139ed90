package io.solflow.app.web;

import com.sun.net.httpserver.HttpServer;
import io.solflow.app.json.JsonOut;
import io.solflow.app.market.BusyException;
import io.solflow.app.market.Market;
import io.solflow.app.market.MarketJson;
import io.solflow.app.query.SqlBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server. Its threads: one that takes connections, a few that answer, one that beats once a second, and one for
 * each client of the event stream, of which there are at most {@value #MOST_CLIENTS}. Opened and closed by one thread.
 */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private static final int MOST_CLIENTS = 300;
    private static final int ANSWERING_THREADS = 8;
    private static final int BACKLOG = 128;
    private static final long PATIENCE_MS = 10_000;

    static {
        // the JDK's server reads these once; whoever starts the JVM may set them otherwise
        preset("sun.net.httpserver.nodelay", "true");
        preset("sun.net.httpserver.maxReqTime", "10");
        preset("jdk.httpserver.maxConnections", "800");
    }

    private final HttpServer server;
    private final ExecutorService answering = Executors.newFixedThreadPool(ANSWERING_THREADS, daemons("solflow-http"));
    private final ScheduledExecutorService beating =
            Executors.newSingleThreadScheduledExecutor(daemons("solflow-http-pulse"));
    private final EventClients clients;
    private final Pulse pulse = new Pulse();
    private final AtomicLong ticks = new AtomicLong();
    private final Market market;
    private final SqlBox box;
    private final Optional<Supplier<PipelineLook>> pipeline;
    private final String version;
    private final PipelineJson json;
    private volatile PipelineJson.Stored stored = PipelineJson.Stored.NONE;

    private WebServer(
            final HttpServer server,
            final WebConfig config,
            final Source source,
            final Optional<Supplier<PipelineLook>> pipeline,
            final String version,
            final EventClients clients) {
        this.server = server;
        this.clients = clients;
        market = source.market();
        box = source.box();
        this.pipeline = pipeline;
        this.version = version;
        json = new PipelineJson(version, source.name(), System.nanoTime());
        server.createContext("/", routes(new Gate(config)));
        server.setExecutor(answering);
    }

    /**
     * What it shows.
     *
     * @param name of the database, without its folder.
     * @param market reads it.
     * @param box runs queries on it.
     */
    public record Source(String name, Market market, SqlBox box) {}

    /**
     * Opens the port and serves.
     *
     * @param source is closed with the server.
     * @param pipeline looks at the pipeline that runs in this process, where one does.
     * @param everyMs time between two beats.
     * @throws IOException when the port cannot be opened; the source is left open.
     */
    public static WebServer open(
            final WebConfig config,
            final Source source,
            final Optional<Supplier<PipelineLook>> pipeline,
            final String version,
            final long everyMs)
            throws IOException {
        return open(config, source, pipeline, version, everyMs, new EventClients(MOST_CLIENTS, PATIENCE_MS));
    }

    /** The same with clients of its own kind. */
    @SuppressWarnings("FutureReturnValueIgnored") // a beat tells of its failures itself
    static WebServer open(
            final WebConfig config,
            final Source source,
            final Optional<Supplier<PipelineLook>> pipeline,
            final String version,
            final long everyMs,
            final EventClients clients)
            throws IOException {
        final WebServer server =
                new WebServer(HttpServer.create(config.address(), BACKLOG), config, source, pipeline, version, clients);
        server.beat();
        server.beating.scheduleAtFixedRate(server::beat, everyMs, everyMs, TimeUnit.MILLISECONDS);
        server.server.start();
        return server;
    }

    private Routes routes(final Gate gate) {
        final Api api = new Api(market, box);
        final Answers answers = new Answers();
        final Routes.Answering pipelineReply = request -> answers.of(request.path(), () -> Reply.json(pipeline()));
        return new Routes(
                gate,
                Map.of(
                        "/api/tokens", request -> answers.of(request.target(), () -> api.tokens(request)),
                        "/api/signals", request -> answers.of(request.target(), () -> api.signals(request)),
                        "/api/queries", api::queries,
                        "/api/pipeline", pipelineReply,
                        "/health", request -> health(),
                        "/metrics", request -> answers.of(request.path(), this::metrics)),
                request -> answers.of(request.target(), () -> api.token(request)),
                api::query,
                new StaticFiles(),
                clients,
                this::welcome);
    }

    /** Nobody was told while nobody listened: the first client need not wait for the next beat. */
    private void welcome() {
        if (clients.count() == 1 && !beating.isShutdown()) {
            beating.execute(this::beat);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** How many clients were dropped because they did not read. */
    int dropped() {
        return clients.dropped();
    }

    private void beat() {
        try {
            pipeline.ifPresent(looking -> pulse.beat(looking.get()));
            final long tick = ticks.incrementAndGet();
            clients.dropStuck(System.nanoTime());
            if (clients.count() > 0) {
                refresh();
                clients.tell("tick", JsonOut.object(out -> {
                    MarketJson.watermark(out, stored.watermarkSeconds());
                    out.object("pipeline", this::write);
                    out.member("version", tick);
                }));
            }
        } catch (final RuntimeException e) {
            // the next beat tries again; nothing but the page depends on it
            LOG.debug("beat failed", e);
        }
    }

    /** Reads what the database tells beside the counters; what was read before stands when it cannot be read now. */
    private void refresh() {
        try {
            stored = new PipelineJson.Stored(market.watermarkSeconds(), market.gaps());
        } catch (final SQLException | BusyException e) {
            LOG.debug("the database cannot be read", e);
        }
    }

    private void write(final JsonOut out) {
        json.write(out, pulse.last(), stored, clients.count());
    }

    private byte[] pipeline() {
        refresh();
        return JsonOut.object(this::write);
    }

    private Reply metrics() {
        refresh();
        return new Reply(
                200,
                MetricsText.CONTENT_TYPE,
                PipelineMetrics.text(version, pulse.last(), stored, clients.count())
                        .getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    private Reply health() {
        return pulse.last()
                .map(beat -> beat.now().health())
                .map(health -> Reply.text(health.level().equals(HealthLook.RED) ? 503 : 200, health.text() + "\n"))
                .orElseGet(() -> Reply.text(200, "green: the database is read without a pipeline\n"));
    }

    /** Tells the clients, lets go of the port and of the database. Takes a second at most. Idempotent. */
    @Override
    public void close() {
        beating.shutdownNow();
        box.close();
        clients.close();
        server.stop(0);
        answering.shutdown();
        market.close();
    }

    private static void preset(final String property, final String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static ThreadFactory daemons(final String name) {
        return work -> {
            final Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
