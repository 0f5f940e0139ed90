package io.solflow.app.command;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption.Origin;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the collector to keep the heap close to what is in use. By default G1 sizes it by pause times and a quarter of the
 * machine: on 24 GB the demo, with 140 MB in use, held 800 MB. Flags that the user has set stay as they are; where a
 * flag does not exist nothing changes.
 */
final class SmallHeap {

    private static final Logger LOG = LoggerFactory.getLogger(SmallHeap.class);

    private SmallHeap() {}

    /** Costs a concurrent mark every second or so: for the demo, not for a live stream. */
    static void prefer() {
        final HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (vm == null) {
            return;
        }
        set(vm, "MinHeapFreeRatio", "5");
        set(vm, "MaxHeapFreeRatio", "20");
        set(vm, "G1PeriodicGCInterval", "300");
    }

    private static void set(final HotSpotDiagnosticMXBean vm, final String flag, final String value) {
        try {
            if (vm.getVMOption(flag).getOrigin() == Origin.DEFAULT) {
                vm.setVMOption(flag, value);
            }
        } catch (final IllegalArgumentException e) {
            LOG.debug("{} not set: {}", flag, e.getMessage());
        }
    }
}
