package io.solflow.app.doctor;

/**
 * One line of {@code doctor}: what was looked at and what was found.
 *
 * @param advice what to do, empty when nothing is to be done.
 */
public record Check(Result result, String subject, String found, String advice) {

    /** How a check ended. */
    public enum Result {
        /** As it should be. */
        OK("ok"),
        /** Could not be looked at, or there is nothing to look at. */
        SKIPPED("-"),
        /** Works, but needs attention. */
        WARNING("warn"),
        /** A run would not work. */
        FAILED("fail");

        private final String word;

        Result(final String word) {
            this.word = word;
        }

        /** The word that users read. */
        public String word() {
            return word;
        }
    }

    static Check ok(final String subject, final String found) {
        return new Check(Result.OK, subject, found, "");
    }

    public static Check skipped(final String subject, final String why) {
        return new Check(Result.SKIPPED, subject, why, "");
    }

    static Check warning(final String subject, final String found, final String advice) {
        return new Check(Result.WARNING, subject, found, advice);
    }

    static Check failed(final String subject, final String found, final String advice) {
        return new Check(Result.FAILED, subject, found, advice);
    }

    /** OK when good, else a warning. */
    public static Check warnUnless(final boolean good, final String subject, final String found, final String advice) {
        return good ? ok(subject, found) : warning(subject, found, advice);
    }

    /** The same, but a failure is a warning: something else does what is wanted. */
    public Check atWorstAWarning() {
        return result == Result.FAILED ? warning(subject, found, advice) : this;
    }
}
