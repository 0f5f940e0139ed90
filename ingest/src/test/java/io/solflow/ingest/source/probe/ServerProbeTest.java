package io.solflow.ingest.source.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every step ends, whatever the other side does not do. */
@Timeout(30)
class ServerProbeTest {

    private static final long BUDGET_MS = 300;
    private static final String PROGRAM = "6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P";

    @Test
    void shouldEndBesideAPortThatAcceptsAndSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerProbe probe = probe(false, silent.getLocalPort())) {
            final InetAddress address = probe.resolve().get(0);
            probe.connect(address);
            assertThatThrownBy(() -> probe.version(address))
                    .isInstanceOf(ProbeException.class)
                    .hasMessageContaining("no answer in time");
            // the budget is used up: whatever is asked now ends at once
            assertThatThrownBy(probe::slot).isInstanceOf(ProbeException.class);
        }
    }

    @Test
    void shouldEndBesideAPortThatDoesNotShakeHands() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerProbe probe = probe(true, silent.getLocalPort())) {
            final InetAddress address = probe.resolve().get(0);
            assertThatThrownBy(() -> probe.handshake(address))
                    .isInstanceOfSatisfying(ProbeException.class, failure -> assertThat(failure.advice())
                            .contains("GEYSER_URL"));
        }
    }

    private static ServerProbe probe(final boolean tls, final int port) {
        return new ServerProbe(
                GeyserConfig.standard(
                        new GeyserEndpoint(tls, "127.0.0.1", port), "", Commitment.CONFIRMED, List.of(PROGRAM), 1),
                BUDGET_MS);
    }
}
