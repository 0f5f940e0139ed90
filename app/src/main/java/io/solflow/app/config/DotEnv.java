package io.solflow.app.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a {@code .env} file: lines of the form NAME=value, with or without {@code export} and quotes; empty lines and such
 * that begin with # say nothing. UTF-8, with or without a byte order mark. Values may be secret and are never shown.
 */
final class DotEnv {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final String EXPORT = "export ";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private DotEnv() {}

    /**
     * The values by name, none where there is no such file.
     *
     * @throws UsageException that names the file, the line and, where it has one, the variable.
     */
    static Map<String, String> read(final Path file) {
        final Map<String, String> values = new HashMap<>();
        if (!Files.exists(file)) {
            return values;
        }
        final String[] lines = text(file).split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            parse(file + " line " + (i + 1), lines[i].strip(), values);
        }
        return values;
    }

    private static String text(final Path file) {
        try {
            final byte[] bytes = Files.readAllBytes(file);
            final String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (final CharacterCodingException e) {
            throw new UsageException(file + " is not UTF-8 text; save it as UTF-8", e);
        } catch (final IOException e) {
            throw new UsageException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void parse(final String place, final String line, final Map<String, String> values) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        final String assignment =
                line.startsWith(EXPORT) ? line.substring(EXPORT.length()).strip() : line;
        final int equals = assignment.indexOf('=');
        final String name = equals < 0 ? "" : assignment.substring(0, equals).strip();
        if (!NAME.matcher(name).matches()) {
            // the line may hold a secret, so only its number is shown
            throw new UsageException(place + " is not of the form NAME=value");
        }
        final String value = assignment.substring(equals + 1).strip();
        if (value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
            throw new UsageException(place + ": the value of " + name
                    + " holds a control character, such as NUL; allowed: text in one line");
        }
        values.put(name, unquoted(place, name, value));
    }

    private static String unquoted(final String place, final String name, final String value) {
        if (value.isEmpty() || (value.charAt(0) != '"' && value.charAt(0) != '\'')) {
            return value;
        }
        if (value.length() < 2 || value.charAt(value.length() - 1) != value.charAt(0)) {
            throw new UsageException(
                    place + ": the value of " + name + " begins with a quote and does not end with it");
        }
        return value.substring(1, value.length() - 1);
    }
}
