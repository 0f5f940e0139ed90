package io.solflow.bench.report;

import java.util.Map;

/**
 * Under what conditions a suite ran.
 *
 * @param date day in UTC, ISO format.
 * @param command what was typed.
 * @param machine hardware, kernel, JVM by name.
 * @param versions versions of libraries by name.
 * @param loadBefore load average when it began, negative when unknown.
 * @param loadAfter load average when it ended.
 * @param stealPercent share of all cores' time that the hypervisor took away in between.
 */
public record Conditions(
        String date,
        String command,
        Map<String, String> machine,
        Map<String, String> versions,
        double loadBefore,
        double loadAfter,
        double stealPercent) {

    /** One line below a table. */
    String text() {
        return "Measured " + date + " with `" + command + "`: " + machine.get("cpu") + ", " + machine.get("cores")
                + " cores, " + Numbers.text(Double.parseDouble(machine.get("memoryMiB")) / 1024) + " GiB, "
                + machine.get("kernel") + ", JDK " + machine.get("jdk") + ", " + versionText() + "; load average "
                + Numbers.text(loadBefore) + " before and " + Numbers.text(loadAfter) + " after, steal "
                + Numbers.text(stealPercent) + " %.";
    }

    private String versionText() {
        return String.join(
                ", ",
                versions.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
    }
}
