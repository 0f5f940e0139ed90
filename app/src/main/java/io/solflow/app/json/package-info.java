/** Writing JSON. */
package io.solflow.app.json;
