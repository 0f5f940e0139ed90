package io.solflow.app.doctor;

import io.solflow.app.config.HttpSettings;
import io.solflow.app.config.PipelineOptions;
import io.solflow.app.config.Setting;
import io.solflow.app.config.Settings;
import io.solflow.app.config.SourceOptions;
import io.solflow.app.config.UsageException;
import io.solflow.app.webhook.Webhook;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ProxyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The part of {@code doctor} about the settings: what each is, where it comes from, and whether a run would take it. */
public final class ConfigurationChecks {

    private final Settings settings;
    private final SourceOptions source;
    private final List<Check> checks = new ArrayList<>();

    private ConfigurationChecks(final Settings settings, final SourceOptions source) {
        this.settings = settings;
        this.source = source;
    }

    /**
     * Checks every setting.
     *
     * @param source checks what the settings of the stream are together.
     */
    public static List<Check> run(final Settings settings, final SourceOptions source) {
        final ConfigurationChecks checks = new ConfigurationChecks(settings, source);
        for (final Setting setting : Setting.values()) {
            checks.check(setting);
        }
        checks.certificate();
        checks.unknown();
        return checks.checks;
    }

    private void check(final Setting setting) {
        switch (setting) {
            case GEYSER_URL ->
                required(
                        setting,
                        "not set; the server is not checked",
                        "run and capture need it",
                        () ->
                                // what an endpoint says of itself holds no path or query, where providers put tokens
                                SourceOptions.endpoints(settings).stream()
                                        .map(GeyserEndpoint::toString)
                                        .collect(Collectors.joining(", else ")));
            case X_TOKEN ->
                line(setting, () -> {
                    SourceOptions.tokens(settings, Math.max(1, endpointsOrNone().size()));
                    return settings.shown(setting);
                });
            case HTTPS_PROXY -> proxy();
            case NO_PROXY -> {
                // told with the proxy
            }
            case DB_PATH ->
                required(
                        setting,
                        "not set; the database is not checked",
                        "run, replay and verify need it",
                        () -> PipelineOptions.database(settings).toString());
            case HTTP ->
                line(setting, () -> {
                    HttpSettings.config(settings);
                    return settings.shown(setting);
                });
            case WEBHOOK_URL ->
                lineIfGiven(
                        setting,
                        () -> Webhook.of(settings).map(Webhook::toString).orElse(""));
            default -> {
                if (setting.group() == Setting.Group.SIGNALS) {
                    lineIfGiven(setting, () -> checked(setting));
                } else {
                    line(setting, () -> checked(setting));
                }
            }
        }
    }

    private String checked(final Setting setting) {
        settings.find(setting, Object.class);
        return settings.shown(setting);
    }

    private void required(final Setting setting, final String missing, final String advice, final Found found) {
        if (settings.text(setting).isEmpty()) {
            checks.add(Check.warning(setting.variable(), missing, advice));
        } else {
            line(setting, found);
        }
    }

    private void lineIfGiven(final Setting setting, final Found found) {
        if (settings.text(setting).isPresent()) {
            line(setting, found);
        }
    }

    private void line(final Setting setting, final Found found) {
        try {
            final String value = found.get();
            final boolean unset = setting.isSecret() && settings.text(setting).isEmpty();
            checks.add(Check.ok(setting.variable(), unset ? value : value + " (" + settings.origin(setting) + ")"));
        } catch (final UsageException e) {
            checks.add(failed(setting, e));
        }
    }

    /** What to say of a setting that a run would take. */
    private interface Found {
        /**
         * The value as it may be shown.
         *
         * @throws UsageException when a run would not take it.
         */
        String get();
    }

    /** User and password of the proxy are not shown; a name without capitals has the same meaning. */
    private void proxy() {
        try {
            final ProxyRules rules = SourceOptions.proxies(settings);
            for (final GeyserEndpoint endpoint : endpointsOrNone()) {
                rules.proxyFor(endpoint)
                        .ifPresent(proxy -> checks.add(
                                Check.ok(Setting.HTTPS_PROXY.variable(), endpoint + " through proxy " + proxy)));
            }
        } catch (final UsageException e) {
            checks.add(failed(Setting.HTTPS_PROXY, e));
        }
    }

    /** A flag without a variable; told only when it is wrong. */
    private void certificate() {
        try {
            source.requireCertificate(endpointsOrNone());
        } catch (final UsageException e) {
            checks.add(Check.failed("--tls-ca", e.getMessage(), ""));
        }
    }

    private List<GeyserEndpoint> endpointsOrNone() {
        try {
            return settings.text(Setting.GEYSER_URL).isEmpty() ? List.of() : SourceOptions.endpoints(settings);
        } catch (final UsageException e) {
            return List.of(); // told in its own line
        }
    }

    private void unknown() {
        for (final String name : settings.unknownNames()) {
            checks.add(Check.warning(
                    name,
                    "is not a SolFlow variable",
                    "check the spelling; known: " + String.join(", ", Setting.variables())));
        }
    }

    private static Check failed(final Setting setting, final UsageException cause) {
        return Check.failed(cause.setting().orElse(setting).variable(), cause.problem(), "");
    }
}
