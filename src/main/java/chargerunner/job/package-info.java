/**
 * The job: wires steps, ports and settings together, and holds no rule of its own.
 */
@NullMarked
package chargerunner.job;

import org.jspecify.annotations.NullMarked;
