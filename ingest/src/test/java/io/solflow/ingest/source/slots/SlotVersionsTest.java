package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SlotVersionsTest {

    private static final long SLOT = 462_000_000L;

    private final SlotVersions versions = new SlotVersions();

    @Test
    void shouldFindWhatStandsAtAPosition() {
        versions.add(SLOT, 7, 77);
        versions.add(SLOT + SlotVersions.SLOTS / 2, 7, 78);

        assertThat(versions.print(versions.find(SLOT, 7))).isEqualTo(77);
        assertThat(versions.print(versions.find(SLOT + SlotVersions.SLOTS / 2, 7)))
                .isEqualTo(78);
        assertThat(versions.find(SLOT, 8)).isEqualTo(SlotVersions.NONE);
        assertThat(versions.find(SLOT + 1, 7)).isEqualTo(SlotVersions.NONE);
    }

    @Test
    void shouldForgetTheOldestWhenItIsFull() {
        for (int i = 0; i <= SlotVersions.ENTRIES; i++) {
            versions.add(SLOT + i / 1_000, i % 1_000, i);
        }

        assertThat(versions.find(SLOT, 0)).isEqualTo(SlotVersions.NONE);
        assertThat(versions.print(versions.find(SLOT, 1))).isEqualTo(1);
        int left = 0;
        for (long entry = versions.last(SLOT); entry != SlotVersions.NONE; entry = versions.before(entry)) {
            left++;
        }
        assertThat(left).isEqualTo(999);
    }

    @Test
    void shouldForgetASlotThatANewerOneHasDisplaced() {
        versions.add(SLOT, 7, 77);
        versions.add(SLOT + SlotVersions.SLOTS, 7, 78);
        versions.add(SLOT, 8, 79);

        assertThat(versions.find(SLOT, 7)).isEqualTo(SlotVersions.NONE);
        assertThat(versions.find(SLOT, 8)).isEqualTo(SlotVersions.NONE);
    }

    @Test
    void shouldTakeSlotsAgainAfterOneFarAheadOfTheChain() {
        versions.add(SLOT + ((long) SlotVersions.SLOTS << 10), 7, 76);
        versions.add(SLOT, 7, 77);

        assertThat(versions.print(versions.find(SLOT, 7))).isEqualTo(77);
    }

    @Test
    void shouldForgetASlotAsAWhole() {
        versions.add(SLOT, 7, 77);
        versions.add(SLOT, 9, 79);
        versions.forgetSlot(SLOT);
        versions.add(SLOT, 9, 80);

        assertThat(versions.find(SLOT, 7)).isEqualTo(SlotVersions.NONE);
        assertThat(versions.print(versions.find(SLOT, 9))).isEqualTo(80);
        assertThat(versions.before(versions.last(SLOT))).isEqualTo(SlotVersions.NONE);
    }

    @Test
    void shouldAllocateNothing() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(0);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(1_000);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    }

    private void run(final int fromSlot) {
        for (int i = 0; i < 1_000_000; i++) {
            final long slot = SLOT + fromSlot + i / 1_000;
            if (versions.find(slot, i % 1_000) == SlotVersions.NONE) {
                versions.add(slot, i % 1_000, i);
            }
        }
    }
}
