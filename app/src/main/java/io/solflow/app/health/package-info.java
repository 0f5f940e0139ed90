/** How a running SolFlow is: causes, levels, and since when. */
package io.solflow.app.health;
