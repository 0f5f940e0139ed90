/**
 * The HTTP server of a running SolFlow: page, JSON, events, health and metrics. Reads SQLite through the read model and
 * looks at counters; knows nothing of the engine. However many clients there are and however slowly they read, they wait
 * for each other at most, never the pipeline for them.
 */
package io.solflow.app.web;
