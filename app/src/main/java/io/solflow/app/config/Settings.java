package io.solflow.app.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is given for each {@link Setting}: flags win over the environment, the environment over a {@code .env} file. Values
 * are checked when asked for; a bad one is a {@link UsageException} that carries its setting.
 */
public final class Settings {

    private static final String PREFIX = "SOLFLOW_";
    private static final String FLAG = "flag";
    private static final String ENVIRONMENT = "environment";
    private static final String DOT_ENV = ".env";
    private static final String DEFAULT = "default";

    private final Map<Setting, String> flags;
    private final Map<String, String> environment;
    private final Map<String, String> dotEnv;

    private Settings(
            final Map<Setting, String> flags, final Map<String, String> environment, final Map<String, String> dotEnv) {
        this.flags = Map.copyOf(flags);
        this.environment = environment;
        this.dotEnv = dotEnv;
    }

    /**
     * Settings of one command.
     *
     * @param flags given on the command line.
     * @param folder where a {@code .env} file may lie.
     * @throws UsageException when the {@code .env} file cannot be read.
     */
    public static Settings of(
            final Map<Setting, String> flags, final Map<String, String> environment, final Path folder) {
        return new Settings(flags, environment, DotEnv.read(folder.resolve(DOT_ENV)));
    }

    /** Where a text was found. */
    private record Given(String text, String origin) {}

    /** The text of a setting where it is given and not blank. */
    public Optional<String> text(final Setting setting) {
        return given(setting).map(Given::text);
    }

    /** Where the text of a setting comes from, in words. */
    public String origin(final Setting setting) {
        return given(setting).map(Given::origin).orElse(DEFAULT);
    }

    private Optional<Given> given(final Setting setting) {
        final Optional<Given> flag = given(flags.get(setting), FLAG);
        if (flag.isPresent()) {
            return flag;
        }
        final Optional<Given> other = variable(setting.otherVariable());
        return other.isPresent() ? other : variable(setting.variable());
    }

    private Optional<Given> variable(final String name) {
        final Optional<Given> given = given(environment.get(name), ENVIRONMENT);
        return given.isPresent() ? given : given(dotEnv.get(name), DOT_ENV);
    }

    private static Optional<Given> given(final String text, final String origin) {
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(new Given(text.strip(), origin));
    }

    /**
     * The value of a setting, or its default.
     *
     * @param type of its parser.
     * @throws UsageException when it is not allowed, or there is neither.
     */
    public <T> T get(final Setting setting, final Class<T> type) {
        final String text = text(setting).orElse(setting.defaultText());
        if (text.isEmpty()) {
            throw missing(setting);
        }
        return parse(setting, setting.variable(), text, type);
    }

    /** A setting that is a whole number. */
    public int wholeNumber(final Setting setting) {
        return get(setting, Integer.class);
    }

    /**
     * The value of a setting where it is given.
     *
     * @param type of its parser.
     * @throws UsageException when it is not allowed.
     */
    public <T> Optional<T> find(final Setting setting, final Class<T> type) {
        return text(setting).map(text -> parse(setting, setting.variable(), text, type));
    }

    /**
     * The value that a text is for a setting.
     *
     * @param name of the variable or flag that gave it.
     * @param type of the setting's parser.
     * @throws UsageException when it is not allowed.
     */
    public static <T> T parse(final Setting setting, final String name, final String text, final Class<T> type) {
        try {
            return type.cast(setting.parse(name, text));
        } catch (final IllegalArgumentException e) {
            throw new UsageException(setting, e.getMessage(), e);
        }
    }

    private static UsageException missing(final Setting setting) {
        return new UsageException(
                setting,
                setting.variable() + " is missing; allowed: " + setting.allowed()
                        + ". Set it in the environment or in a .env file"
                        + (setting.flag().isEmpty() ? "" : ", or give " + setting.flag()),
                null);
    }

    /** What may be shown of a setting: of a secret only whether it is set. */
    public String shown(final Setting setting) {
        final Optional<String> text = text(setting);
        if (setting.isSecret()) {
            return text.isPresent() ? "set" : "not set";
        }
        return text.orElse(setting.defaultText().isEmpty() ? setting.defaultShown() : setting.defaultText());
    }

    /** Names that look like variables of SolFlow but are none. */
    public Set<String> unknownNames() {
        final Set<String> unknown = new TreeSet<>(environment.keySet());
        unknown.addAll(dotEnv.keySet());
        unknown.removeIf(name -> !name.startsWith(PREFIX));
        Setting.variables().forEach(unknown::remove);
        return unknown;
    }
}
