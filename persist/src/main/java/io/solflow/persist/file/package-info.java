/** The database file: connections, statements, errors, the lock, migrations, and the copying of the write-ahead log. */
package io.solflow.persist.file;
