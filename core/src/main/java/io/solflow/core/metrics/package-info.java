/** Stage 2: exact rolling metrics per mint, by event time. */
package io.solflow.core.metrics;
