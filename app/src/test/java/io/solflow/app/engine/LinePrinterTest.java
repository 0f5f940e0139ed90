package io.solflow.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinePrinterTest {

    private static final int QUEUED_LINES = 4;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void shouldPrintAllLinesInTheirOrder() {
        try (LinePrinter printer = LinePrinter.start(new PrintStream(printed, true, StandardCharsets.UTF_8))) {
            IntStream.range(0, 10_000).forEach(i -> printer.print("line " + i));
        }
        assertThat(lines())
                .isEqualTo(IntStream.range(0, 10_000).mapToObj(i -> "line " + i).collect(Collectors.joining(";")));
    }

    @Test
    void shouldHoldNobodyUpAndCountWhatIsLeftOutWhenTheOutputBlocks() {
        final CountDownLatch blocked = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        final OutputStream stuck = new OutputStream() {
            @Override
            public void write(final int b) {
                blocked.countDown();
                awaitQuietly(released);
                printed.write(b);
            }
        };
        try (LinePrinter printer =
                LinePrinter.start(new PrintStream(stuck, true, StandardCharsets.UTF_8), QUEUED_LINES)) {
            printer.print("first");
            awaitQuietly(blocked);
            IntStream.range(0, 100).forEach(i -> printer.print("line " + i));
            released.countDown();
            while (!lines().contains("line 3")) {
                Thread.onSpinWait();
            }
            printer.print("last");
        }
        assertThat(lines())
                .isEqualTo("first;line 0;line 1;line 2;line 3;(96 lines left out: the output was too slow);last");
    }

    private String lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().collect(Collectors.joining(";"));
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
