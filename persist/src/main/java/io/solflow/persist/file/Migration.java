package io.solflow.persist.file;

/**
 * One migration file.
 *
 * @param version number in its name, from 1 without holes.
 * @param name the file's name.
 * @param checksum SHA-256 of its text, hex.
 */
public record Migration(int version, String name, String checksum) {}
