package io.solflow.app.query;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a query, looked at before SQLite sees it: some PRAGMAs act already while they are prepared, and the driver
 * prepares the first of several statements and forgets the others. What is let through may still write; that is refused
 * by {@link ReadOnlyCheck} and by the connection.
 */
final class SqlText {

    private static final Set<String> READS = Set.of("SELECT", "WITH", "VALUES");
    private static final String ALLOWED =
            "one statement that reads: SELECT, WITH, VALUES, EXPLAIN of these, or a PRAGMA that shows the schema";

    /** Those that have no effect; with a table's or an index's name, or without. */
    private static final Pattern PRAGMA = Pattern.compile(
            "PRAGMA\\s+(?:(?:table_info|table_xinfo|index_list|index_info|index_xinfo"
                    + "|foreign_key_list)\\s*\\(\\s*[\"']?\\w+[\"']?\\s*\\)|table_list|page_count|page_size|freelist_count|user_version"
                    + "|schema_version|encoding|compile_options|journal_mode|quick_check)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern EXPLAIN =
            Pattern.compile("^EXPLAIN\\s+(?:QUERY\\s+PLAN\\s+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_LETTER = Pattern.compile("[^A-Z_0-9]");
    private static final int SHOWN = 40;

    private final String sql;
    private int position;

    private SqlText(final String sql) {
        this.sql = sql;
    }

    /**
     * The statement, without what follows its semicolon.
     *
     * @throws QueryException unless it is one statement of a kind that reads.
     */
    static String requireOneReading(final String text) throws QueryException {
        final String statement = new SqlText(text).onlyStatement();
        final String bare = bare(statement);
        final Matcher explained = EXPLAIN.matcher(bare);
        final boolean reads = PRAGMA.matcher(bare).matches()
                || READS.contains(firstWord(explained.find() ? bare.substring(explained.end()) : bare));
        if (!reads) {
            throw new QueryException("the query begins with '"
                    + (bare.length() > SHOWN ? bare.substring(0, SHOWN) + "…" : bare) + "', allowed: " + ALLOWED);
        }
        return statement;
    }

    /** True for a statement that EXPLAIN may stand before. */
    static boolean canBeExplained(final String statement) {
        return READS.contains(firstWord(bare(statement)));
    }

    private static String bare(final String statement) {
        return new SqlText(statement).withoutComments().strip();
    }

    private static String firstWord(final String bare) {
        return NO_LETTER.split(bare.toUpperCase(Locale.ROOT), 2)[0];
    }

    private String onlyStatement() throws QueryException {
        if (sql.indexOf('\0') >= 0) {
            throw new QueryException("the query has a NUL character, allowed: text");
        }
        while (position < sql.length() && sql.charAt(position) != ';') {
            step();
        }
        final String first = sql.substring(0, position);
        while (position < sql.length()) {
            final char c = sql.charAt(position);
            if (c != ';' && !Character.isWhitespace(c) && !isComment()) {
                throw new QueryException("the query has more than one statement, allowed: " + ALLOWED);
            }
            step();
        }
        return first;
    }

    private String withoutComments() {
        final StringBuilder bare = new StringBuilder(sql.length());
        while (position < sql.length()) {
            final int before = position;
            final boolean comment = isComment();
            step();
            bare.append(comment ? " " : sql.substring(before, position));
        }
        return bare.toString();
    }

    /** Goes over one character, or over one whole comment, text or quoted name. */
    private void step() {
        final char c = sql.charAt(position);
        if (sql.startsWith("--", position)) {
            position = after("\n", position + 2);
        } else if (sql.startsWith("/*", position)) {
            position = after("*/", position + 2);
        } else if (c == '\'' || c == '"' || c == '`') {
            // a doubled quote ends one text and begins the next, which comes to the same
            position = after(String.valueOf(c), position + 1);
        } else if (c == '[') {
            position = after("]", position + 1);
        } else {
            position++;
        }
    }

    private boolean isComment() {
        return sql.startsWith("--", position) || sql.startsWith("/*", position);
    }

    private int after(final String end, final int from) {
        final int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }
}
