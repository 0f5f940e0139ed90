package io.solflow.app.config;

import java.util.Optional;

/** A setting, flag or file that cannot be used: the message names it, what was given and what is allowed. Exit code 2. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Setting setting;

    public UsageException(final String message) {
        this(null, message, null);
    }

    public UsageException(final String message, final Throwable cause) {
        this(null, message, cause);
    }

    /** About one setting. */
    public UsageException(final Setting setting, final String message, final Throwable cause) {
        super(message, cause);
        this.setting = setting;
    }

    /** The setting that cannot be used; empty when it is something else. */
    public Optional<Setting> setting() {
        return Optional.ofNullable(setting);
    }

    /** The message without the variable's name, for a line that begins with it. */
    public String problem() {
        final String message = getMessage();
        if (setting == null || !message.startsWith(setting.variable())) {
            return message;
        }
        final String problem = message.substring(setting.variable().length());
        return problem.startsWith(":") ? problem.substring(1).strip() : problem.strip();
    }
}
