package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;

/**
 * A server's key and the certificate that a client has to trust.
 *
 * @param certificate PEM file.
 */
public record TestKeys(KeyManagerFactory keys, Path certificate) {

    private static final String PASSWORD = "changeit";

    /**
     * Signed by itself, valid for two days from now.
     *
     * @param names extension as keytool takes it, such as {@code san=dns:localhost}.
     */
    public static TestKeys make(final Path folder, final String names) throws Exception {
        final Path store = store(folder);
        generate(store, "server", "CN=test server", "-ext", names, "-startdate", "-1H", "-validity", "2");
        return keys(store, "server");
    }

    /**
     * Signed by an authority, which is the certificate given, and valid for two days.
     *
     * @param start when it begins, as keytool takes it.
     */
    public static TestKeys signed(final Path folder, final String names, final String start) throws Exception {
        final Path store = store(folder);
        generate(
                store,
                "authority",
                "CN=test authority",
                "-ext",
                "bc:c",
                "-startdate",
                "2024/01/01 00:00:00",
                "-validity",
                "7300");
        generate(
                store,
                "server",
                "CN=test server",
                "-ext",
                names,
                "-startdate",
                start,
                "-validity",
                "2",
                "-signer",
                "authority");
        return keys(store, "authority");
    }

    private static Path store(final Path folder) throws IOException {
        return Files.createTempDirectory(folder, "keys").resolve("server.p12");
    }

    private static void generate(final Path store, final String alias, final String name, final String... more)
            throws Exception {
        final List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString()));
        arguments.addAll(List.of(more));
        keytool(arguments);
    }

    private static TestKeys keys(final Path store, final String trusted) throws Exception {
        final Path certificate = store.resolveSibling("trusted.pem");
        keytool(List.of(
                "-exportcert",
                "-rfc",
                "-alias",
                trusted,
                "-keystore",
                store.toString(),
                "-file",
                certificate.toString()));
        final KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        if (!trusted.equals("server")) {
            keys.deleteEntry(trusted);
        }
        final KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        return new TestKeys(factory, certificate);
    }

    private static void keytool(final List<String> arguments) throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-storepass", PASSWORD));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
