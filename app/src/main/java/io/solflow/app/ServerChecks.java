package io.solflow.app;

import io.solflow.ingest.source.GeyserConfig;
import io.solflow.ingest.source.ProbeException;
import io.solflow.ingest.source.ProbeStream;
import io.solflow.ingest.source.ServerProbe;
import io.solflow.ingest.source.TlsHandshake;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of {@code doctor} about the server: each step builds on the one before, so the first failure ends them. */
final class ServerChecks {

    private static final long BUDGET_MS = 11_000;
    private static final long CERTIFICATE_DAYS = 14;
    private static final long BEHIND_SECONDS = 60;
    private static final long AHEAD_SECONDS = 5;
    private static final Pattern VERSION =
            Pattern.compile("\"(package|version|proto|solana)\"\\s*:\\s*\"([^\"]{1,60})\"");

    private final GeyserConfig config;
    private final DatabaseChecks.Facts database;
    private final List<Check> checks = new ArrayList<>();

    ServerChecks(final GeyserConfig config, final DatabaseChecks.Facts database) {
        this.config = config;
        this.database = database;
    }

    /** Takes eleven seconds at most, whatever the server does. */
    List<Check> run() {
        String step = "name";
        try (ServerProbe probe = new ServerProbe(config, BUDGET_MS)) {
            long startNs = System.nanoTime();
            final List<InetAddress> addresses = probe.resolve();
            checks.add(Check.ok(
                    step,
                    config.endpoint().host() + " is "
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
            checks.add(Check.ok(step, "port " + config.endpoint().port() + " is open" + took(startNs)));
            if (config.endpoint().tls()) {
                step = "TLS";
                tls(probe.handshake(address));
            }
            step = "gRPC";
            startNs = System.nanoTime();
            checks.add(Check.ok(step, version(probe.version(address)) + took(startNs)));
            checks.add(Check.ok("token", config.token().isEmpty() ? "none needed" : "accepted"));
            slot(probe);
            replay(probe);
            step = "stream";
            stream(probe);
        } catch (final ProbeException e) {
            checks.add(Check.failed(step, e.getMessage(), e.advice()));
        } catch (final IllegalArgumentException e) {
            checks.add(Check.failed("TLS", e.getMessage(), ""));
        }
        return checks;
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
                    "the sooner it starts the smaller the gap; it is not filled later"));
        }
    }

    private static Check unary(final String subject, final ProbeException e) {
        return e.unimplemented()
                ? Check.skipped(subject, "the server does not tell: " + e.getMessage())
                : Check.warning(subject, e.getMessage(), e.advice());
    }

    private void stream(final ServerProbe probe) throws ProbeException {
        if (database.writer().isPresent()) {
            checks.add(
                    Check.skipped("stream", "not opened, so that the provider's limit is left to the running SolFlow"));
            return;
        }
        final ProbeStream.Seen seen = probe.subscribe();
        if (seen.updates() == 0) {
            checks.add(Check.failed("stream", "open, but no update came", "check the server; perhaps it is starting"));
            return;
        }
        if (seen.slot() < 0) {
            checks.add(Check.warning(
                    "stream",
                    "first update after " + seen.firstUpdateMs() + " ms, but no block",
                    "the server may be starting, catching up, or have no market to play"));
            return;
        }
        checks.add(
                Check.ok("stream", "first update after " + seen.firstUpdateMs() + " ms, block of slot " + seen.slot()));
        clock(seen);
    }

    private void clock(final ProbeStream.Seen seen) {
        if (seen.blockTimeSeconds() <= 0) {
            checks.add(Check.skipped("clock", "the block has no time to compare with"));
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
