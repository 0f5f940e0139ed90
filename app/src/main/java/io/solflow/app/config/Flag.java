package io.solflow.app.config;

/**
 * How the command line gives a setting.
 *
 * @param name empty when it does not.
 * @param label of the value in the help.
 * @param secret true when the value must not be shown, and so has no flag: flags show in the process list.
 */
record Flag(String name, String label, boolean secret) {

    static final Flag NONE = new Flag("", "", false);
    static final Flag SECRET = new Flag("", "", true);

    static Flag of(final String name, final String label) {
        return new Flag(name, label, false);
    }
}
