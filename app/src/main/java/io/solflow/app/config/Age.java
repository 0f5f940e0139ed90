package io.solflow.app.config;

import io.solflow.persist.upkeep.Pruner;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How old a row may become.
 *
 * @param text as the user wrote it.
 * @param seconds never less than the windows need.
 */
public record Age(String text, long seconds) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([smhd])");

    /** Reads an age. */
    record AgeParser() implements Parser<Age> {
        @Override
        public Age parse(final String name, final String text) {
            final OptionalLong seconds = toSeconds(text);
            if (seconds.isEmpty() || seconds.getAsLong() < Pruner.MIN_AGE_SECONDS) {
                throw refused(name, text);
            }
            return new Age(text, seconds.getAsLong());
        }

        @Override
        public String allowed() {
            return "a whole number with s, m, h or d, from " + Pruner.MIN_AGE_SECONDS / 60
                    + "m on, because the windows reach back 4 hours; as 7d";
        }
    }

    private static OptionalLong toSeconds(final String text) {
        final Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        final long unitSeconds =
                switch (matcher.group(2)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    case "h" -> 3_600;
                    default -> 86_400;
                };
        return OptionalLong.of(Long.parseLong(matcher.group(1)) * unitSeconds);
    }
}
