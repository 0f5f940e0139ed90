package io.solflow.bench.report;

import java.util.List;

/** What a JVM needs that is started with a class path: the manifest's entries count for {@code java -jar} only. */
public final class JvmArguments {

    /** Arguments of every JVM that a benchmark starts. */
    public static final List<String> OF_FORKS =
            List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED");

    private JvmArguments() {}
}
