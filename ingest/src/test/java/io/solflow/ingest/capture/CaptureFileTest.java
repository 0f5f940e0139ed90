package io.solflow.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.ingest.feed.Corpus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileTest {

    private static final long SEED = 11;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private Path file;
    private long truncatedAt;

    /** An update as read. */
    private record Update(long receivedMs, String hex) {}

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("stream.capture");
    }

    @Test
    void shouldGiveBackWhatWasWritten() throws IOException {
        final List<Update> written = write(5000);

        assertThat(read()).as("seed %d", SEED).isEqualTo(written);
        assertThat(truncatedAt).isEqualTo(RecordedUpdates.WHOLE);
    }

    @Test
    void shouldKeepAnUpdateThatIsLargerThanAChunk() throws IOException {
        final byte[] large = new byte[3_000_000];
        random.nextBytes(large);
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(1, large, 0, 10);
            writer.write(2, large, 0, large.length);
            writer.write(3, large, large.length, 0);
        }

        assertThat(read()).extracting(update -> update.hex.length()).containsExactly(20, 6_000_000, 0);
    }

    @Test
    void shouldEndAtOnceWhenNothingWasWritten() throws IOException {
        write(0);

        assertThat(read()).isEmpty();
        assertThat(truncatedAt).isEqualTo(RecordedUpdates.WHOLE);
    }

    @Test
    void shouldHaveAnUpdateInTheFileOnceASecondHasPassed() throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(1000, new byte[] {1}, 0, 1);
            writer.write(1999, new byte[] {2}, 0, 1);
            assertThat(read()).isEmpty();
            writer.write(2000, new byte[] {3}, 0, 1);
            assertThat(read()).extracting(Update::receivedMs).containsExactly(1000L, 1999L);
            writer.flush();
            assertThat(read()).hasSize(3);
            assertThat(writer.updates()).isEqualTo(3);
            assertThat(writer.fileLength()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void shouldReadAKilledCaptureUpToItsLastWholeChunkWhereverItWasCut() throws IOException {
        final List<Update> written = write(400);
        final byte[] whole = Files.readAllBytes(file);
        int best = 0;
        for (int length = CaptureFormat.FILE_HEADER_LENGTH; length < whole.length; length += 1 + random.nextInt(200)) {
            Files.write(file, Arrays.copyOf(whole, length));
            final List<Update> found = read();
            assertThat(found).as("seed %d, cut at %d", SEED, length).isEqualTo(written.subList(0, found.size()));
            assertThat(found).hasSizeGreaterThanOrEqualTo(best);
            assertThat(truncatedAt).isLessThan(length);
            best = found.size();
        }
        assertThat(best).isBetween(1, 399);
    }

    @Test
    void shouldNameTheChunkThatIsDamaged() throws IOException {
        final List<Update> written = write(400);
        final byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < 300; i++) {
            final byte[] damaged = whole.clone();
            final int at =
                    CaptureFormat.FILE_HEADER_LENGTH + random.nextInt(whole.length - CaptureFormat.FILE_HEADER_LENGTH);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            final List<Update> found = new ArrayList<>();
            assertThatThrownBy(() -> readInto(found))
                    .as("seed %d, byte %d", SEED, at)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("stream.capture is damaged in the chunk at byte ");
            assertThat(found).isEqualTo(written.subList(0, found.size()));
        }
    }

    @Test
    void shouldNotReserveMemoryForAChunkThatCannotBe() throws IOException {
        final byte[] header = new byte[CaptureFormat.CHUNK_HEADER_LENGTH];
        CaptureFormat.littleEndian(header).putInt(0, 100).putInt(4, Integer.MAX_VALUE);
        CaptureFormat.littleEndian(header).putInt(8, CaptureFormat.lengthsChecksum(header));
        try (OutputStream output = Files.newOutputStream(file)) {
            output.write(CaptureFormat.fileHeader().array());
            output.write(header);
            output.write(new byte[100]);
        }

        try (RecordedUpdates recorded = Recordings.open(file)) {
            assertThatThrownBy(recorded::next)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a body of 100 bytes for 2147483647, allowed: ");
        }
    }

    @Test
    void shouldNotOverwriteAFile() throws IOException {
        write(1);

        assertThatThrownBy(() -> CaptureWriter.create(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read()).hasSize(1);
    }

    @Test
    void shouldRefuseAFileThatIsNoCapture() throws IOException {
        Files.writeString(file, "{}");

        assertThat(Recordings.accepts(file)).isFalse();
        assertThatThrownBy(() -> Recordings.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stream.capture is no capture");
    }

    @Test
    void shouldRefuseANewerVersion() throws IOException {
        write(1);
        final byte[] bytes = Files.readAllBytes(file);
        bytes[7] = 9;
        Files.write(file, bytes);

        assertThatThrownBy(() -> Recordings.open(file)).hasMessageContaining("version 9");
    }

    @Test
    void shouldReadUpdatesThatFollowTheirLength() throws IOException {
        file = folder.resolve("a.bin");
        Files.write(file, new byte[] {0, 0, 0, 2, 7, 8, 0, 0, 0, 1, 9, 0, 0, 0, 5, 1});

        assertThat(read())
                .containsExactly(
                        new Update(RecordedUpdates.NO_TIME, "0708"), new Update(RecordedUpdates.NO_TIME, "09"));
        assertThat(truncatedAt).isEqualTo(11);
    }

    @Test
    void shouldNameALengthThatCannotBe() throws IOException {
        file = folder.resolve("a.bin");
        Files.write(file, new byte[] {0, 0, 0, 1, 7, -1, 0, 0, 0});

        assertThatThrownBy(this::read)
                .hasMessageContaining("a.bin is damaged at byte 5")
                .hasMessageContaining("4278190080");
    }

    @Test
    void shouldReadTheRecordedStream() throws IOException {
        file = Corpus.path("stream/blocks50.bin.gz");

        assertThat(Recordings.accepts(file)).isTrue();
        assertThat(read()).hasSize(40_186);
        assertThat(truncatedAt).isEqualTo(RecordedUpdates.WHOLE);
    }

    /** Writes updates of 0 to 200 bytes, ten a second. */
    private List<Update> write(final int count) throws IOException {
        final List<Update> written = new ArrayList<>();
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (int i = 0; i < count; i++) {
                final byte[] update = new byte[random.nextInt(200)];
                random.nextBytes(update);
                final int offset = update.length / 3;
                writer.write(i * 100L, update, offset, update.length - offset);
                written.add(new Update(i * 100L, hex(update, offset, update.length - offset)));
            }
        }
        return written;
    }

    private List<Update> read() throws IOException {
        final List<Update> found = new ArrayList<>();
        readInto(found);
        return found;
    }

    private void readInto(final List<Update> target) throws IOException {
        try (RecordedUpdates updates = Recordings.open(file)) {
            while (updates.next()) {
                target.add(new Update(updates.receivedMs(), hex(updates.bytes(), updates.offset(), updates.length())));
            }
            truncatedAt = updates.truncatedAt();
        }
    }

    private static String hex(final byte[] bytes, final int offset, final int length) {
        return HexFormat.of().formatHex(bytes, offset, offset + length);
    }
}
