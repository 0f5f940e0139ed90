package io.solflow.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.market.Market;
import io.solflow.app.query.SqlBox;
import io.solflow.app.support.JsonTree;
import io.solflow.app.support.SampleDatabase;
import io.solflow.persist.file.ReadConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The event stream over real HTTP. */
class EventStreamTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Path database;

    @BeforeAll
    static void fill() throws IOException {
        database = SampleDatabase.fill(folder.resolve("market.db"));
    }

    private static WebServer serve(final long beatMs, final EventClients clients) throws IOException {
        return WebServer.open(
                WebConfig.parse("127.0.0.1:0", ""),
                new WebServer.Source(
                        "market.db",
                        new Market(() -> ReadConnection.open(database, 1_000)),
                        new SqlBox(() -> ReadConnection.open(database, 1_000))),
                Optional.of(new PipelineSamples()),
                "1.2.3",
                beatMs,
                clients);
    }

    @Test
    void shouldSayHelloTellTicksAndSayGoodbye() throws IOException {
        final WebServer server = serve(20, new EventClients(10, 10_000));
        try (EventReader reader = new EventReader(server.port())) {
            assertThat(reader.await("HTTP/1.1 ")).contains(" 200 ");
            assertThat(reader.await("Content-type")).contains("text/event-stream");
            assertThat(reader.await("retry:")).isEqualTo("retry: 2000");
            long before = 0;
            for (int i = 0; i < 3; i++) {
                reader.await("event: tick");
                final Map<String, Object> tick =
                        JsonTree.object(reader.await("data: ").substring("data: ".length()));
                assertThat(tick).containsOnlyKeys("watermark", "pipeline", "version");
                assertThat(tick.get("pipeline").toString()).contains("clients=1");
                assertThat((long) tick.get("version")).isGreaterThan(before);
                before = (long) tick.get("version");
            }
            server.close();
            reader.await("event: stop");
        } finally {
            server.close();
        }
    }

    @Test
    @Timeout(120)
    void shouldDropClientsThatDoNotReadWhileOthersGoOn() throws IOException {
        try (WebServer server = serve(1, new EventClients(10, 3_000));
                EventReader stuck = new EventReader(server.port());
                EventReader alsoStuck = new EventReader(server.port());
                EventReader reader = new EventReader(server.port())) {
            assertThat(stuck).isNotSameAs(alsoStuck);
            // without a pause, or it would be one that does not read
            while (server.dropped() < 2) {
                reader.await("event: tick");
            }
            for (int i = 0; i < 10; i++) {
                reader.await("event: tick");
            }
            assertThat(RawHttp.get(server.port(), "/api/pipeline").text()).contains("\"clients\":1}");
        }
    }

    @Test
    void shouldForgetClientsThatAreGoneAndRefuseTooMany() throws IOException {
        try (WebServer server = serve(20, new EventClients(3, 10_000))) {
            final List<EventReader> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(new EventReader(server.port()));
                readers.get(i).await("event: tick");
            }
            final RawHttp.Answer tooMany = RawHttp.get(server.port(), "/api/stream");
            assertThat(tooMany.status()).isEqualTo(503);
            assertThat(tooMany.text()).contains("there are 3 clients of the event stream, allowed: 3");
            for (final EventReader reader : readers) {
                reader.close();
            }
            await().atMost(PATIENCE)
                    .until(() ->
                            RawHttp.get(server.port(), "/api/pipeline").text().contains("\"clients\":0}"));
            try (EventReader another = new EventReader(server.port())) {
                another.await("event: tick");
            }
        }
    }
}
