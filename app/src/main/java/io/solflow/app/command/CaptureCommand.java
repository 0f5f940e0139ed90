package io.solflow.app.command;

import io.solflow.app.config.ExitCode;
import io.solflow.app.config.Setting;
import io.solflow.app.config.SettingOptions;
import io.solflow.app.config.Settings;
import io.solflow.app.config.SourceOptions;
import io.solflow.app.config.TemporaryFolder;
import io.solflow.app.config.UsageException;
import io.solflow.app.live.StopSignals;
import io.solflow.app.terminal.ByteSize;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.capture.CaptureWriter;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.YellowstoneSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemEpochClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "capture", description = "Records a live stream into a compact file that replay and serve can play.")
public final class CaptureCommand implements Callable<Integer> {

    private static final long POLL_MS = 100;

    @Parameters(paramLabel = "FILE", description = "File to write; must not exist yet.")
    private Path file;

    @Mixin
    private final SettingOptions flags = SettingOptions.of(Setting.Group.SERVER);

    @Mixin
    private SourceOptions source;

    @Option(names = "--seconds", paramLabel = "N", description = "Stop after so many seconds (default: when stopped).")
    private Integer seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Settings settings = flags.readAndLog();
        final GeyserServers servers = source.resolve(settings, List.of(DexProgram.values()));
        final long limitNs = limitNs();
        final StopSignals signals = StopSignals.install();
        final CaptureWriter writer = create(file);
        int exitCode = ExitCode.FAILED;
        try (writer) {
            exitCode = RunCommand.exitCode(record(servers, writer, limitNs, signals));
            writer.flush();
            System.out.printf(
                    Locale.ROOT, "%s: %,d updates, %s%n", file, writer.updates(), ByteSize.text(writer.fileLength()));
            return exitCode;
        } finally {
            if (exitCode != ExitCode.OK && writer.updates() == 0) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static SourceEnd record(
            final GeyserServers servers, final CaptureWriter writer, final long limitNs, final StopSignals signals)
            throws InterruptedException {
        final UpdateRouter router = new UpdateRouter(new CaptureSink(writer, SystemEpochClock.INSTANCE));
        try (YellowstoneSource stream = new YellowstoneSource(servers, router)) {
            stream.start();
            final long startNs = System.nanoTime();
            Optional<SourceEnd> ended = Optional.empty();
            while (ended.isEmpty() && System.nanoTime() - startNs < limitNs && !signals.await(POLL_MS)) {
                ended = stream.awaitEnd(0);
            }
            stream.stop();
            return stream.awaitEnd();
        }
    }

    private long limitNs() {
        if (seconds == null) {
            return Long.MAX_VALUE;
        }
        if (seconds < 1) {
            throw new UsageException("--seconds is " + seconds + ", allowed: 1 or more");
        }
        return seconds * 1_000_000_000L;
    }

    private static CaptureWriter create(final Path file) throws IOException {
        TemporaryFolder.beside(file);
        try {
            return CaptureWriter.create(file);
        } catch (final FileAlreadyExistsException e) {
            throw new UsageException("file " + file + " exists already; captures are not overwritten", e);
        } catch (final NoSuchFileException e) {
            throw new UsageException("file " + file + " cannot be made: its folder does not exist", e);
        } catch (final FileSystemException e) {
            throw new UsageException("file " + file + " cannot be made: " + e, e);
        }
    }
}
