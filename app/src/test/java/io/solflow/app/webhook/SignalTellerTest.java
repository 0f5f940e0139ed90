package io.solflow.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.solflow.app.config.Setting;
import io.solflow.app.config.Settings;
import io.solflow.app.config.UsageException;
import io.solflow.app.support.LogCapture;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.file.PersistConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SignalTellerTest {

    private static final long PAUSE_MS = 5;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile IntUnaryOperator status = request -> 204;
    private SqliteStore store;
    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        store = SqliteStore.open(PersistConfig.of(folder.resolve("signals.db")), Map.of());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status.applyAsInt(asked.size()), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        store.close();
    }

    @Test
    void shouldTellEachSignalOnceInOrderThroughAServerThatFailsAtFirst() throws Exception {
        status = request -> request <= 3 ? 503 : 200;
        try (SignalTeller teller = teller()) {
            insert("A", "B");
            await().until(() -> teller.told().get() == 2);
            insert("C");
            await().until(() -> teller.told().get() == 3);
            assertThat(teller.untold().get()).isZero();
        }
        assertThat(asked).hasSize(6);
        assertThat(asked.subList(0, 4)).containsOnly(asked.get(0));
        assertThat(asked.get(3)).contains("\"mint\":\"A\"", "\"kind\":\"BREAKOUT\"", "\"strength\":0.5", "\"id\":1");
        assertThat(asked.get(4)).contains("\"mint\":\"B\"");
        assertThat(asked.get(5)).contains("\"mint\":\"C\"").doesNotContain("ended_at");
    }

    @Test
    void shouldNotTellWhatWasStoredBeforeTheRun() throws Exception {
        insert("old");
        try (SignalTeller teller = teller()) {
            insert("new");
            await().until(() -> teller.told().get() == 1);
        }
        assertThat(asked).singleElement().asString().contains("\"mint\":\"new\"");
    }

    @Test
    void shouldCountAndPassOverWhatIsNeverTaken() throws Exception {
        status = request -> asked.get(request - 1).contains("\"mint\":\"A\"") ? 500 : 200;
        try (LogCapture log = LogCapture.start();
                SignalTeller teller = teller()) {
            insert("A", "B");
            await().until(() -> teller.told().get() == 1);
            assertThat(teller.untold().get()).isEqualTo(1);
            // what the JDK's HTTP client says below a warning is never shown
            assertThat(log.text().lines().filter(line -> line.contains("webhook http")))
                    .anyMatch(line -> line.contains("signal 1 could not be sent: status 500"))
                    .noneMatch(line -> line.contains("secret"));
        }
        assertThat(asked).hasSize(SignalTeller.TRIES + 1);
    }

    @Test
    void shouldNotAskAgainWhereItIsRefused() throws Exception {
        status = request -> 404;
        try (SignalTeller teller = teller()) {
            insert("A");
            await().until(() -> teller.untold().get() == 1);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldTellOfTheLastSignalsWhenItIsClosed() throws Exception {
        // the JVM's HTTP client takes its time when it is used first
        assertThat(webhook().tell("{}")).isEqualTo(Webhook.Answer.TAKEN);
        final SignalTeller teller = new SignalTeller(store.database(), webhook(), 30_000).start();
        insert("A");
        teller.close();
        assertThat(teller.told().get()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/secret",
                "secret",
                "http://",
                "https://user:secret@host/",
                "http://a b/secret",
                "http:///secret"
            })
    void shouldRefuseWhatIsNoAddressWithoutShowingIt(final String address) {
        assertThatThrownBy(() -> webhook(address))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("SOLFLOW_WEBHOOK_URL")
                .hasMessageContaining("allowed: http://")
                .hasMessageNotContaining("secret");
    }

    private SignalTeller teller() {
        return new SignalTeller(store.database(), webhook(), PAUSE_MS).start();
    }

    private Webhook webhook() {
        return webhook("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/hook?key=secret");
    }

    private Webhook webhook(final String address) {
        return Webhook.of(Settings.of(Map.of(Setting.WEBHOOK_URL, address), Map.of(), folder))
                .orElseThrow();
    }

    private void insert(final String... mints) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store.database());
                Statement statement = connection.createStatement()) {
            for (final String mint : mints) {
                statement.executeUpdate("INSERT INTO token_signals (timestamp, mint, kind, strength, net_flow_60s,"
                        + " net_flow_300s, net_flow_900s, unique_wallets_300s, trades_300s, buys_300s, bot_trades_300s,"
                        + " dca_flow_300s, dca_unique_wallets_300s) VALUES (1700000000, '" + mint
                        + "', 'BREAKOUT', 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9)");
            }
        }
    }
}
