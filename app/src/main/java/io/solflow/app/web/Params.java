package io.solflow.app.web;

import io.solflow.app.market.BadParameterException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** The query part of an address: each name once, only names that are known, values checked when asked for. */
final class Params {

    private static final int MAX_LENGTH = 16 << 10;

    private final Map<String, String> values;

    private Params(final Map<String, String> values) {
        this.values = values;
    }

    /** Reads a raw query part, null when there is none. */
    static Params parse(final String rawQuery, final Set<String> known) {
        final Map<String, String> values = new LinkedHashMap<>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return new Params(values);
        }
        if (rawQuery.length() > MAX_LENGTH) {
            throw new BadParameterException(
                    "the query part of the address has " + rawQuery.length() + " characters, allowed: " + MAX_LENGTH);
        }
        for (final String part : rawQuery.split("&", -1)) {
            final int equals = part.indexOf('=');
            final String name = decode(equals < 0 ? part : part.substring(0, equals));
            if (!known.contains(name)) {
                throw BadParameterException.of(
                        "parameter", name, known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known)));
            }
            if (values.put(name, equals < 0 ? "" : decode(part.substring(equals + 1))) != null) {
                throw new BadParameterException(name + " is given twice, allowed: once");
            }
        }
        return new Params(values);
    }

    private static String decode(final String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (final IllegalArgumentException e) {
            throw BadParameterException.of("the query part of the address", text, "percent-encoded UTF-8");
        }
    }

    /** A text; the default when it is not given or empty. */
    String text(final String name, final String defaultValue, final int maxLength) {
        final String value = values.getOrDefault(name, "");
        if (value.length() > maxLength) {
            throw BadParameterException.of(name, value, "at most " + maxLength + " characters");
        }
        return value.isEmpty() ? defaultValue : value;
    }

    /** A whole number from {@code min} to {@code max}. */
    int wholeNumber(final String name, final int defaultValue, final int min, final int max) {
        final String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            return defaultValue;
        }
        try {
            final int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (final NumberFormatException e) {
            // told below like a number out of range
        }
        throw BadParameterException.of(name, value, "a whole number from " + min + " to " + max);
    }

    /** A number where it is given. */
    OptionalDouble number(final String name) {
        final String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            final double number = Double.parseDouble(value);
            if (Double.isFinite(number)) {
                return OptionalDouble.of(number);
            }
        } catch (final NumberFormatException e) {
            // told below like a number that is none
        }
        throw BadParameterException.of(name, value, "a number");
    }

    /** A truth value, false when not given. */
    boolean flag(final String name) {
        return oneOf(name, "false", Set.of("true", "false")).equals("true");
    }

    /** One of a few words. */
    String oneOf(final String name, final String defaultValue, final Set<String> allowed) {
        final String value = text(name, defaultValue, Integer.MAX_VALUE);
        if (!allowed.contains(value)) {
            throw BadParameterException.of(name, value, String.join(", ", new TreeSet<>(allowed)));
        }
        return value;
    }
}
