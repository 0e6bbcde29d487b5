/**
 * Charge Runner: charges stored billing keys through PortOne V1, on time and exactly
 * once.
 */
@NullMarked
package chargerunner;

import org.jspecify.annotations.NullMarked;
