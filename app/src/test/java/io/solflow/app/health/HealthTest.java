package io.solflow.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.SourceState;
import io.solflow.persist.status.PersistStatus.Problem;
import io.solflow.persist.status.PersistStatus.State;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HealthTest {

    @Test
    void shouldBeGreenWhenNothingIsWrong() {
        assertThat(new HealthLooks().judge()).isEqualTo(Health.GREEN);
        assertThat(Health.GREEN.shortText()).isEqualTo("green");
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(HealthCause.PIPELINE_FAILED, new HealthLooks().failure("stage 2 fell"), "stage 2 fell"),
                Arguments.of(
                        HealthCause.STORE_FAILED,
                        new HealthLooks().store(State.FAILED, Problem.ERROR, "database x: malformed"),
                        "malformed"),
                Arguments.of(
                        HealthCause.DISK_FULL,
                        new HealthLooks().store(State.RETRYING, Problem.FULL, "database x: full; 0 bytes left"),
                        "0 bytes left"),
                Arguments.of(
                        HealthCause.DATABASE_LOCKED,
                        new HealthLooks().store(State.RETRYING, Problem.LOCKED, "database x: locked"),
                        "database x"),
                Arguments.of(
                        HealthCause.DISK_ERROR,
                        new HealthLooks().store(State.RETRYING, Problem.ERROR, "database x: I/O error"),
                        "I/O"),
                Arguments.of(
                        HealthCause.SOURCE_REFUSED,
                        new HealthLooks().ended(SourceEnd.Kind.REFUSED, "UNAUTHENTICATED; check X_TOKEN"),
                        "check X_TOKEN"),
                Arguments.of(
                        HealthCause.OTHER_CHAIN,
                        new HealthLooks().ended(SourceEnd.Kind.OTHER_CHAIN, "its stream begins anew at slot 3"),
                        "begins anew at slot 3"),
                Arguments.of(
                        HealthCause.SOURCE_ENDED,
                        new HealthLooks().ended(SourceEnd.Kind.FAILED, "source failed"),
                        "source failed"),
                Arguments.of(
                        HealthCause.NOT_CONNECTED,
                        new HealthLooks().source(SourceState.WAITING, "unknown host 'x'"),
                        "waiting: unknown host 'x'"),
                Arguments.of(HealthCause.STREAM_SILENT, new HealthLooks().quietSeconds(15), "for 15 s"),
                Arguments.of(HealthCause.LAG, new HealthLooks().behindSeconds(61), "61 s behind"),
                Arguments.of(HealthCause.CLOCK_WRONG, new HealthLooks().behindSeconds(-11), "11 s ahead"),
                Arguments.of(HealthCause.RING_FULL, new HealthLooks().backlog(900), "900 of 1,000 entries"),
                Arguments.of(HealthCause.WAL_LARGE, new HealthLooks().walBytes((512L << 20) + 1), "512.0 MiB"),
                Arguments.of(HealthCause.DISK_LOW, new HealthLooks().freeBytes((1L << 30) - 1), "1.00 GiB"),
                Arguments.of(HealthCause.GARBAGE, new HealthLooks().tallies(2_000, 20, 0), "20 of 2,000 updates"),
                Arguments.of(
                        HealthCause.SWAPS_UNREAD,
                        new HealthLooks()
                                .tallies(
                                        1,
                                        0,
                                        0,
                                        new HealthTallies.Swaps("PumpSwap", 380, 0, 20, List.of("b817ee6167c5d33d"))),
                        "20 of 400 swap instructions of PumpSwap in the last minute were unknown or malformed; no name is known"
                                + " here for b817ee6167c5d33d"),
                Arguments.of(
                        HealthCause.SWAPS_BY_EVENT,
                        new HealthLooks()
                                .tallies(
                                        1,
                                        0,
                                        0,
                                        new HealthTallies.Swaps("PumpSwap", 380, 9, 0, List.of("b817ee6167c5d33d"))),
                        "9 swaps of PumpSwap in the last minute were read from their events alone; they are stored; no"
                                + " name is known here for b817ee6167c5d33d"),
                Arguments.of(HealthCause.TRADES_LATE, new HealthLooks().tallies(1, 0, 3), "3 trades"),
                Arguments.of(
                        HealthCause.RETENTION_FAILING,
                        new HealthLooks().retention("database x: locked"),
                        "database x: locked"),
                Arguments.of(
                        HealthCause.STAND_IN, new HealthLooks().place(2), "http://localhost:1, number 2 of 3 servers"),
                Arguments.of(HealthCause.GAPS, new HealthLooks().gaps(2), "2 holes"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void shouldNameEachCauseAlone(final HealthCause cause, final HealthLooks looks, final String text) {
        final Health health = looks.judge();
        assertThat(health.level()).isEqualTo(cause.level());
        assertThat(health.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.cause()).isEqualTo(cause);
            assertThat(finding.text()).contains(text);
        });
        assertThat(health.shortText()).startsWith(cause.level().word() + ": " + cause.code());
    }

    @Test
    void shouldKnowATestOfEveryCause() {
        assertThat(causes().map(arguments -> arguments.get()[0]))
                .containsExactlyInAnyOrder((Object[]) HealthCause.values());
        final Set<String> codes = new HashSet<>();
        Arrays.stream(HealthCause.values()).forEach(cause -> {
            assertThat(codes.add(cause.code())).as(cause.code()).isTrue();
            assertThat(cause.advice()).isNotBlank();
        });
    }

    @Test
    void shouldStayGreenJustBelowEachLimit() {
        assertThat(new HealthLooks()
                        .quietSeconds(14)
                        .behindSeconds(60)
                        .backlog(899)
                        .walBytes(512L << 20)
                        .freeBytes(1L << 30)
                        .tallies(2_000_000, 19, 0, new HealthTallies.Swaps("PumpFun", 381, 0, 20, List.of()))
                        .judge())
                .isEqualTo(Health.GREEN);
        assertThat(new HealthLooks().behindSeconds(-10).judge()).isEqualTo(Health.GREEN);
        assertThat(new HealthLooks().noBlockTime().freeBytes(-1).judge()).isEqualTo(Health.GREEN);
    }

    @Test
    void shouldTakeTheWorstLevelAndNameItsCauseFirst() {
        final Health health = new HealthLooks()
                .gaps(1)
                .behindSeconds(100)
                .store(State.RETRYING, Problem.FULL, "database x: full")
                .judge();
        assertThat(health.level()).isEqualTo(HealthLevel.RED);
        assertThat(health.shortText()).isEqualTo("red: disk-full, database x: full (and 2 more)");
    }

    @Test
    void shouldOrderCausesWorstFirst() {
        assertThat(Arrays.stream(HealthCause.values()).map(HealthCause::level))
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void shouldNotBlameTheServerForSilenceBehindAFullRing() {
        assertThat(new HealthLooks().quietSeconds(100).backlog(1_000).judge().findings())
                .extracting(Health.Finding::cause)
                .containsExactly(HealthCause.RING_FULL);
    }

    @Test
    void shouldFindNothingWrongWithAStopThatWasAskedFor() {
        assertThat(new HealthLooks().ended(SourceEnd.Kind.STOPPED, "stopped").judge())
                .isEqualTo(Health.GREEN);
    }
}
