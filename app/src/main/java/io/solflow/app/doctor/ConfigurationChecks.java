package io.solflow.app.doctor;

import io.solflow.app.config.HttpOptions;
import io.solflow.app.config.PipelineOptions;
import io.solflow.app.config.Settings;
import io.solflow.app.config.SignalSettings;
import io.solflow.app.config.SourceOptions;
import io.solflow.app.config.UsageException;
import io.solflow.app.web.WebConfig;
import io.solflow.app.webhook.Webhook;
import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ProxyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The part of {@code doctor} about the variables: what each is, where it comes from, and whether a run would take it. */
public final class ConfigurationChecks {

    private final Settings settings;
    private final List<Check> checks = new ArrayList<>();

    private ConfigurationChecks(final Settings settings) {
        this.settings = settings;
    }

    /**
     * Checks every variable.
     *
     * @param source resolves the variables of the stream.
     */
    public static List<Check> run(final Settings settings, final SourceOptions source) {
        final ConfigurationChecks checks = new ConfigurationChecks(settings);
        checks.endpoint();
        checks.token(source);
        checks.proxy();
        checks.variable(Settings.MAX_LAG_SECONDS, "30", () -> SourceOptions.maxLagSeconds(settings));
        checks.variable(Settings.COMPRESSION, "none", () -> SourceOptions.gzip(settings));
        checks.database();
        checks.variable(Settings.COMMITMENT, "confirmed", () -> SourceOptions.commitment(settings));
        checks.variable(Settings.PROGRAMS, "all", () -> PipelineOptions.programs(settings));
        checks.variable(Settings.RING_SIZE, "4096", () -> PipelineOptions.pipelineConfig(settings));
        checks.variable(Settings.WAIT_STRATEGY, "timeout-blocking", () -> PipelineOptions.pipelineConfig(settings));
        checks.variable(
                Settings.STAGE_THREADS,
                String.valueOf(PipelineConfig.DEFAULT.stageThreads()),
                () -> PipelineOptions.pipelineConfig(settings));
        checks.variable(Settings.FLUSH_MS, "100", () -> PipelineOptions.flushMs(settings));
        checks.variable(Settings.RETENTION, "keep all", () -> PipelineOptions.retention(settings));
        checks.variable(Settings.LOG, "info", () -> "checked when logging was set up");
        checks.variable(Settings.HTTP, WebConfig.DEFAULT_ADDRESS, () -> HttpOptions.config(settings));
        checks.checks.add(Check.ok(
                Settings.HTTP_TOKEN,
                settings.text(Settings.HTTP_TOKEN).isPresent()
                        ? "set" + checks.origin(Settings.HTTP_TOKEN)
                        : "not set"));
        checks.signals();
        checks.unknown();
        return checks.checks;
    }

    private void endpoint() {
        if (settings.text(Settings.GEYSER_URL).isEmpty()) {
            checks.add(Check.warning(
                    Settings.GEYSER_URL, "not set; the server is not checked", "run and capture need it"));
            return;
        }
        try {
            // what an endpoint says of itself holds no path or query, where providers put tokens
            final List<String> endpoints = SourceOptions.endpoints(settings).stream()
                    .map(GeyserEndpoint::toString)
                    .toList();
            checks.add(Check.ok(Settings.GEYSER_URL, String.join(", else ", endpoints) + origin(Settings.GEYSER_URL)));
        } catch (final UsageException e) {
            checks.add(failed(Settings.GEYSER_URL, e));
        }
    }

    /** User and password of the proxy are not shown; a name without capitals has the same meaning. */
    private void proxy() {
        try {
            final ProxyRules rules = SourceOptions.proxies(settings);
            for (final GeyserEndpoint endpoint : endpointsOrNone()) {
                rules.proxyFor(endpoint)
                        .ifPresent(proxy ->
                                checks.add(Check.ok(Settings.HTTPS_PROXY, endpoint + " through proxy " + proxy)));
            }
        } catch (final UsageException e) {
            checks.add(failed(Settings.HTTPS_PROXY, e));
        }
    }

    private List<GeyserEndpoint> endpointsOrNone() {
        try {
            return settings.text(Settings.GEYSER_URL).isEmpty() ? List.of() : SourceOptions.endpoints(settings);
        } catch (final UsageException e) {
            return List.of(); // told in its own line
        }
    }

    private void token(final SourceOptions source) {
        final boolean set = settings.text(Settings.X_TOKEN).isPresent();
        final String found = set ? "set" + origin(Settings.X_TOKEN) : "not set";
        try {
            if (settings.text(Settings.GEYSER_URL).isPresent()) {
                source.resolve(settings, List.copyOf(PipelineOptions.programs(settings)));
            }
            checks.add(Check.ok(Settings.X_TOKEN, found));
        } catch (final UsageException e) {
            if (e.getMessage().startsWith("token") || e.getMessage().startsWith(Settings.X_TOKEN)) {
                checks.add(failed(Settings.X_TOKEN, e));
            } else {
                checks.add(Check.ok(Settings.X_TOKEN, found));
                addUnlessTold(e);
            }
        }
    }

    /** What is wrong with another variable is told in that variable's line; --tls-ca has none. */
    private void addUnlessTold(final UsageException e) {
        if (e.getMessage().startsWith("CA certificate")) {
            checks.add(failed("--tls-ca", e));
        } else if (e.getMessage().startsWith("endpoint")) {
            checks.add(failed(Settings.GEYSER_URL, e));
        }
    }

    private void database() {
        if (settings.text(Settings.DB_PATH).isEmpty()) {
            checks.add(Check.warning(
                    Settings.DB_PATH, "not set; the database is not checked", "run, replay and verify need it"));
            return;
        }
        variable(Settings.DB_PATH, "", () -> PipelineOptions.database(settings));
    }

    private void variable(final String name, final String defaultValue, final Supplier<?> resolved) {
        final String value = settings.text(name).orElse(defaultValue);
        try {
            if (resolved.get() != null) {
                checks.add(Check.ok(name, value + origin(name)));
            }
        } catch (final UsageException e) {
            // one resolver may check two variables: each line tells of its own
            checks.add(e.getMessage().startsWith(name) ? failed(name, e) : Check.ok(name, value + origin(name)));
        }
    }

    /** Those that are given; the address of the webhook may hold a secret and is not shown. */
    private void signals() {
        for (final String name : Settings.NAMES) {
            if (name.startsWith(Settings.SIGNALS.substring(0, Settings.SIGNALS.length() - 1))
                    && settings.text(name).isPresent()) {
                variable(name, "", () -> SignalSettings.of(settings));
            }
        }
        try {
            Webhook.of(settings)
                    .ifPresent(webhook ->
                            checks.add(Check.ok(Settings.WEBHOOK_URL, webhook + origin(Settings.WEBHOOK_URL))));
        } catch (final UsageException e) {
            checks.add(failed(Settings.WEBHOOK_URL, e));
        }
    }

    private void unknown() {
        final Set<String> unknown = settings.unknownNames();
        for (final String name : unknown) {
            checks.add(Check.warning(
                    name,
                    "is no variable of SolFlow",
                    "check the spelling; known: " + String.join(", ", Settings.NAMES)));
        }
    }

    private String origin(final String name) {
        return " (" + settings.origin(name) + ")";
    }

    /** The message without the name, which stands before it. */
    private static Check failed(final String subject, final UsageException cause) {
        final String message = cause.getMessage();
        final String rest = message.startsWith(subject) ? message.substring(subject.length()) : message;
        return Check.failed(subject, rest.startsWith(": ") ? rest.substring(2) : rest.strip(), "");
    }
}
