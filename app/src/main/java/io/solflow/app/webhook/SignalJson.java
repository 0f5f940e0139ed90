package io.solflow.app.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** A row of {@code token_signals} as a JSON object: its columns by name, without those that hold nothing. */
final class SignalJson {

    private static final JsonFactory JSON = new JsonFactory();

    private SignalJson() {}

    /** The row on which {@code rows} stands. */
    static String of(final ResultSet rows) throws SQLException {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            final ResultSetMetaData columns = rows.getMetaData();
            json.writeStartObject();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                write(json, columns.getColumnName(column), rows.getObject(column));
            }
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail", e);
        }
        return text.toString();
    }

    private static void write(final JsonGenerator json, final String name, final Object value) throws IOException {
        if (value instanceof Double number) {
            json.writeNumberField(name, number);
        } else if (value instanceof Number number) {
            json.writeNumberField(name, number.longValue());
        } else if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
