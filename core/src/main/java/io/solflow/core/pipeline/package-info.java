/** The ring and its three sequenced stages: wiring, publishing, ordered start and stop. */
package io.solflow.core.pipeline;
