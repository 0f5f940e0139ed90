package io.solflow.app.doctor;

import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.probe.ProbeException;
import io.solflow.ingest.source.probe.Rehearsal;
import io.solflow.ingest.source.probe.ServerProbe;
import io.solflow.ingest.source.probe.TlsHandshake;
import io.solflow.ingest.source.stream.SourceEnd;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of {@code doctor} about the server: each step builds on the one before, so the first failure ends them. */
public final class ServerChecks {

    private static final long BUDGET_MS = 11_000;
    private static final long CERTIFICATE_DAYS = 14;
    private static final long BEHIND_SECONDS = 60;
    private static final long AHEAD_SECONDS = 5;
    private static final Pattern VERSION =
            Pattern.compile("\"(package|version|proto|solana)\"\\s*:\\s*\"([^\"]{1,60})\"");

    private final GeyserConfig config;
    private final DatabaseChecks.Facts database;
    private final List<Check> checks = new ArrayList<>();
    private Optional<Rehearsal.Outcome> outcome = Optional.empty();

    public ServerChecks(final GeyserConfig config, final DatabaseChecks.Facts database) {
        this.config = config;
        this.database = database;
    }

    /**
     * Runs the checks of several servers at the same time.
     *
     * @param loud whether the sources that play a run may log.
     */
    public static List<List<Check>> runAll(final List<ServerChecks> servers, final boolean loud) {
        final Logger log = Logger.getLogger(Rehearsal.class.getPackageName());
        final Level before = log.getLevel();
        final ExecutorService threads = Executors.newFixedThreadPool(servers.size(), task -> {
            final Thread thread = new Thread(task, "solflow-doctor");
            thread.setDaemon(true);
            return thread;
        });
        try {
            if (!loud) {
                log.setLevel(Level.OFF);
            }
            final List<CompletableFuture<List<Check>>> running = servers.stream()
                    .map(checks -> CompletableFuture.supplyAsync(checks::run, threads))
                    .toList();
            return running.stream().map(CompletableFuture::join).toList();
        } finally {
            log.setLevel(before);
            threads.shutdownNow();
        }
    }

    /** Takes eleven seconds at most, whatever the server does. */
    List<Check> run() {
        String step = "name";
        try (ServerProbe probe = new ServerProbe(config, BUDGET_MS)) {
            long startNs = System.nanoTime();
            final List<InetAddress> addresses = probe.resolve();
            checks.add(Check.ok(
                    step,
                    (config.proxy() == null
                                    ? config.endpoint().host()
                                    : "proxy " + config.proxy().host())
                            + " is "
                            + String.join(
                                    ", ",
                                    addresses.stream()
                                            .map(InetAddress::getHostAddress)
                                            .toList())
                            + took(startNs)));
            final InetAddress address = addresses.get(0);
            step = "connection";
            startNs = System.nanoTime();
            probe.connect(address);
            checks.add(Check.ok(
                    step,
                    "port " + config.endpoint().port() + " is open"
                            + (config.proxy() == null ? "" : " behind the proxy")
                            + took(startNs)));
            if (config.endpoint().tls()) {
                step = "TLS";
                tls(probe.handshake(address));
            }
            step = "gRPC";
            grpc(probe, address);
            slot(probe);
            replay(probe);
            step = "stream";
            stream(probe);
            token();
        } catch (final ProbeException e) {
            checks.add(Check.failed(step, e.getMessage(), e.advice()));
        } catch (final IllegalArgumentException e) {
            checks.add(Check.failed("TLS", e.getMessage(), ""));
        }
        return checks;
    }

    /** A server need not tell its version: whatever it answers, what a run needs is shown by the stream. */
    private void grpc(final ServerProbe probe, final InetAddress address) throws ProbeException {
        final long startNs = System.nanoTime();
        try {
            checks.add(Check.ok("gRPC", version(probe.version(address)) + took(startNs)));
        } catch (final ProbeException e) {
            if (!e.answered()) {
                throw e;
            }
            checks.add(e.isAccessRefused() ? Check.failed("gRPC", e.getMessage(), e.advice()) : unary("gRPC", e));
        }
    }

    private void token() {
        if (outcome.isEmpty()) {
            checks.add(Check.skipped("token", "not shown without a stream"));
        } else if (outcome.flatMap(Rehearsal.Outcome::end)
                .filter(SourceEnd::isAccessRefused)
                .isPresent()) {
            checks.add(Check.failed(
                    "token",
                    config.token().isEmpty() ? "none set, and one is needed" : "not accepted",
                    "check X_TOKEN and the plan behind it"));
        } else {
            checks.add(Check.ok("token", config.token().isEmpty() ? "none needed" : "accepted"));
        }
    }

    private void tls(final TlsHandshake handshake) {
        final long days = Duration.between(Instant.now(), handshake.notAfter()).toDays();
        final String found = handshake.protocol() + ", certificate of " + handshake.issuedTo() + " until "
                + handshake.notAfter() + " (" + days + " days)";
        if (!handshake.http2()) {
            checks.add(Check.failed(
                    "TLS",
                    found + ", no HTTP/2",
                    "this is no gRPC endpoint, or a proxy without HTTP/2; check GEYSER_URL"));
            return;
        }
        checks.add(
                Check.warnUnless(days >= CERTIFICATE_DAYS, "TLS", found, "the provider has to renew it before then"));
    }

    private void slot(final ServerProbe probe) {
        try {
            checks.add(
                    Check.ok("slot", probe.slot() + " at " + config.commitment().label()));
        } catch (final ProbeException e) {
            checks.add(unary("slot", e));
        }
    }

    private void replay(final ServerProbe probe) {
        final OptionalLong first;
        try {
            first = probe.firstAvailable();
        } catch (final ProbeException e) {
            checks.add(unary("replay", e));
            return;
        }
        if (first.isEmpty()) {
            checks.add(Check.warning(
                    "replay",
                    "the server keeps no slots",
                    "each reconnect leaves a gap; ask for a plan with from_slot"));
        } else if (database.checkpointSlot() < 0) {
            checks.add(Check.ok("replay", "from slot " + first.getAsLong() + " on; nothing to resume yet"));
        } else if (database.writer().isPresent()) {
            checks.add(Check.ok("replay", "from slot " + first.getAsLong() + " on; the running SolFlow is connected"));
        } else {
            resume(first.getAsLong());
        }
    }

    private void resume(final long first) {
        final long missing = first - database.checkpointSlot() - 1;
        if (missing <= 0) {
            checks.add(Check.ok(
                    "replay",
                    String.format(
                            Locale.ROOT,
                            "from slot %d on; resuming at %d is possible, %,d slots before it is too late",
                            first,
                            database.checkpointSlot(),
                            1 - missing)));
        } else {
            checks.add(Check.warning(
                    "replay",
                    String.format(
                            Locale.ROOT,
                            "from slot %d on; a run from checkpoint %d would record a gap of %,d slots",
                            first,
                            database.checkpointSlot(),
                            missing),
                    "start soon to keep the gap small; SolFlow does not fill it later"));
        }
    }

    private static Check unary(final String subject, final ProbeException e) {
        return e.unimplemented()
                ? Check.skipped(subject, "the server did not answer: " + e.getMessage())
                : Check.warning(subject, e.getMessage(), e.advice());
    }

    private void stream(final ServerProbe probe) throws ProbeException {
        if (database.writer().isPresent()) {
            checks.add(
                    Check.skipped("stream", "not opened, so that the provider's limit is left to the running SolFlow"));
            return;
        }
        final Rehearsal.Outcome played = probe.rehearse(
                database.checkpointSlot(),
                database.watermarkSeconds() > 0 ? database.watermarkSeconds() : UpdateEnvelope.NO_TIME);
        outcome = Optional.of(played);
        checks.add(RunForecast.check(played));
        if (played.blockSlot() >= 0) {
            clock(played);
        }
    }

    /** What came of the run that was played, empty while there was none. */
    public Optional<Rehearsal.Outcome> outcome() {
        return outcome;
    }

    private void clock(final Rehearsal.Outcome seen) {
        if (seen.blockTimeSeconds() <= 0) {
            checks.add(Check.skipped("clock", "the block has no time to compare with"));
            return;
        }
        if (seen.begunFrom() >= 0 && seen.receivedAtMs() / 1_000 - seen.blockTimeSeconds() > BEHIND_SECONDS) {
            checks.add(Check.skipped("clock", "the replay did not reach new blocks in time"));
            return;
        }
        final double behind = seen.receivedAtMs() / 1000.0 - seen.blockTimeSeconds();
        final String found = String.format(
                Locale.ROOT,
                "block time %s, %.1f s %s this clock",
                Instant.ofEpochSecond(seen.blockTimeSeconds()),
                Math.abs(behind),
                behind < 0 ? "ahead of" : "behind");
        checks.add(Check.warnUnless(
                behind > -AHEAD_SECONDS && behind < BEHIND_SECONDS,
                "clock",
                found,
                "set this machine's clock, best by NTP; or the server is behind or plays recorded data"));
    }

    /** The texts of GetVersion's JSON that say something to people; the rest is left out. */
    private static String version(final String json) {
        final List<String> parts = new ArrayList<>();
        final Matcher matcher = VERSION.matcher(json);
        while (matcher.find()) {
            parts.add(
                    matcher.group(1).equals("package") ? matcher.group(2) : matcher.group(1) + " " + matcher.group(2));
        }
        return parts.isEmpty() ? "answers" : String.join(", ", parts);
    }

    private static String took(final long startNs) {
        return ", " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) + " ms";
    }
}
