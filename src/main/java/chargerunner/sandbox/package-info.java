/**
 * A stand-in for PortOne V1 on loopback, with faults on request, for trials and tests. It
 * charges nobody, opens no database, and knows nothing of the rest of the project.
 */
@NullMarked
package chargerunner.sandbox;

import org.jspecify.annotations.NullMarked;
