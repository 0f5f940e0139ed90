/** The checks of {@code doctor}: configuration, machine, database, server. Nothing here changes anything. */
package io.solflow.app.doctor;
