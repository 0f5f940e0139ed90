/**
 * SQL of people who are not trusted: one statement that only reads, on a connection that cannot do more, within limits of
 * time, rows and memory.
 */
package io.solflow.app.query;
