package io.solflow.ingest.server;

import java.nio.file.Path;

/**
 * What a TLS server shows.
 *
 * @param certificateChain PEM file of X.509 certificates, the server's own first.
 * @param privateKey PEM file of the PKCS#8 key, without a password.
 */
public record TlsFiles(Path certificateChain, Path privateKey) {}
