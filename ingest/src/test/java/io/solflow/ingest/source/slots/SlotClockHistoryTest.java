package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.UpdateEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock against what the chain did: slots and block times of public getTransaction responses. */
class SlotClockHistoryTest {

    private record Block(long slot, long seconds) {}

    private static final long DAY = 86_400;
    private static final Offset<Long> MINUTES = Offset.offset(600L);

    private static final List<Block> RECORDED = List.of(
            new Block(416_056_190, 1_777_314_530),
            new Block(416_056_199, 1_777_314_533),
            new Block(416_058_184, 1_777_315_326),
            new Block(416_128_840, 1_777_343_413),
            new Block(416_213_193, 1_777_376_968),
            new Block(416_218_208, 1_777_378_963),
            new Block(416_221_282, 1_777_380_196),
            new Block(416_221_364, 1_777_380_230),
            new Block(416_221_370, 1_777_380_232),
            new Block(416_221_597, 1_777_380_323),
            new Block(416_221_602, 1_777_380_325),
            new Block(416_221_629, 1_777_380_336),
            new Block(416_221_675, 1_777_380_355),
            new Block(416_221_684, 1_777_380_358),
            new Block(416_221_784, 1_777_380_398),
            new Block(416_232_317, 1_777_384_595),
            new Block(438_515_078, 1_786_412_817),
            new Block(438_709_109, 1_786_494_563),
            new Block(454_400_785, 1_791_423_976),
            new Block(454_476_928, 1_791_444_341),
            new Block(454_604_670, 1_791_478_629));

    @Test
    void shouldBeRightToTenMinutesWithinADayOfAKnownBlockTime() throws IOException {
        final List<Block> blocks = blocks();
        for (final Block known : blocks) {
            for (final Block other : blocks) {
                if (Math.abs(known.seconds() - other.seconds()) <= DAY) {
                    final SlotClock clock = SlotClock.recorded();
                    clock.learn(known.slot(), known.seconds());
                    clock.read(other.slot(), UpdateEvent.NO_TIME);
                    assertThat(clock.timeSeconds())
                            .as("%s from %s", other, known)
                            .isCloseTo(other.seconds(), MINUTES);
                }
            }
        }
    }

    @Test
    void shouldBeRightToMinutesWhereNoBlockTimeIsKnown() throws IOException {
        for (final Block block : blocks()) {
            final SlotClock clock = SlotClock.recorded();
            clock.read(block.slot(), UpdateEvent.NO_TIME);
            assertThat(clock.timeSeconds()).as("%s", block).isCloseTo(block.seconds(), MINUTES);
        }
    }

    /** Every block but one is known, where its neighbours are at most two minutes apart. */
    @Test
    void shouldBeRightToASecondBetweenTwoNeighbours() throws IOException {
        final List<Block> blocks = blocks();
        for (int i = 1; i < blocks.size() - 1; i++) {
            final Block left = blocks.get(i);
            if (blocks.get(i + 1).seconds() - blocks.get(i - 1).seconds() <= 120) {
                final SlotClock clock = SlotClock.recorded();
                blocks.stream()
                        .filter(block -> !block.equals(left))
                        .forEach(block -> clock.learn(block.slot(), block.seconds()));
                clock.read(left.slot(), UpdateEvent.NO_TIME);
                assertThat(clock.timeSeconds()).as("%s", left).isCloseTo(left.seconds(), Offset.offset(1L));
            }
        }
    }

    /** Known to the day or minute only, from public texts. */
    @ParameterizedTest
    @CsvSource({"447120000, 2026-09-15", "459652999, 2026-10-21"})
    void shouldKnowTheDayOfTheChainsTurningPoints(final long slot, final LocalDate day) {
        final SlotClock clock = SlotClock.recorded();

        clock.read(slot, UpdateEvent.NO_TIME);

        assertThat(Instant.ofEpochSecond(clock.timeSeconds())
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate())
                .isEqualTo(day);
    }

    @Test
    void shouldKnowTheMinuteInWhichProgramsWereRenewed() {
        final SlotClock clock = SlotClock.recorded();

        clock.read(452_654_882L, UpdateEvent.NO_TIME);

        assertThat(clock.timeSeconds())
                .isCloseTo(Instant.parse("2026-10-02T15:47:00Z").getEpochSecond(), Offset.offset(120L));
    }

    @ParameterizedTest
    @CsvSource({
        "435000000, 400, 425",
        "441500000, 350, 365",
        "445000000, 300, 320",
        "450000000, 250, 270",
        "455000000, 200, 215",
        "470000000, 200, 215"
    })
    void shouldKnowThePaceOfEachTime(final long slot, final long fromMs, final long toMs) {
        assertThat(600_000 / SlotClock.recorded().slotsIn(600_000, slot)).isBetween(fromMs, toMs);
    }

    /** What stands above, and the corpus where it is there. */
    private static List<Block> blocks() throws IOException {
        final TreeMap<Long, Long> bySlot = new TreeMap<>();
        RECORDED.forEach(block -> bySlot.put(block.slot(), block.seconds()));
        if (Files.isDirectory(corpus())) {
            recorded(corpus()).forEach(block -> bySlot.put(block.slot(), block.seconds()));
        }
        final List<Block> blocks = new ArrayList<>();
        bySlot.forEach((slot, seconds) -> blocks.add(new Block(slot, seconds)));
        return blocks;
    }

    private static List<Block> recorded(final Path corpus) throws IOException {
        final List<Block> blocks = new ArrayList<>();
        for (final String line : Files.readAllLines(corpus.resolve("INDEX.tsv"))) {
            final String[] columns = line.split("\t", -1);
            if (columns[1].matches("\\d+") && columns[2].matches("\\d+")) {
                blocks.add(new Block(Long.parseLong(columns[1]), Long.parseLong(columns[2])));
            }
        }
        return blocks;
    }

    private static Path corpus() {
        final String given = System.getenv("SOLFLOW_CORPUS");
        Path folder = Path.of("").toAbsolutePath();
        if (given != null) {
            return Path.of(given);
        }
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve("shared/corpus"))) {
            folder = folder.getParent();
        }
        return folder.resolve("shared/corpus");
    }
}
