package io.solflow.app.config;

import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.GeyserServers;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The parsers of the settings. Records, not lambdas: each lambda would cost a start the loading of a class. */
final class Parsers {

    /** Decimals of an amount in SOL. */
    static final int SOL_DECIMALS = 9;
    /** Decimals of a share. */
    static final int SHARE_DECIMALS = 3;

    private static final String SEPARATOR = ",";

    private Parsers() {}

    /** Constants of an enum by the name that users write. */
    static <E extends Enum<E>> Parser<E> nameOf(final E[] constants) {
        final Map<String, E> byName = new LinkedHashMap<>();
        for (final E constant : constants) {
            byName.put(word(constant), constant);
        }
        return new OneOf<>(byName);
    }

    /** One of two words. */
    static Parser<Boolean> either(final String yes, final String no) {
        final Map<String, Boolean> words = new LinkedHashMap<>();
        words.put(yes, true);
        words.put(no, false);
        return new OneOf<>(words);
    }

    /** A constant as users write it. */
    static String word(final Enum<?> constant) {
        return normal(constant.name());
    }

    private static String normal(final String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Any text, checked where it is used. */
    record Text(String allowed) implements Parser<String> {
        @Override
        public String parse(final String name, final String text) {
            return text;
        }
    }

    /** A path, which need not exist. */
    record FilePath() implements Parser<Path> {
        @Override
        public Path parse(final String name, final String text) {
            try {
                return Path.of(text);
            } catch (final InvalidPathException e) {
                throw refused(name, text);
            }
        }

        @Override
        public String allowed() {
            return "a file path";
        }
    }

    /** A whole number from {@code min} to {@code max}. */
    record WholeNumber(int min, int max) implements Parser<Integer> {
        @Override
        public Integer parse(final String name, final String text) {
            try {
                final int value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (final NumberFormatException e) {
                // reported below like a number out of range
            }
            throw refused(name, text);
        }

        @Override
        public String allowed() {
            return "a whole number from " + min + " to " + max;
        }
    }

    /** A power of two from {@code min} to {@code max}. */
    record PowerOfTwo(int min, int max) implements Parser<Integer> {
        @Override
        public Integer parse(final String name, final String text) {
            try {
                final int value = Integer.parseInt(text);
                if (value >= min && value <= max && Integer.bitCount(value) == 1) {
                    return value;
                }
            } catch (final NumberFormatException e) {
                // reported below like any other number
            }
            throw refused(name, text);
        }

        @Override
        public String allowed() {
            return "a power of two from " + min + " to " + max;
        }
    }

    /**
     * A decimal number above zero, as a whole number of its smallest units.
     *
     * @param scale decimals that it may have.
     * @param max in its smallest units.
     */
    record Decimal(int scale, long max) implements Parser<Long> {
        @Override
        public Long parse(final String name, final String text) {
            try {
                final BigDecimal value = new BigDecimal(text);
                if (value.signum() > 0
                        && value.scale() <= scale
                        && value.compareTo(BigDecimal.valueOf(max, scale)) <= 0) {
                    return value.movePointRight(scale).longValueExact();
                }
            } catch (final NumberFormatException e) {
                // reported below like a number out of range
            }
            throw refused(name, text);
        }

        /** How a number of units is written. */
        static String text(final long units, final int scale) {
            return BigDecimal.valueOf(units, scale).stripTrailingZeros().toPlainString();
        }

        @Override
        public String allowed() {
            return "a number above 0, at most " + text(max, scale) + ", with at most " + scale + " decimals";
        }
    }

    /** One of a few words, in any case; underscores and hyphens are one. */
    record OneOf<T>(Map<String, T> values) implements Parser<T> {
        @Override
        public T parse(final String name, final String text) {
            final T value = values.get(normal(text));
            if (value == null) {
                throw refused(name, text);
            }
            return value;
        }

        @Override
        public String allowed() {
            return String.join(", ", values.keySet());
        }
    }

    /** Labels of programs, in any case. */
    record Programs() implements Parser<DexProgram[]> {
        @Override
        public DexProgram[] parse(final String name, final String text) {
            return Arrays.stream(text.split(SEPARATOR, -1))
                    .map(label -> program(name, text, label.strip()))
                    .toArray(DexProgram[]::new);
        }

        private DexProgram program(final String name, final String text, final String label) {
            return Arrays.stream(DexProgram.values())
                    .filter(program -> program.label().equalsIgnoreCase(label))
                    .findFirst()
                    .orElseThrow(() -> refused(name, text));
        }

        /** All of them, as a user would write it. */
        static String all() {
            return labels(SEPARATOR);
        }

        @Override
        public String allowed() {
            return "some of " + labels(", ") + ", separated by commas";
        }

        private static String labels(final String separator) {
            final StringJoiner labels = new StringJoiner(separator);
            for (final DexProgram program : DexProgram.values()) {
                labels.add(program.label());
            }
            return labels.toString();
        }
    }

    /** Servers in order of preference. A refused text is not repeated: providers put tokens into paths and queries. */
    record Endpoints() implements Parser<GeyserEndpoint[]> {
        @Override
        public GeyserEndpoint[] parse(final String name, final String text) {
            try {
                final GeyserEndpoint[] endpoints = Arrays.stream(text.split(SEPARATOR, -1))
                        .map(GeyserEndpoint::parse)
                        .toArray(GeyserEndpoint[]::new);
                GeyserServers.requireDistinct(Arrays.asList(endpoints));
                return endpoints;
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
        }

        @Override
        public String allowed() {
            return "https://host:port or http://host:port, or several separated by commas";
        }
    }

    /** Where signals are posted. Path and query may hold a secret. */
    record WebhookAddress() implements Parser<URI> {
        @Override
        public URI parse(final String name, final String text) {
            try {
                final URI uri = new URI(text);
                final String scheme =
                        uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
                if ((scheme.equals("http") || scheme.equals("https"))
                        && uri.getHost() != null
                        && uri.getUserInfo() == null
                        && uri.getFragment() == null) {
                    return uri;
                }
            } catch (final URISyntaxException e) {
                // its text holds the address, which may be secret
            }
            throw new IllegalArgumentException(name + " is not a webhook address, allowed: " + allowed());
        }

        @Override
        public String allowed() {
            return "http://host[:port][/path] or https://host[:port][/path], without user, password or fragment";
        }
    }
}
