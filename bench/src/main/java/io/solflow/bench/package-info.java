/** JMH benchmarks: {@code java -jar bench/target/benchmarks.jar -prof gc}. */
package io.solflow.bench;
