package io.solflow.bench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JvmCommandsTest {

    /** Far more than the JVM rounds off, and than threads that end meanwhile have allocated. */
    private static final int BYTES = 64 << 20;

    @Test
    void shouldAddUpWhatTheThreadsHaveAllocated() throws IOException {
        assertThat(JvmCommands.allocatedBytes("""
                        "main" #1 prio=5 os_prio=0 cpu=96.86ms elapsed=2.01s allocated=200B defined_classes=2 tid=0x00007f
                        "a" #9 prio=5 os_prio=0 cpu=6.86ms elapsed=2.01s allocated=300K defined_classes=2 tid=0x00007f
                        "b" #10 prio=5 os_prio=0 cpu=6.86ms elapsed=2.01s allocated=101M defined_classes=2 tid=0x00007f
                        "VM Thread" os_prio=0 cpu=6.86ms elapsed=2.01s tid=0x00007f
                        """)).isEqualTo(200 + (300 << 10) + (101 << 20));
    }

    @Test
    void shouldSeeWhatAThreadOfThisJvmAllocates() throws Exception {
        final long pid = ProcessHandle.current().pid();
        final long before = JvmCommands.allocatedBytes(pid);
        final byte[] bytes = new byte[BYTES];
        assertThat(JvmCommands.allocatedBytes(pid) - before).isGreaterThan(bytes.length / 2);
    }

    @Test
    void shouldRefuseAnAnswerWithoutFigures() {
        assertThatThrownBy(() -> JvmCommands.allocatedBytes("nothing"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tells of no allocation: nothing");
    }
}
