/**
 * The whole line as users run it, measured from outside: a simulated market over real gRPC on loopback into the finished jar in
 * a JVM of its own, its SQLite file, and a second connection that sees each trade appear.
 */
package io.solflow.bench.line;
