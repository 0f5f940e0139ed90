package io.solflow.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a text of SQL into its statements: quotes, comments and the statements inside triggers are no ends. */
public final class SqlScript {

    private static final Pattern TOKEN =
            Pattern.compile("--[^\n]*|/\\*.*?\\*/|'[^']*'|\"[^\"]*\"|;|\\w+", Pattern.DOTALL);

    private SqlScript() {}

    /** The statements in order, each with its semicolon; joined they are the text but for the blanks at its end. */
    public static List<String> statements(final String text) {
        final List<String> statements = new ArrayList<>();
        final List<String> words = new ArrayList<>();
        final Matcher token = TOKEN.matcher(text);
        int start = 0;
        while (token.find()) {
            final String word = token.group().toUpperCase(Locale.ROOT);
            if (word.startsWith("--") || word.startsWith("/*")) {
                continue;
            }
            words.add(word);
            if (word.equals(";") && !insideTrigger(words)) {
                statements.add(text.substring(start, token.end()));
                start = token.end();
                words.clear();
            }
        }
        if (!words.isEmpty()) {
            statements.add(text.substring(start));
        }
        return statements;
    }

    /** A trigger ends where a semicolon follows END, and that follows a semicolon: CASE … END stands elsewhere. */
    private static boolean insideTrigger(final List<String> words) {
        final int size = words.size();
        return words.get(0).equals("CREATE")
                && words.subList(0, Math.min(3, size)).contains("TRIGGER")
                && !(size > 3
                        && words.get(size - 2).equals("END")
                        && words.get(size - 3).equals(";"));
    }
}
