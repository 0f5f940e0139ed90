package io.solflow.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BlockPacerTest {

    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void shouldPlayTheFirstBlockAtOnce() {
        assertThat(new BlockPacer(1, 400).waitNs(100, 5_000 * MS)).isZero();
    }

    @Test
    void shouldGiveEverySlotItsTime() {
        final BlockPacer pacer = new BlockPacer(1, 400);
        pacer.waitNs(100, 0);
        assertThat(pacer.waitNs(101, 0)).isEqualTo(400 * MS);
        assertThat(pacer.waitNs(103, 500 * MS)).isEqualTo(700 * MS);
    }

    @Test
    void shouldDivideByTheSpeed() {
        final BlockPacer pacer = new BlockPacer(4, 400);
        pacer.waitNs(100, 0);
        assertThat(pacer.waitNs(101, 0)).isEqualTo(100 * MS);
    }

    @Test
    void shouldCatchUpWithoutWaitingWhenLate() {
        final BlockPacer pacer = new BlockPacer(1, 400);
        pacer.waitNs(100, 0);
        assertThat(pacer.waitNs(101, 1_000 * MS)).isZero();
        assertThat(pacer.waitNs(102, 1_000 * MS)).isZero();
        assertThat(pacer.waitNs(103, 1_000 * MS)).isEqualTo(200 * MS);
    }

    @Test
    void shouldShortenHoles() {
        final BlockPacer pacer = new BlockPacer(1, 200);
        pacer.waitNs(100, 0);
        assertThat(pacer.waitNs(1_000_000, 0)).isEqualTo(10_000 * MS);
    }

    @Test
    void shouldNeverWaitWhenUnpaced() {
        final BlockPacer pacer = new BlockPacer(0, 400);
        pacer.waitNs(100, 0);
        assertThat(pacer.waitNs(200, 0)).isZero();
    }
}
