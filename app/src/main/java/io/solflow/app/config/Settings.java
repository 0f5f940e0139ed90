package io.solflow.app.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configuration by variable name: flags win over the environment, the environment over a {@code .env} file. Values
 * are checked when asked for; a bad one is a {@link UsageException} that names the variable, what was given and what is
 * allowed. Secrets never appear in a message.
 */
public final class Settings {

    public static final String GEYSER_URL = "GEYSER_URL";
    public static final String X_TOKEN = "X_TOKEN";
    public static final String DB_PATH = "SOLFLOW_DB_PATH";
    public static final String COMMITMENT = "SOLFLOW_COMMITMENT";
    public static final String PROGRAMS = "SOLFLOW_PROGRAMS";
    public static final String RING_SIZE = "SOLFLOW_RING_SIZE";
    public static final String WAIT_STRATEGY = "SOLFLOW_WAIT_STRATEGY";
    public static final String STAGE_THREADS = "SOLFLOW_STAGE_THREADS";
    public static final String FLUSH_MS = "SOLFLOW_FLUSH_MS";
    public static final String LOG = "SOLFLOW_LOG";
    public static final String HTTP = "SOLFLOW_HTTP";
    public static final String HTTP_TOKEN = "SOLFLOW_HTTP_TOKEN";
    public static final String SIGNALS = "SOLFLOW_SIGNALS";
    static final String SIGNAL_MIN_SOL = "SOLFLOW_SIGNAL_MIN_SOL";
    static final String SIGNAL_COOLDOWN_SECONDS = "SOLFLOW_SIGNAL_COOLDOWN_SECONDS";
    static final String SIGNAL_MIN_WALLETS = "SOLFLOW_SIGNAL_MIN_WALLETS";
    static final String SIGNAL_BREAKOUT_BOTS = "SOLFLOW_SIGNAL_BREAKOUT_BOTS";
    static final String SIGNAL_PERSISTENCE_BOTS = "SOLFLOW_SIGNAL_PERSISTENCE_BOTS";
    static final String SIGNAL_DCA_WALLETS = "SOLFLOW_SIGNAL_DCA_WALLETS";
    static final String SIGNAL_FOCUS_WALLETS = "SOLFLOW_SIGNAL_FOCUS_WALLETS";
    static final String SIGNAL_FOCUS_INFLOW = "SOLFLOW_SIGNAL_FOCUS_INFLOW";
    public static final String WEBHOOK_URL = "SOLFLOW_WEBHOOK_URL";
    public static final String RETENTION = "SOLFLOW_RETENTION";
    public static final String MAX_LAG_SECONDS = "SOLFLOW_MAX_LAG_SECONDS";
    public static final String COMPRESSION = "SOLFLOW_COMPRESSION";

    /** The proxy's address, as other programs read it; in capitals or not. */
    public static final String HTTPS_PROXY = "HTTPS_PROXY";

    /** What is reached without the proxy; in capitals or not. */
    static final String NO_PROXY = "NO_PROXY";

    /** All variables. */
    public static final List<String> NAMES = List.of(
            GEYSER_URL,
            X_TOKEN,
            DB_PATH,
            COMMITMENT,
            PROGRAMS,
            RING_SIZE,
            WAIT_STRATEGY,
            STAGE_THREADS,
            FLUSH_MS,
            LOG,
            HTTP,
            HTTP_TOKEN,
            SIGNALS,
            SIGNAL_MIN_SOL,
            SIGNAL_COOLDOWN_SECONDS,
            SIGNAL_MIN_WALLETS,
            SIGNAL_BREAKOUT_BOTS,
            SIGNAL_PERSISTENCE_BOTS,
            SIGNAL_DCA_WALLETS,
            SIGNAL_FOCUS_WALLETS,
            SIGNAL_FOCUS_INFLOW,
            WEBHOOK_URL,
            RETENTION,
            MAX_LAG_SECONDS,
            COMPRESSION,
            HTTPS_PROXY,
            NO_PROXY);

    private static final String PREFIX = "SOLFLOW_";

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Map<String, String> dotEnv;

    private Settings(
            final Map<String, String> flags, final Map<String, String> environment, final Map<String, String> dotEnv) {
        this.flags = flags;
        this.environment = environment;
        this.dotEnv = dotEnv;
    }

    /**
     * Settings of one command.
     *
     * @param flags given on the command line, by variable name; null values are flags not given.
     * @param folder where a {@code .env} file may lie.
     */
    public static Settings of(
            final Map<String, String> flags, final Map<String, String> environment, final Path folder) {
        final Map<String, String> given = new HashMap<>();
        flags.forEach((name, value) -> {
            if (value != null) {
                given.put(name, value);
            }
        });
        return new Settings(given, environment, DotEnv.read(folder.resolve(".env")));
    }

    /** The text of a variable where it is given and not blank. */
    public Optional<String> text(final String name) {
        for (final Map<String, String> source : List.of(flags, environment, dotEnv)) {
            final String value = source.get(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    /** The same for a name that other programs know too, and some write without capitals; those win, as elsewhere. */
    Optional<String> anyCase(final String name) {
        return text(name.toLowerCase(Locale.ROOT)).or(() -> text(name));
    }

    /** Where the text of a variable comes from, in words. */
    public String origin(final String name) {
        if (isGiven(flags, name)) {
            return "flag";
        }
        if (isGiven(environment, name)) {
            return "environment";
        }
        return isGiven(dotEnv, name) ? ".env" : "default";
    }

    /** Names that look like variables of SolFlow but are none. */
    public Set<String> unknownNames() {
        final Set<String> unknown = new TreeSet<>(environment.keySet());
        unknown.addAll(dotEnv.keySet());
        unknown.removeIf(name -> !name.startsWith(PREFIX) || NAMES.contains(name));
        return unknown;
    }

    private static boolean isGiven(final Map<String, String> values, final String name) {
        return values.get(name) != null && !values.get(name).isBlank();
    }

    /** The text of a variable that has to be given; {@code flag} is the flag that gives it too, or null. */
    String required(final String name, final String flag, final String allowed) {
        return text(name)
                .orElseThrow(() -> new UsageException(name + " is missing; allowed: " + allowed + ". Set it in"
                        + " the environment or in a .env file" + (flag == null ? "" : ", or give " + flag)));
    }

    /** A whole number from {@code min} to {@code max}. */
    int wholeNumber(final String name, final int defaultValue, final int min, final int max) {
        final Optional<String> text = text(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            final int value = Integer.parseInt(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (final NumberFormatException e) {
            // reported below like a number out of range
        }
        throw bad(name, text.get(), "a whole number from " + min + " to " + max);
    }

    /** A power of two from {@code min} to {@code max}. */
    int powerOfTwo(final String name, final int defaultValue, final int min, final int max) {
        final int value = wholeNumber(name, defaultValue, min, max);
        if (Integer.bitCount(value) != 1) {
            throw bad(name, Integer.toString(value), "a power of two from " + min + " to " + max);
        }
        return value;
    }

    /** One of a few values, in any case; underscores and hyphens are one. */
    public <T> T oneOf(final String name, final T defaultValue, final Map<String, T> allowed) {
        final Optional<String> text = text(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        final T value = allowed.get(normal(text.get()));
        if (value == null) {
            throw bad(name, text.get(), String.join(", ", allowed.keySet()));
        }
        return value;
    }

    /** Some of a few values, separated by commas, in any case; all when not given. */
    Set<String> someOf(final String name, final List<String> allowed) {
        final Optional<String> text = text(name);
        if (text.isEmpty()) {
            return new LinkedHashSet<>(allowed);
        }
        final Set<String> chosen = new LinkedHashSet<>();
        for (final String part : text.get().split(",", -1)) {
            chosen.add(allowed.stream()
                    .filter(label -> label.equalsIgnoreCase(part.strip()))
                    .findFirst()
                    .orElseThrow(() ->
                            bad(name, text.get(), "some of " + String.join(", ", allowed) + ", separated by commas")));
        }
        return chosen;
    }

    private static UsageException bad(final String name, final String given, final String allowed) {
        return new UsageException(name + " is '" + given + "', allowed: " + allowed);
    }

    private static String normal(final String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Constants of an enum by the name that users write. */
    static <E extends Enum<E>> Map<String, E> byName(final E[] constants) {
        final Map<String, E> byName = new LinkedHashMap<>();
        Arrays.stream(constants).forEach(constant -> byName.put(normal(constant.name()), constant));
        return byName;
    }
}
