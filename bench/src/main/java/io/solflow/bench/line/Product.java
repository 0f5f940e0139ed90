package io.solflow.bench.line;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The finished jar as a child process, plain {@code java -jar} unless a run asks for JVM options. Its lines are kept with their time. */
final class Product implements AutoCloseable {

    private static final long END_SECONDS = 120;

    private final Process process;
    private final List<Line> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;
    private final long startNs = System.nanoTime();

    /** A line of its output and when it came. */
    record Line(long atNs, String text) {}

    private Product(final Path jar, final List<String> jvm, final Map<String, String> environment, final String... args)
            throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException(jar + " is not there; build it with: mvn -q -DskipTests package");
        }
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(List.of(args));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SOLFLOW_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        process = builder.start();
        reader = new Thread(this::read, "bench-product-output");
        reader.setDaemon(true);
        reader.start();
    }

    static Product start(
            final Path jar, final List<String> jvm, final Map<String, String> environment, final String... args)
            throws IOException {
        return new Product(jar, jvm, environment, args);
    }

    /** Runs a command to its end; its output is in the exception when it does not end with 0. */
    static void require(final Path jar, final String... args) throws IOException, InterruptedException {
        try (Product product = start(jar, List.of(), Map.of(), args)) {
            product.awaitEnd();
        }
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(new Line(System.nanoTime(), line));
            }
        } catch (final IOException e) {
            lines.add(new Line(System.nanoTime(), "output broke off: " + e));
        }
    }

    long pid() {
        return process.pid();
    }

    long startNs() {
        return startNs;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The first line so far that holds a text. */
    Optional<Line> find(final String text) {
        synchronized (lines) {
            return lines.stream().filter(line -> line.text().contains(text)).findFirst();
        }
    }

    String output() {
        final StringBuilder all = new StringBuilder();
        synchronized (lines) {
            lines.forEach(line -> all.append(line.text()).append('\n'));
        }
        return all.toString();
    }

    /** Stops in order, as SIGTERM does, and requires that all went well. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the product did not end within " + END_SECONDS + " s:\n" + output());
        }
        reader.join();
        if (process.exitValue() != 0) {
            throw new IOException("the product ended with " + process.exitValue() + ":\n" + output());
        }
    }

    /** Ends it, if it has not ended. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
