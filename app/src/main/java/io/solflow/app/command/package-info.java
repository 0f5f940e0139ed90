/** The commands, and what only they use. A command reads its options, puts the rooms together, and returns an exit code. */
package io.solflow.app.command;
