package io.solflow.app.web;

import java.util.List;

/**
 * How a pipeline is.
 *
 * @param level green, yellow or red.
 * @param text the level, and the worst finding when there is one.
 * @param findings what is wrong, worst first.
 * @param causes code words of everything that can be wrong.
 */
public record HealthLook(String level, String text, List<Finding> findings, List<String> causes) {

    /** The level at which nothing is stored. */
    public static final String RED = "red";

    /** All levels, best first. */
    static final List<String> LEVELS = List.of("green", "yellow", RED);

    /**
     * Something that is wrong.
     *
     * @param cause its code word.
     * @param advice what to do about it.
     * @param heldSeconds since when it holds.
     */
    public record Finding(String cause, String level, String text, String advice, long heldSeconds) {}
}
