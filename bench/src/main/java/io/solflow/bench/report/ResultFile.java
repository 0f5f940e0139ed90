package io.solflow.bench.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Writes and reads {@code bench/results/SUITE.json}. */
public final class ResultFile {

    private static final String SUFFIX = ".json";
    private static final JsonFactory JSON = new JsonFactory();

    private ResultFile() {}

    /**
     * Writes a result, replacing an earlier one of the same suite.
     *
     * @return the file.
     */
    public static Path write(final Path folder, final Result result) throws IOException {
        Files.createDirectories(folder);
        final Path file = folder.resolve(result.suite() + SUFFIX);
        final Path unfinished = folder.resolve(result.suite() + ".unfinished");
        try (JsonGenerator json = JSON.createGenerator(unfinished.toFile(), JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));
            writeResult(json, result);
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /**
     * Reads a result back.
     *
     * @throws IOException when it cannot be read or is no result.
     */
    public static Result read(final Path file) throws IOException {
        try (JsonParser json = JSON.createParser(file.toFile())) {
            return ResultJson.result(JsonTree.read(json));
        } catch (final IllegalArgumentException e) {
            throw new IOException(file.getFileName() + " is no result file: " + e.getMessage(), e);
        }
    }

    private static void writeResult(final JsonGenerator json, final Result result) throws IOException {
        json.writeStartObject();
        json.writeStringField("suite", result.suite());
        writeConditions(json, result.conditions());
        json.writeArrayFieldStart("tables");
        for (final Table table : result.tables()) {
            json.writeStartObject();
            json.writeStringField("name", table.name());
            json.writeArrayFieldStart("rows");
            for (final Row row : table.rows()) {
                writeRow(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeConditions(final JsonGenerator json, final Conditions conditions) throws IOException {
        json.writeStringField("date", conditions.date());
        json.writeStringField("command", conditions.command());
        writeMap(json, "machine", conditions.machine());
        writeMap(json, "versions", conditions.versions());
        json.writeNumberField("loadBefore", conditions.loadBefore());
        json.writeNumberField("loadAfter", conditions.loadAfter());
        json.writeNumberField("stealPercent", conditions.stealPercent());
    }

    private static void writeMap(final JsonGenerator json, final String name, final Map<String, String> map)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (final Map.Entry<String, String> entry : map.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void writeRow(final JsonGenerator json, final Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("what", row.what());
        json.writeStringField("conditions", row.conditions());
        writeFigure(json, "product", row.product());
        if (row.comparison().isPresent()) {
            final Comparison comparison = row.comparison().get();
            writeFigure(json, "peer", comparison.peer());
            json.writeStringField("division", comparison.division().name());
            writeFigure(json, "ratio", comparison.ratio(row.product()));
        }
        if (row.bar().isPresent()) {
            json.writeObjectFieldStart("bar");
            json.writeStringField("side", row.bar().get().side().name());
            json.writeNumberField("limit", row.bar().get().limit());
            json.writeBooleanField("met", row.met().orElseThrow());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeFigure(final JsonGenerator json, final String field, final Figure figure)
            throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("name", figure.name());
        json.writeStringField("unit", figure.unit());
        json.writeNumberField("median", figure.median());
        json.writeNumberField("min", figure.min());
        json.writeNumberField("max", figure.max());
        json.writeArrayFieldStart("samples");
        for (final double sample : figure.samples()) {
            json.writeNumber(sample);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
