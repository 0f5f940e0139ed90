package io.solflow.app.config;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The flags of the settings that a command takes, as a mixin. */
public final class SettingOptions {

    private final Set<Setting.Group> groups;
    private final Map<Setting, String> flags = new EnumMap<>(Setting.class);

    private SettingOptions(final Set<Setting.Group> groups) {
        this.groups = groups;
    }

    /** The flags of these groups. */
    public static SettingOptions of(final Setting.Group first, final Setting.Group... more) {
        return new SettingOptions(EnumSet.of(first, more));
    }

    /** Adds the flags to the mixin, before a command takes it. */
    @Spec
    void spec(final CommandSpec mixin) {
        for (final Setting setting : Setting.values()) {
            if (groups.contains(setting.group()) && !setting.flag().isEmpty()) {
                final FlagText text = new FlagText(setting);
                mixin.addOption(OptionSpec.builder(setting.flag())
                        .paramLabel(setting.label())
                        .type(String.class)
                        .description(description(setting))
                        .getter(text)
                        .setter(text)
                        .build());
            }
        }
    }

    private static String description(final Setting setting) {
        final String meaning = setting.help() + ". Allowed: " + setting.allowed() + " (" + setting.variable();
        return meaning + (setting.defaultText().isEmpty() ? ")." : "; default: " + setting.defaultShown() + ").");
    }

    /** All settings of the command: these flags, the environment and {@code .env} of the working folder. */
    public Settings read() {
        return Settings.of(flags, System.getenv(), Path.of(""));
    }

    /** The same; sets logging up. */
    public Settings readAndLog() {
        return log(read());
    }

    /** Sets logging up for a command without flags of settings. */
    public static void logOnly() {
        log(Settings.of(Map.of(), System.getenv(), Path.of("")));
    }

    private static Settings log(final Settings settings) {
        LogSetup.apply(settings.get(Setting.LOG, Level.class));
        return settings;
    }

    /** What a flag gives, blank or not. */
    public Optional<String> flag(final Setting setting) {
        return Optional.ofNullable(flags.get(setting));
    }

    /** Where picocli keeps the text of one flag. */
    private final class FlagText implements IGetter, ISetter {
        private final Setting setting;

        FlagText(final Setting setting) {
            this.setting = setting;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // picocli's; the option's type is String
        public <T> T get() {
            return (T) flags.get(setting);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T set(final T value) {
            return (T) (value == null ? flags.remove(setting) : flags.put(setting, (String) value));
        }
    }
}
