package io.solflow.app.support;

import io.solflow.app.command.Verifier;
import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.PipelineOptions;
import io.solflow.app.engine.Engine;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.persist.file.PersistConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Plays raw updates through the real engine into a real database, and reads the tables back. */
public final class PipelineRun {

    public static final PipelineConfig PIPELINE = PipelineConfig.DEFAULT;
    public static final long DRAIN_MS = 120_000;
    /** So many slots before its checkpoint a source asks for. */
    private static final int OVERLAP_SLOTS = 32;

    private PipelineRun() {}

    public static ExtractCounters play(final Path database, final List<byte[]> updates) {
        return play(database, updates, AssemblerConfig.replay());
    }

    public static ExtractCounters play(
            final Path database, final List<byte[]> updates, final AssemblerConfig assembler) {
        return play(PIPELINE, PersistConfig.of(database), updates, assembler);
    }

    public static ExtractCounters play(
            final PipelineConfig pipeline, final PersistConfig persist, final List<byte[]> updates) {
        return play(pipeline, persist, updates, AssemblerConfig.replay());
    }

    /** Plays with some programs enabled only. */
    public static ExtractCounters play(
            final Set<DexProgram> programs, final PersistConfig persist, final List<byte[]> updates) {
        try (Engine engine = Engine.open(new PipelineOptions.Resolved(persist, PIPELINE, programs, false), null)) {
            engine.start();
            feed(engine, AssemblerConfig.replay(), UpdateSink.NO_CHECKPOINT, updates);
            engine.finish(DRAIN_MS);
            return engine.extractCounters();
        }
    }

    private static ExtractCounters play(
            final PipelineConfig pipeline,
            final PersistConfig persist,
            final List<byte[]> updates,
            final AssemblerConfig assembler) {
        try (Engine engine = open(pipeline, persist)) {
            feed(engine, assembler, UpdateSink.NO_CHECKPOINT, updates);
            engine.finish(DRAIN_MS);
            return engine.extractCounters();
        }
    }

    /** Plays and leaves the engine open with everything committed, as it is in the middle of a run. */
    public static Engine playOn(final PersistConfig persist, final List<byte[]> updates) {
        final Engine engine = open(PIPELINE, persist);
        feed(engine, UpdateSink.NO_CHECKPOINT, updates);
        if (!engine.pipeline().drain(DRAIN_MS)) {
            engine.close();
            throw new IllegalStateException("not committed within " + DRAIN_MS + " ms: "
                    + engine.pipeline().failure());
        }
        return engine;
    }

    /** Goes on at the database's checkpoint, with what a server sends for {@code from_slot}, to the market's end. */
    public static void resume(final PersistConfig persist, final ServedMarket market) throws IOException {
        try (Engine engine = open(PIPELINE, persist)) {
            final long after = engine.resumeAfterSlot();
            feed(engine, after, market.updates(after - OVERLAP_SLOTS, market.lastSlot()));
            engine.finish(DRAIN_MS);
        }
    }

    public static Engine open(final PipelineConfig pipeline, final PersistConfig persist) {
        final Engine engine = Engine.open(options(pipeline, persist), null);
        engine.start();
        return engine;
    }

    /** All programs, the defaults. */
    public static PipelineOptions.Resolved options(final Path database) {
        return options(PipelineConfig.DEFAULT, PersistConfig.of(database));
    }

    private static PipelineOptions.Resolved options(final PipelineConfig pipeline, final PersistConfig persist) {
        return new PipelineOptions.Resolved(persist, pipeline, EnumSet.allOf(DexProgram.class), false);
    }

    /** For what nobody reads. */
    public static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    /** With the defaults. */
    public static Engine open(final Path database) {
        return open(PipelineConfig.DEFAULT, PersistConfig.of(database));
    }

    public static void feed(final Engine engine, final long afterSlot, final List<byte[]> updates) {
        feed(engine, AssemblerConfig.replay(), afterSlot, updates);
    }

    private static void feed(
            final Engine engine, final AssemblerConfig config, final long afterSlot, final List<byte[]> updates) {
        final SlotAssembler assembler = new SlotAssembler(config, engine.publisher(), afterSlot);
        final UpdateRouter router = new UpdateRouter(assembler);
        for (final byte[] update : updates) {
            router.onUpdate(update, 0, update.length, System.nanoTime());
        }
        assembler.flush(System.nanoTime());
    }

    /** All rows of a query, columns joined by a bar. */
    public static List<String> rows(final Path database, final String sql) throws SQLException {
        final List<String> rows = new ArrayList<>();
        try (Connection connection = DatabaseReader.open(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            final int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                final StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : "|").append(result.getObject(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    public static Verifier.Report verify(final Path database) throws SQLException {
        try (Connection connection = DatabaseReader.open(database)) {
            return new Verifier(connection).verify();
        }
    }
}
